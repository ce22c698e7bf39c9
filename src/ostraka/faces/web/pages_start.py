"""The start: what is in force, how fresh, what changed, what failed, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from ostraka.casework.alerts import counts
from ostraka.casework.model import Right
from ostraka.casework.screenings import screenings
from ostraka.errors import NotFoundError
from ostraka.faces.portfolio import why_overdue
from ostraka.faces.session import Ostraka
from ostraka.faces.trust import age_of, is_old, retirement
from ostraka.faces.web.visit import Page, Visit
from ostraka.record.diff import Diff
from ostraka.record.versions import Version

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list on the start page.

    Attributes:
        dataset: Its name.
        version: In force, or None if nothing ever was.
        age: Days since it was published.
        is_old: Whether that is more than it should be.
        failed: Checks that failed, in words.
        earlier: Whether there is a version before it to compare with.
        retired: That the publisher gave the list up, in words, or None.
    """

    dataset: str
    version: Version | None
    age: int
    is_old: bool
    failed: tuple[str, ...]
    earlier: bool
    retired: str | None = None


def list_rows(o: Ostraka) -> Iterator[ListRow]:
    """Yield the lists with what is in force and what failed."""
    for name in o.store.known():
        versions = o.store.versions(name)
        failed = _refusals(o, name)
        if not versions:
            yield ListRow(name, None, 0, True, failed, False)
            continue
        version = versions[-1]
        checks = tuple(f"{c.name}: {c.detail}" for c in version.checks if not c.ok)
        yield ListRow(
            name,
            version,
            age_of(version, o.today),
            is_old(o.store, version, o.today),
            (*checks, *failed),
            len(versions) > 1,
            retirement(name, o.today),
        )


def _refusals(o: Ostraka, name: str) -> tuple[str, ...]:
    """Return what was refused since the version in force was loaded."""
    entry = o.store.last_refusal(name)
    if entry is None:
        return ()
    return (f"refused {str(entry['at'])[:10]}: {entry['reason']}",)


def start(visit: Visit) -> Response:
    """Show the start."""
    web = visit.web
    with web.cases.reading() as connection:
        numbers = counts(connection, web.cases.moment[:10])
        last = screenings(connection, 5)
    return visit.show(
        "start.html", lists=list(list_rows(web.o)), counts=numbers, screenings=last,
        overdue=why_overdue(web.o, web.cases),
    )  # fmt: skip


def changes(visit: Visit) -> Response:
    """Show what the newest version of a list changed."""
    dataset = visit.request.path_params["dataset"]
    found: Diff | None = None
    try:
        found = visit.web.o.diff(dataset)
    except NotFoundError:
        visit.web.o.store.version(dataset)  # says it if there is no such list at all
    return visit.show("changes.html", dataset=dataset, diff=found, most=_SHOWN)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/", start, Right.READ, "GET"),
    ("/lists/{dataset}", changes, Right.READ, "GET"),
)
