"""Whether a word for an incident takes up one that was told before, or tells one first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ostraka.record.countries import country_code
from ostraka.report.acts.subjects import is_date
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import POSSESSIVES
from ostraka.report.incidents.kinds import can_be_one
from ostraka.report.incidents.model import Incident
from ostraka.report.incidents.telling import NAMED, TAKEN_UP, Telling


def known(p: Passage, found: Sequence[Incident], telling: Telling) -> Telling:
    """Return a telling as taking up, where it names the place of an incident told before.

    And as telling, where nothing told before is what it seems to take up: `his murder in
    Oslo in 1991`.

    Args:
        p: The text.
        found: The incidents told so far.
        telling: The word that speaks of one.
    """
    if telling.manner == TAKEN_UP and _is_first_told(p, found, telling):
        return replace(telling, manner=NAMED)
    if telling.manner != NAMED or telling.verb is not None:
        return telling
    codes = {country_code(w) for w in p.low[telling.first : telling.head]} - {None}
    near = [i for i in found if i.place in codes and can_be_one(i.kind, telling.kind)]
    tail = p.low[telling.head + 1 : telling.head + 2]
    if near and tail not in (["of"], ["in"], ["on"]):
        return replace(telling, manner=TAKEN_UP)
    return telling


def _is_first_told(p: Passage, found: Sequence[Incident], telling: Telling) -> bool:
    """Tell whether somebody's incident has its own place or day, and is none told before."""
    k = telling.head + 1
    if p.low[telling.first] not in POSSESSIVES or k + 1 >= len(p.low):
        return False
    own = p.tokens.is_capital(k + 1) or is_date(p, k + 1)
    known = any(can_be_one(i.kind, telling.kind) for i in found)
    return p.low[k] in {"in", "on"} and own and not known
