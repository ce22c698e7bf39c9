"""Self-tests that were run here: the newest first, one in full, two compared."""

from __future__ import annotations

import io
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from ostraka.casework.model import Right
from ostraka.casework.selftests import is_noted
from ostraka.errors import UsageError
from ostraka.faces.selftest import kept_run, read_run, runs, to_bytes
from ostraka.faces.web.visit import Page, Visit, attached
from ostraka.selftest.compare import compare_runs
from ostraka.selftest.showing.compared import report_of_comparison
from ostraka.selftest.showing.page import write_body, write_page
from ostraka.selftest.showing.paper import write_paper
from ostraka.selftest.showing.sections import report_of

_SHOWN = 50
_KINDS = {"json": "application/json", "html": "text/html", "pdf": "application/pdf"}


def self_tests(visit: Visit) -> Response:
    """Show the runs kept here."""
    found = []
    for path in islice(runs(visit.web.o), _SHOWN):
        try:
            found.append(_line(path))
        except UsageError:
            continue  # results of another version of this program
    return visit.show("selftest.html", runs=found)


def self_test(visit: Visit) -> Response:
    """Show one run, or what differs between it and another one."""
    path = kept_run(visit.web.o, visit.request.path_params["name"])
    document = read_run(path)
    other = visit.asked("with")
    if other:
        before = read_run(kept_run(visit.web.o, other))
        report = report_of_comparison(compare_runs(before, document))
    else:
        report = report_of(document)
    with visit.web.cases.reading() as connection:
        noted = is_noted(connection, sha256(path.read_bytes()).hexdigest())
    others = [p.stem for p in runs(visit.web.o) if p != path]
    # Every text in it was escaped where the body was written.
    body = Markup(write_body(report))  # noqa: S704
    return visit.show(
        "selftest_run.html", title=report.title, body=body, name=path.stem,
        noted=noted, others=others[:_SHOWN], other=other,
    )  # fmt: skip


def self_test_file(visit: Visit) -> Response:
    """Hand out a run as JSON, as a page of its own, or as PDF."""
    suffix = visit.request.path_params["suffix"]
    if suffix not in _KINDS:
        raise UsageError(f"a self-test can be {', '.join(_KINDS)}")
    path = kept_run(visit.web.o, visit.request.path_params["name"])
    document = read_run(path)
    if suffix == "json":
        body = to_bytes(document)
    elif suffix == "html":
        body = write_page(report_of(document)).encode("utf-8", "replace")
    else:
        paper = io.BytesIO()
        write_paper(report_of(document), paper)
        body = paper.getvalue()
    headers = attached(f"selftest-{path.stem}.{suffix}")
    return Response(body, media_type=_KINDS[suffix], headers=headers)


def _line(path: Path) -> dict[str, Any]:
    document = read_run(path)
    tiers = {row["key"]: row for row in document["recall"]["tier"]}
    return {
        "name": path.stem,
        "at": document["at"],
        "algorithm": document["algorithm"],
        "threshold": document["threshold"],
        "exact": document["controls"],
        "tiers": tiers,
        "alerts": document["fairness"]["alerts"],
        "worst": document["fairness"]["ratio"]["worst"],
    }


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/selftest", self_tests, Right.READ, "GET"),
    ("/selftest/{name}", self_test, Right.READ, "GET"),
    ("/selftest/{name}/file.{suffix}", self_test_file, Right.READ, "GET"),
)
