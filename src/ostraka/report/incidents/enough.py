"""Whether a passage says enough of an incident to be about a certain one."""

from __future__ import annotations

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import DETERMINERS
from ostraka.report.incidents.join import COUNTING
from ostraka.report.incidents.kinds import PLOT
from ostraka.report.incidents.model import Incident
from ostraka.report.tokens import Span


def is_told(p: Passage, incident: Incident) -> bool:
    """Tell whether a passage says enough of an incident to be about a certain one."""
    plots = incident.kind == PLOT and p.cut(incident.head).casefold() == "plots"
    if (incident.is_many or plots) and not (
        incident.date and (incident.place or incident.roles)
    ):
        return False
    if _is_since(p, incident) and not (incident.place or _is_specific(p, incident)):
        return False
    if incident.date or incident.place or _is_specific(p, incident):
        return True
    if incident.kind == PLOT and any(r.role == "thwarted by" for r in incident.roles):
        return True
    counted = bool(incident.killed or incident.injured)
    if incident.is_many or incident.is_named or not counted:
        return False
    # "Four sailors were killed": by whom, when and where is not said
    return bool(incident.roles) or p.low[p.word_at(incident.head.start)] not in COUNTING


def _is_since(p: Passage, incident: Incident) -> bool:
    """Tell whether a date only says since when it goes on: `Since 1979 it has murdered …`."""
    if incident.date is None or not incident.evidence[0].holds(incident.date.span):
        return False
    first = p.word_at(incident.date.span.start)
    return "since" in p.low[max(0, first - 1) : first + 1]


def _is_specific(p: Passage, incident: Incident) -> bool:
    """Tell whether an incident names its victim: `the murder of Kim Jong Nam`.

    A plot does where it says whom it was to hit, with more than one word.
    """
    if incident.kind == "sabotage":
        return False
    if incident.kind == PLOT and not (incident.is_named or incident.is_many):
        return any(
            p.tokens.is_capital(k) and p.low[k] not in DETERMINERS
            for span in incident.targets
            for k in _words(p, span)
            if len(_words(p, span)) > 1
        )
    return any(
        any(
            p.tokens.is_capital(k) and p.low[k] not in DETERMINERS
            for k in _words(p, span)
        )
        for span in incident.targets
    )


def _words(p: Passage, span: Span) -> range:
    return range(p.word_at(span.start), p.last_before(span.end) + 1)
