"""How good the lists are: what is missing, doubled, re-used, amended silently."""

from __future__ import annotations

from starlette.responses import Response

from ostraka.casework.model import Right
from ostraka.faces.web.visit import Page, Visit
from ostraka.quality import judge_list


def quality(visit: Visit) -> Response:
    """Show the lists whose quality can be looked at."""
    store = visit.web.o.store
    versions = [store.version(name) for name in store.datasets()]
    return visit.show("quality.html", versions=[v for v in versions if v.entities])


def quality_of(visit: Visit) -> Response:
    """Show what is told of one list."""
    o = visit.web.o
    found = judge_list(o.store, visit.request.path_params["dataset"], o.today)
    schemata = dict.fromkeys(fill.schema for fill in found.fill)
    fill = {s: [f for f in found.fill if f.schema == s] for s in schemata}
    return visit.show("quality_list.html", quality=found, fill=fill)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/quality", quality, Right.READ, "GET"),
    ("/quality/{dataset}", quality_of, Right.READ, "GET"),
)
