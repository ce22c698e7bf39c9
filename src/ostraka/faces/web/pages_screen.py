"""Screening: one party, or a customer file with its progress."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from starlette.responses import Response

from ostraka.casework.alerts import queue
from ostraka.casework.model import Right
from ostraka.casework.screenings import Asked, answers, read_screening, screenings
from ostraka.casework.wanted import Wanted
from ostraka.casework.work import file_name
from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.casework import basis_of, screen_one
from ostraka.faces.replaying import Unread, unread_rows
from ostraka.faces.scope import say_without_version, without_version
from ostraka.faces.web.evidence import near_candidates
from ostraka.faces.web.visit import Page, Visit
from ostraka.faces.web.words import sentence
from ostraka.screen.tables import entity_from_fields
from ostraka.text.counts import counted

_FIELDS = ("schema", "birth_date", "country", "id_number")
_SCHEMATA = ("Person", "Organization", "Company", "Vessel", "Airplane", "LegalEntity")
_SHOWN = 20
#: Rows of a file that is read again whenever its screening is shown.
_READ_AGAIN = 20_000


def screen_form(visit: Visit) -> Response:
    """Ask about one party; the answer stands below, and nothing is kept of it."""
    name = visit.asked("name").strip()
    fields = {key: visit.asked(key).strip() for key in _FIELDS}
    matches, near, told, unasked = [], [], "", ""
    if name:
        try:
            basis = basis_of(visit.web.o, as_of=visit.asked("as_of") or None)
            missing = without_version(visit.web.o.store, basis.lists)
            unasked = say_without_version(basis.day, missing) if missing else ""
            given = {key: text for key, text in fields.items() if text}
            asked = Asked("q", entity_from_fields({"name": name, **given}))
            (_, result) = next(iter(answers(basis, [asked])))
            told = result.get("error", "")
            matches = result["matches"][:_SHOWN]
            near = [] if told else near_candidates(basis, asked.entity or {})
        except (UsageError, NotFoundError) as error:
            told = sentence(str(error))
    return visit.show(
        "_answer.html" if visit.is_fragment else "screen.html",
        name=name, fields=fields, as_of=visit.asked("as_of"), matches=matches,
        near=near, told=told, unasked=unasked, schemata=_SCHEMATA,
    )  # fmt: skip


def open_alerts(visit: Visit) -> Response:
    """Keep the query and open alerts for what it matched."""
    fields = {key: visit.text(key) for key in _FIELDS if visit.text(key)}
    web = visit.web
    done = screen_one(
        web.cases, visit.actor, basis_of(web.o), visit.text("name"), fields
    )
    return visit.go(
        f"/screenings/{done.screening}", f"{counted(len(done.opened), 'alert')} opened"
    )


def files(visit: Visit) -> Response:
    """Show the form for a customer file, and what was screened before."""
    with visit.web.cases.reading() as connection:
        before = screenings(connection)
    return visit.show("files.html", screenings=before)


def take_file(visit: Visit) -> Response:
    """Take a customer file and screen it while its progress is shown."""
    upload = visit.file("file")
    if upload is None:
        raise UsageError("choose a file")
    folder = tempfile.TemporaryDirectory(prefix="ostraka-file-")
    path = Path(folder.name) / file_name(upload.filename or "")
    try:
        with path.open("wb") as out:
            shutil.copyfileobj(upload.file, out)
        portfolio = visit.text("portfolio").strip() or "customers"
        key = visit.web.begin_job(visit.actor, path, portfolio, folder.cleanup)
    except BaseException:
        folder.cleanup()
        raise
    return visit.go(f"/files/{key}")


def progress(visit: Visit) -> Response:
    """Show how far a file is; the page asks again by itself until it is done."""
    job = visit.web.jobs.get(visit.request.path_params["key"])
    if job is None:
        raise NotFoundError(
            "this file is not being screened here; see the list of screenings"
        )
    if job.screening is not None:
        if visit.is_fragment:
            return Response(headers={"HX-Redirect": f"/screenings/{job.screening}"})
        return visit.go(f"/screenings/{job.screening}")
    return visit.show(
        "_progress.html" if visit.is_fragment else "progress.html", job=job
    )


def screening(visit: Visit) -> Response:
    """Show one screening: what it rests on, and its alerts."""
    with visit.web.cases.reading() as connection:
        row = read_screening(connection, visit.number())
        wanted = Wanted(status=None, screening=visit.number())
        alerts, total = queue(connection, wanted)
    # A large file is read again only for who asks.
    looks = bool(row["bad"]) and (row["queries"] <= _READ_AGAIN or bool(visit.asked("unread")))  # fmt: skip
    return visit.show(
        "screening.html", row=row, alerts=alerts, total=total,
        unread=_unread(visit) if looks else None,
        settings=json.dumps(row["settings"], ensure_ascii=False),
    )  # fmt: skip


def _unread(visit: Visit) -> list[Unread]:
    """Return the rows that could not be read; none if the file was erased since."""
    try:
        return unread_rows(visit.web.cases, visit.number())
    except NotFoundError:
        return []


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/screen", screen_form, Right.READ, "GET"),
    ("/screen/open", open_alerts, Right.SCREEN, "POST"),
    ("/files", files, Right.READ, "GET"),
    ("/files/take", take_file, Right.SCREEN, "POST"),
    ("/files/{key}", progress, Right.READ, "GET"),
    ("/screenings/{number:int}", screening, Right.READ, "GET"),
)
