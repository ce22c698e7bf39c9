"""The queue and the alert: look, decide, second pair of eyes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from ostraka.casework.alerts import (
    MOST_FOUND,
    PAGE,
    cleared_pairs,
    counts,
    neighbours,
    queue,
    read_alert,
)
from ostraka.casework.decisions import (
    clear_many,
    confirm,
    confirm_batch,
    decide,
    reopen,
    send_back,
)
from ostraka.casework.dossier import make_dossier
from ostraka.casework.export import entries
from ostraka.casework.model import FITTING, Answer, Decision, Right, Status
from ostraka.casework.wanted import Wanted
from ostraka.casework.work import add_file, add_note, assign, escalate, read_file
from ostraka.errors import OstrakaError, UsageError
from ostraka.faces.casework import basis_of, recheck_all
from ostraka.faces.listed import listings_of
from ostraka.faces.web.evidence import align, near_candidates, waterfall
from ostraka.faces.web.visit import Page, Visit, attached, read_whole
from ostraka.faces.web.words import sentence
from ostraka.text.counts import counted

_LAST_PAGE = 1_000_000
#: Name in the address → the alerts it shows.
_VIEWS = ("open", "mine", "escalated", "overdue", "reopened", "waiting", "closed")


def wanted_of(visit: Visit) -> tuple[str, Wanted]:
    """Return which alerts the address asks for."""
    view = visit.asked("view", "open")
    if view not in _VIEWS:
        raise UsageError(f"there is no view {view!r}")
    status = {"waiting": Status.WAITING, "closed": Status.CLOSED}.get(view, Status.OPEN)
    wanted = Wanted(
        status=status,
        assigned=visit.actor.name if view == "mine" else None,
        escalated=view == "escalated",
        overdue=visit.web.cases.moment[:10] if view == "overdue" else None,
        reopened=view == "reopened",
        text=visit.asked("q").strip()[:200],
        dataset=visit.asked("list") or None,
    )
    batch = visit.asked("batch")
    return view, replace(wanted, batch=read_whole(batch, "batch")) if batch else wanted


def alerts(visit: Visit) -> Response:
    """Show a page of the queue."""
    view, wanted = wanted_of(visit)
    number = min(read_whole(visit.asked("page", "1") or "1", "page") or 1, _LAST_PAGE)
    with visit.web.cases.reading() as connection:
        found, total = queue(connection, wanted, page=number)
        last = max(1, -(-total // PAGE))
        if number > last:
            number = last
            found, total = queue(connection, wanted, page=number)
        # A fragment is the queue alone; the figures above it stay as they are.
        numbers = (
            {} if visit.is_fragment else counts(connection, visit.web.cases.moment[:10])
        )
    given = {"view": view, "q": wanted.text, "list": wanted.dataset or ""}
    if wanted.batch is not None:
        given["batch"] = str(wanted.batch)
    return visit.show(
        "_queue.html" if visit.is_fragment else "alerts.html",
        alerts=found, total=total, number=number, pages=last,
        view=view, views=_VIEWS, q=wanted.text, batch=wanted.batch, counts=numbers,
        address=urlencode({k: v for k, v in given.items() if v}), reasons=FITTING[Decision.FALSE_POSITIVE],
        dataset=wanted.dataset or "", most_found=MOST_FOUND,
    )  # fmt: skip


def alert(visit: Visit) -> Response:
    """Show one alert."""
    return show_alert(visit)


def show_alert(visit: Visit, told: str = "", status: int = 200) -> Response:
    """Show one alert, with what went wrong above it."""
    web, number = visit.web, visit.number()
    _, wanted = wanted_of(visit)
    with web.cases.reading() as connection:
        found = read_alert(connection, number)
        before, after = neighbours(connection, wanted, found.alert)
        pairs = [
            {**row, "why": json.loads(row["why"])}
            for row in cleared_pairs(connection, number)
        ]
        history = list(entries(connection, subject=f"alert {number}"))
    return visit.show(
        "alert.html", status=status, file=found, alert=found.alert, told=told,
        rows=align(found.entity, found.party_evidence), pairs=pairs, history=history,
        fall=waterfall(found.match.get("explanation", ())), reasons=FITTING,
        decisions=list(Decision), before=before, after=after,
        listings=listings_of(web.o, found.alert.party, found.alert.datasets),
        near=_near(visit, found.entity), lists=json.loads(found.basis["lists"]),
        kept=visit.form, address=_address(visit),
    )  # fmt: skip


def _near(visit: Visit, entity: dict[str, Any]) -> list[Any]:
    """Return who came near, unless nothing is loaded or the person is erased."""
    if not entity:
        return []
    try:
        return near_candidates(basis_of(visit.web.o), entity)
    except OstrakaError:
        return []


def _address(visit: Visit) -> str:
    keys = ("view", "q", "list", "batch")
    given = {k: visit.asked(k) for k in keys if visit.asked(k)}
    return f"?{urlencode(given)}" if given else ""


def act(visit: Visit) -> Response:
    """Do what a form of the alert page asks."""
    number, doing = visit.number(), visit.request.path_params["doing"]
    try:
        said = _do(visit, number, doing)
    except OstrakaError as error:
        # What was typed stays on the page.
        return show_alert(visit, sentence(str(error)), error.http_status)
    after = visit.text("after")
    if doing in {"decide", "confirm"} and after.isdigit():
        return visit.go(f"/alerts/{int(after)}{_address(visit)}", said)
    return visit.go(f"/alerts/{number}{_address(visit)}", said)


def _do(visit: Visit, number: int, doing: str) -> str:
    cases, actor = visit.web.cases, visit.actor
    if doing == "note":
        upload = visit.file("file")
        if upload is not None:
            name = upload.filename or ""
            add_file(cases, actor, number, name, upload.file.read(), visit.text("text"))
        else:
            add_note(cases, actor, number, visit.text("text"))
        return "noted"
    version = visit.whole("version")
    if doing == "decide":
        found = decide(cases, actor, number, version, _answer(visit))
    elif doing == "confirm":
        found = confirm(cases, actor, number, version, text=visit.text("text"))
    elif doing == "return":
        found = send_back(cases, actor, number, version, text=visit.text("text"))
    elif doing == "reopen":
        found = reopen(cases, actor, number, version, text=visit.text("text"))
    elif doing == "escalate":
        found = escalate(cases, actor, number, version, text=visit.text("text"))
    elif doing in {"take", "put-back"}:
        to = actor.name if doing == "take" else None
        found = assign(cases, actor, number, version, to)
    else:
        raise UsageError(f"there is nothing called {doing!r} to do")
    second = (
        "; a second person has to confirm" if found.status is Status.WAITING else ""
    )
    if doing == "decide" and found.status is Status.OPEN:
        second = " and escalated: a reviewer decides"
    return f"Alert {number} is {found.status}{second}"


def _answer(visit: Visit) -> Answer:
    text = visit.text("decision")
    if text not in set(Decision):
        raise UsageError("choose a decision")
    return Answer(Decision(text), visit.text("reason"), visit.text("text"))


def clear(visit: Visit) -> Response:
    """Propose one reason for clearing the chosen alerts."""
    chosen = []
    for pair in visit.texts("chosen"):
        number, _, version = pair.partition(":")
        chosen.append((read_whole(number, "alert"), read_whole(version, "version")))
    answer = Answer(Decision.FALSE_POSITIVE, visit.text("reason"), visit.text("text"))
    done = clear_many(visit.web.cases, visit.actor, chosen, answer)
    left = f", {len(done.left)} left out since they changed" if done.left else ""
    said = f"{counted(len(done.done), 'alert')} waiting for a second person{left}"
    return visit.go(f"/alerts?view=waiting&batch={done.number}", said)


def clear_confirm(visit: Visit) -> Response:
    """Confirm a bulk decision."""
    done = confirm_batch(visit.web.cases, visit.actor, visit.whole("batch"))
    return visit.go(
        "/alerts?view=waiting", f"{counted(len(done.done), 'alert')} confirmed"
    )


def recheck(visit: Visit) -> Response:
    """Look at every cleared pair again."""
    done = recheck_all(visit.web.o, visit.web.cases, visit.actor)
    said = f"{counted(done.looked_at, 'cleared pair')} looked at, {counted(len(done.joined), 'alert')} joined, {len(done.reopened)} opened again, {len(done.overdue)} overdue escalated"
    return visit.go("/alerts?view=reopened", said)


def note_file(visit: Visit) -> Response:
    """Hand out a file that was laid beside an alert; it is never shown as a page."""
    with visit.web.cases.reading() as connection:
        found = read_file(connection, visit.number())
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={**attached(found.name), "content-security-policy": "sandbox"},
    )


def dossier(visit: Visit) -> Response:
    """Show the paper for one customer."""
    with visit.web.cases.reading() as connection:
        paper = make_dossier(connection, visit.number(), visit.web.cases.now().date())
    return visit.show("dossier.html", paper=paper)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/alerts", alerts, Right.READ, "GET"),
    ("/alerts/clear", clear, Right.DECIDE, "POST"),
    ("/alerts/confirm", clear_confirm, Right.CONFIRM, "POST"),
    ("/alerts/recheck", recheck, Right.SCREEN, "POST"),
    ("/alerts/{number:int}", alert, Right.READ, "GET"),
    ("/alerts/{number:int}/{doing}", act, Right.DECIDE, "POST"),
    ("/notes/{number:int}", note_file, Right.READ, "GET"),
    ("/dossiers/{number:int}", dossier, Right.READ, "GET"),
)
