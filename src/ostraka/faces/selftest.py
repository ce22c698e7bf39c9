"""A self-test over a home folder: run, kept, entered in the chain, read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from ostraka.casework import Actor, Cases
from ostraka.casework.selftests import decided_alerts, listed_customers, note_selftest
from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.session import Ostraka, Scope
from ostraka.screen import Query
from ostraka.screen.results import check_target, draft_of
from ostraka.screen.tables import read_queries
from ostraka.selftest.compare import check_document
from ostraka.selftest.run import Given, Plan, run_selftest
from ostraka.selftest.showing.model import Report
from ostraka.selftest.showing.page import write_page
from ostraka.selftest.showing.paper import write_paper

#: Where runs are kept below the home folder.
FOLDER = "selftest"
SUFFIXES = (".json", ".html", ".pdf")


@dataclass(frozen=True, slots=True)
class Customers:
    """A customer file to count false alerts on.

    Attributes:
        path: CSV, TSV, XLSX, Parquet or JSON lines with a header.
        mapping: Column of the file → our name for it.
    """

    path: Path
    mapping: Mapping[str, str] | None = None

    def queries(self) -> Iterator[Query]:
        """Yield the rows that can be read."""
        for row in read_queries(self.path, self.mapping):
            if row.entity is not None:
                try:
                    yield Query.from_entity(row.entity)
                except UsageError:
                    continue  # as screening the file would say of this row

    @property
    def words(self) -> str:
        """The file's name and digest: what was asked can be proved."""
        return f"{self.path.name}, sha256 {sha256(self.path.read_bytes()).hexdigest()}"


def selftest(
    o: Ostraka,
    cases: Cases,
    plan: Plan,
    *,
    as_of: str | None = None,
    lists: Iterable[str] | None = None,
    customers: Customers | None = None,
    progress: Callable[[str, int], None] = lambda _what, _done: None,
) -> dict[str, Any]:
    """Run a self-test on the lists in force.

    Args:
        o: The home folder.
        cases: The cases, for past decisions.
        plan: What is done.
        as_of: The lists as they stood on that day.
        lists: Only these lists.
        customers: The user's own file; people are made if None.
        progress: Called with what is done and how many.

    Raises:
        UsageError: No list is loaded, or the file cannot be read.
    """
    scope = Scope.of(as_of, lists, today=o.today)
    index = o.index(scope)
    with cases.reading() as connection:
        decided, listed = decided_alerts(connection), listed_customers(connection)
    given = Given(
        customers=None if customers is None else customers.queries(),
        **({} if customers is None else {"source": customers.words}),
        decided=decided,
        listed=listed,
        about={
            "at": cases.moment,
            "program": version_of("ostraka"),
            "as_of": (scope.day or o.today).isoformat(),
            "lists": {v.dataset: v.id for v in o.versions_in_force(scope)},
        },
    )
    return run_selftest(index, plan, given, progress)


def keep(
    o: Ostraka, cases: Cases, actor: Actor, plan: Plan, document: Mapping[str, Any]
) -> Path:
    """Keep the results in the home folder and enter them in the chain.

    Returns:
        The file with the results.
    """
    content = to_bytes(document)
    digest = sha256(content).hexdigest()
    folder = o.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document['at'][:19].replace(':', '')}-{digest[:8]}.json"
    with draft_of(path) as draft:
        draft.write_bytes(content)
    about = {key: document[key] for key in ("algorithm", "as_of", "lists", "program")}
    note_selftest(
        cases, actor, digest, {**about, "settings": asdict(plan), "file": path.name}
    )
    return path


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """Return results as they are kept."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "replace"
    )


def runs(o: Ostraka) -> list[Path]:
    """Return the files of the runs kept here, the newest first."""
    return sorted((o.home / FOLDER).glob("*.json"), reverse=True)


def kept_run(o: Ostraka, name: str) -> Path:
    """Return the file of a run kept here.

    Raises:
        NotFoundError: There is none of that name.
    """
    for path in runs(o):
        if path.stem == name:
            return path
    raise NotFoundError(
        f"there is no self-test {name}; /selftest shows those there are"
    )


def read_run(path: Path) -> Mapping[str, Any]:
    """Read the results of a run.

    Raises:
        UsageError: The file cannot be read, or holds no results of this version.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path}: no JSON: {error}") from error
    return check_document(document, path.name)


def write_run(path: Path, document: Mapping[str, Any], report: Report) -> None:
    """Write results as JSON, as a page of its own, or as PDF, by the file's suffix.

    Raises:
        UsageError: The file cannot be written.
    """
    check_target(path, SUFFIXES, "a self-test")
    suffix = path.suffix.lower()
    with draft_of(path) as draft:
        if suffix == ".json":
            draft.write_bytes(to_bytes(document))
        elif suffix == ".html":
            draft.write_text(write_page(report), "utf-8", errors="replace")
        else:
            with draft.open("wb") as paper:
                write_paper(report, paper)
