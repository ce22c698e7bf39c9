"""A party as of any day: names, designations, links, ownership, history; and the gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import Response

from ostraka.casework.alerts import alerts_of_party
from ostraka.casework.model import Right
from ostraka.errors import NotFoundError, OstrakaError, UsageError
from ostraka.faces.web.kept import on_timeline
from ostraka.faces.web.visit import Page, Visit, read_whole
from ostraka.measures.gaps import NEVER_MEANS, Matrix
from ostraka.record.dates import last_day
from ostraka.record.party import NAME_KINDS
from ostraka.record.view import PartyView
from ostraka.text.script import scripts_in

_MOST_STEPS, _MOST_PARTIES = 400, 40
#: A party: a name in quotation marks, or an id or number.
_CALLED = re.compile(r'["“„]([^"“”„]+)["”“]|([^\s,"“”„]+)')
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a party: its kind, its script, and the list that has it."""

    text: str
    kind: str
    script: str
    dataset: str
    lang: str


def party(visit: Visit) -> Response:
    """Show a party as of a day."""
    o, key = visit.web.o, visit.request.path_params["key"]
    whole = o.entity(key)
    steps = _steps(whole, o.today)
    day = _day_asked(visit, steps)
    view = whole if day is None else _as_of(visit, key, day)
    with visit.web.cases.reading() as connection:
        alerts = alerts_of_party(connection, whole.id)
    at = day or o.today
    place = max(
        (n for n, step in enumerate(steps) if step <= at.isoformat()), default=0
    )
    return visit.show(
        "_party.html" if visit.is_fragment else "party.html",
        key=key, view=view, caption=whole.caption, names=_names(view) if view else [],
        steps=steps, place=place, day=at.isoformat(), alerts=alerts,
        values=_values(view) if view else [], members=o.referents(whole.id),
        picture=_picture(visit, whole.id, at),
    )  # fmt: skip


def _as_of(visit: Visit, key: str, day: date) -> PartyView | None:
    """Return the party on a day; None before any list had it."""
    try:
        return visit.web.o.entity(key, day)
    except NotFoundError:
        return None


def _day_asked(visit: Visit, steps: Sequence[str]) -> date | None:
    """Return the day the slider or the field asks for."""
    text, place = visit.asked("as_of"), visit.asked("step")
    if place and not text and steps:
        return date.fromisoformat(steps[min(read_whole(place, "step"), len(steps) - 1)])
    return visit.web.o.day(text) if text else None


def _steps(view: PartyView, today: date) -> list[str]:
    """Return the days on which something is known to have changed, and today."""
    found = {event.day for event in view.history} | {today.isoformat()}
    for act in view.designations:
        for day in (act.since, act.ended):
            if day:
                found.add(last_day(day).isoformat())
    past = sorted(day for day in found if day <= today.isoformat())
    if past:
        before = date.fromisoformat(past[0]) - timedelta(days=1)
        past = [before.isoformat(), *past]
    return past[-_MOST_STEPS:]


def _names(view: PartyView) -> list[Name]:
    found = {
        (s.value, s.prop, s.dataset): Name(
            s.value,
            s.prop,
            " and ".join(sorted(scripts_in(s.value))),
            s.dataset,
            s.lang or "",
        )
        for s in view.statements
        if s.prop in NAME_KINDS and s.canonical_id == view.id
    }
    order = {kind: place for place, kind in enumerate(NAME_KINDS)}
    return sorted(found.values(), key=lambda n: (n.script, order[n.kind], n.text))


def _values(view: PartyView) -> list[tuple[str, str, str, str, str]]:
    """Return the other values: property, value, list, first and last day seen."""
    return sorted(
        (s.prop, s.value, s.dataset, s.first_seen or "", s.last_seen or "")
        for s in view.statements
        if s.canonical_id == view.id
        and s.prop not in {*NAME_KINDS, "id"}
        and not s.prop.startswith("_")
    )


def _picture(
    visit: Visit, key: str, day: date
) -> tuple[Markup, list[dict[str, str]]] | None:
    """Return who owns whom around a party, as a picture and as a table, or None.

    The picture brings its own style, which our content policy refuses; ours stands in
    the style sheet.
    """
    try:
        from ostraka.faces.draw import draw  # noqa: PLC0415 - pays for graphs

        picture = visit.web.o.links(day).picture(key)
    except (OstrakaError, ImportError):
        return None
    if not picture.arrows:
        return None
    addresses = {
        box.party: f"/party/{quote(box.party, safe='')}" for box in picture.boxes
    }
    svg = _STYLE.sub("", draw(picture, addresses=addresses))
    return Markup(svg), picture.rows()  # noqa: S704 - `draw` escapes every text


def gaps(visit: Visit) -> Response:
    """Show who listed which of some parties since when, and who did not."""
    day = visit.web.o.day(visit.asked("as_of") or None)
    found = _CALLED.findall(visit.asked("ids"))[:_MOST_PARTIES]
    keys = [name or one for name, one in found]
    matrix, missing = _matrix(visit, keys, day)
    return visit.show(
        "gaps.html", ids=visit.asked("ids"), day=day.isoformat(), missing=missing,
        columns=matrix.columns if matrix else (), rows=matrix.rows if matrix else (),
        never_means=NEVER_MEANS,
    )  # fmt: skip


def _matrix(
    visit: Visit, keys: Sequence[str], day: date
) -> tuple[Matrix | None, list[str]]:
    """Return what the lists have of some parties, and why there is nothing of others."""
    if not keys:
        return None, []
    try:
        measures = visit.web.measures()
    except UsageError as error:
        return None, [str(error)]
    asked, missing = measures.ask_known(keys)
    matrix = measures.matrix(asked, day) if asked.groups else None
    return matrix, list(map(str, missing.values()))


def show_timeline(visit: Visit) -> Response:
    """Show the incidents and measures that were accepted from reports, by date."""
    with visit.web.cases.reading() as connection:
        items = on_timeline(visit.web, connection)
    kinds = Counter(told.finding.kind for told in items)
    return visit.show("timeline.html", items=items, kinds=kinds)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/party/{key}", party, Right.READ, "GET"),
    ("/gaps", gaps, Right.READ, "GET"),
    ("/timeline", show_timeline, Right.READ, "GET"),
)
