"""Monitoring: who is watched, whether a proof is in force, and the proofs."""

from __future__ import annotations

import threading

from starlette.responses import JSONResponse, Response

from ostraka.casework.changes import change_rows
from ostraka.casework.customers import counts_of
from ostraka.casework.model import Right
from ostraka.casework.monitoring import How
from ostraka.casework.proof import find_proof, proofs, to_text
from ostraka.errors import NotFoundError, OstrakaError, UsageError
from ostraka.faces.casework import basis_of, box_of
from ostraka.faces.portfolio import monitor_now, why_overdue
from ostraka.faces.web.visit import Page, Visit, attached
from ostraka.record.dates import is_date

_SHOWN = 200


def show_monitoring(visit: Visit) -> Response:
    """Show who is watched, what is overdue, what the last proof found, and all proofs."""
    web = visit.web
    with web.cases.reading() as connection:
        counts, found = counts_of(connection), proofs(connection)
        rows = change_rows(connection, found[0].since) if found else []
    return visit.show(
        "monitoring.html", counts=counts, proofs=found, rows=rows[:_SHOWN],
        total=len(rows), overdue=why_overdue(web.o, web.cases),
        watching=web.watching,
    )  # fmt: skip


def begin(visit: Visit) -> Response:
    """Monitor in a thread of its own; the page says how far it is."""
    web = visit.web
    if web.watching.is_under_way:
        raise UsageError("a monitoring is under way here already")
    basis_of(web.o)  # refuses here, before anything begins
    box_of()
    watching = web.watching
    watching.begin()

    def work() -> None:
        how = How(progress=watching.note)
        try:
            monitor_now(web.o, web.cases, visit.actor, how)
        except OstrakaError as error:
            watching.error = str(error)
        except Exception:
            watching.error = "our fault; the service's log says more"
            raise
        finally:
            watching.is_under_way = False

    threading.Thread(target=work, name="ostraka-monitor", daemon=True).start()
    return visit.go("/monitoring", "the monitoring has begun")


def hand_out(visit: Visit) -> Response:
    """Hand out the last proof of a day, as text or JSON."""
    day, suffix = visit.request.path_params["day"], visit.request.path_params["suffix"]
    if suffix not in {"txt", "json"} or not is_date(day):
        raise NotFoundError("there is no such proof; they are listed under Monitoring")
    with visit.web.cases.reading() as connection:
        proof = find_proof(connection, day)
    headers = attached(f"proof-{day}.{suffix}")
    if suffix == "txt":
        return Response(to_text(proof), media_type="text/plain", headers=headers)
    return JSONResponse(proof.to_dict(), headers=headers)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/monitoring", show_monitoring, Right.READ, "GET"),
    ("/monitoring/begin", begin, Right.SCREEN, "POST"),
    ("/monitoring/proof-{day}.{suffix}", hand_out, Right.READ, "GET"),
)
