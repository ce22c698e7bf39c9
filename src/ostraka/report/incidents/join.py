"""The same incident told twice in one text, and what later sentences add to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ostraka.record.countries import country_code
from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end
from ostraka.report.grammar.nouns import noun_run, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.sentences import Sentence
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import BE, PRONOUNS, RELATIVES, word_set
from ostraka.report.incidents.kinds import ATTACK, PLOT, can_be_one
from ostraka.report.incidents.model import Incident, Role
from ostraka.report.incidents.slots import casualties_in, foiled_in, method_in
from ostraka.report.incidents.telling import Telling
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span

_TAKING_UP = word_set("both they it these those the all this neither")
_BEHIND = {
    "orchestrated": "orchestrated", "masterminded": "orchestrated", "ordered": "ordered",
    "directed": "ordered", "commissioned": "ordered", "planned": "planned",
    "financed": "financed", "committed": "carried out",
}  # fmt: skip
#: Whom many incidents hit: that they did tells nothing.
_ANYBODY = word_set(
    "people civilians man woman men women diplomat diplomats soldiers officers one"
)
#: Verbs that may only count victims.
COUNTING = word_set("killed murdered slaughtered massacred injured")
#: How long a day is in ISO 8601.
_DAY = 10
_SUPPLYING = word_set("supplied provided gave handed delivered")


def joined(
    p: Passage, found: Sequence[Incident], new: Incident, sentence: Sentence
) -> list[Incident]:
    """Return the incidents with a new one, or with what it adds to one of them."""
    for place in range(len(found) - 1, -1, -1):
        if _is_same(p, found[place], new, sentence):
            return [*found[:place], _merged(found[place], new), *found[place + 1 :]]
    return [*found, new]


def take_up(
    p: Passage,
    found: list[Incident],
    sentence: Sentence,
    taken: Sequence[Telling],
    *,
    same: bool = False,
) -> list[Incident]:
    """Return the incidents with what a sentence adds that tells no new one.

    `Both were thwarted by the police` is about the last two; `the France attack` about
    the one in France.

    Args:
        p: The text.
        found: The incidents told so far.
        sentence: The sentence.
        taken: Its words that take an incident up.
        same: Whether the sentence also tells an incident.
    """
    for telling in taken:
        found = _of_its_place(p, found, telling)
    if same or sentence.first > sentence.last or not found:
        return found
    opening = p.low[sentence.first]
    if opening not in _TAKING_UP:
        return found
    about = 2 if opening == "both" else len(found) if opening == "all" else 1
    near = [i for i in found if _is_near(p, i, sentence)]
    chosen = near[-about:]
    return [_with_end(p, i, sentence) if i in chosen else i for i in found]


def _is_near(p: Passage, incident: Incident, sentence: Sentence) -> bool:
    """Tell whether an incident was told in the sentence before."""
    last = max(span.end for span in incident.evidence)
    return sentence.number - p.sentence_at(last - 1).number == 1


def _with_end(p: Passage, incident: Incident, sentence: Sentence) -> Incident:
    """Return an incident with how a following sentence says it ended."""
    foiled = foiled_in(p, sentence.first, sentence.last)
    killed, injured, where = casualties_in(p.text, sentence.span)
    if foiled is None and where is None:
        return incident
    if foiled is not None:
        word, by = foiled
        role = (Role(by, "thwarted by", p.span(word, word)),) if by else ()
        incident = replace(
            incident,
            outcome="foiled",
            stage=incident.stage or "unknown",
            roles=(*incident.roles, *role),
        )
    return replace(
        incident,
        evidence=(*incident.evidence, p.trim(sentence.span)),
        killed=killed if incident.killed is None else incident.killed,
        injured=injured if incident.injured is None else incident.injured,
        casualties=incident.casualties or where,
    )


def _of_its_place(
    p: Passage, found: list[Incident], telling: Telling
) -> list[Incident]:
    """Add what is said of `the France attack` to the incident in France."""
    codes = {
        code
        for k in range(telling.first, telling.head)
        if (code := country_code(p.low[k])) is not None
    }
    for place, incident in enumerate(found):
        if incident.place in codes and can_be_one(incident.kind, telling.kind):
            return [
                *found[:place],
                _with_roles(p, incident, telling),
                *found[place + 1 :],
            ]
    return found


def _with_roles(p: Passage, incident: Incident, telling: Telling) -> Incident:
    k = telling.first - 1
    if k < 1 or p.low[k] not in _BEHIND:
        return incident
    verb = VerbGroup(k, k, p.low[k], "done", passive=False)
    subjects = subjects_of(p, verb)
    if not subjects:
        return incident
    end = clause_end(p, verb)
    who = span_of(p, _with_place(p, subjects[-1]))
    roles = [Role(who, _BEHIND[p.low[k]], p.span(k, telling.head))]
    roles += _supplies(p, who, telling.head, end)
    passage = p.trim(Span(who.start, p.tokens.ends[end]))
    words = p.low[k : end + 1]
    return replace(
        incident,
        evidence=(*incident.evidence, passage),
        roles=(*incident.roles, *roles),
        method=incident.method or method_in(words),
        stage=_stage(incident, roles, method_in(words)),
    )


def _with_place(p: Passage, phrase: tuple[int, int]) -> tuple[int, int]:
    """Return a phrase with what stands before the place it ends in: `diplomat to Vienna`."""
    first, last = phrase
    if first > 1 and p.low[first - 1] in {"to", "in", "at"} and p.joined(first):
        return phrase_start(p, first - 2), last
    return phrase


def _supplies(p: Passage, who: Span, head: int, end: int) -> list[Role]:
    for k in range(head + 1, end):
        if p.low[k] in _SUPPLYING and p.low[k] not in RELATIVES:
            last = noun_run(p, k + 1, end)
            return [
                Role(who, "supplied", p.span(k, end)),
                Role(p.span(k + 1, last), "intended to act", p.span(k + 1, last)),
            ]
    return []


def _stage(incident: Incident, roles: Sequence[Role], what: str | None) -> str | None:
    if what is not None and any(role.role == "supplied" for role in roles):
        return f"materials supplied ({what})"
    return incident.stage


def _is_same(p: Passage, one: Incident, new: Incident, sentence: Sentence) -> bool:
    """Tell whether a new telling is of an incident already told."""
    if not can_be_one(one.kind, new.kind) or _conflict(one, new):
        return False
    if (
        _names(p, one) & _names(p, new)
        or _is_the_one(one, new)
        or _is_bare_name(one, new)
    ):
        return True
    if _counts_only(p, one, new, sentence) or _is_said_to_be(p, one, new):
        return True
    near = one.place and one.place == new.place
    if one.date and new.date and (near or _heads(p, one) & _heads(p, new)):
        return True
    bare = not (one.date or one.place)
    if bare and any(_is_pronoun(p, span) for span in new.targets):
        return _is_near(p, one, sentence)
    return bare and one.is_named and not _names(p, new) and bool(new.date or new.place)


def _is_said_to_be(p: Passage, one: Incident, new: Incident) -> bool:
    """Tell whether one is said to be the other: `The embassy bombing was an attack on …`."""
    first = p.word_at(new.evidence[0].start)
    last = p.last_before(one.evidence[-1].end)
    return first - 1 > 0 and last == first - 2 and p.low[first - 1] in BE


def _heads(p: Passage, incident: Incident) -> set[str]:
    """Return the last words of what an incident was aimed at: `a Jewish center`."""
    return {
        p.low[p.last_before(span.end)]
        for span in incident.targets
        if p.cut(span).casefold() not in PRONOUNS
    } - _ANYBODY


def _counts_only(p: Passage, one: Incident, new: Incident, sentence: Sentence) -> bool:
    """Tell whether `Four sailors were killed` counts the victims of what was told before."""
    bare = not (new.date or new.place) and new.killed is not None and one.killed is None
    told = not new.is_named and p.low[p.word_at(new.head.start)] in COUNTING
    small = not _names(p, new)
    return bare and told and small and one.kind != PLOT and _is_near(p, one, sentence)


def _is_the_one(one: Incident, new: Incident) -> bool:
    """Tell whether `the attack of 2 November` dates what was told without a date."""
    general = new.kind == ATTACK and one.kind != PLOT
    bare = new.is_named and not (new.targets or new.place)
    return general and bare and one.place is not None and one.date is None


def _is_bare_name(one: Incident, new: Incident) -> bool:
    """Tell whether `the attack in Lima`, `the 1992 attack` only names what was told."""
    if not new.is_named or new.targets or new.killed is not None:
        return False
    if new.date is None:
        return bool(new.place) and new.place == one.place
    short = len(new.date.value) < _DAY
    return short and one.date is not None and one.date.value.startswith(new.date.value)


def _conflict(one: Incident, new: Incident) -> bool:
    if one.place and new.place and one.place != new.place:
        return True
    if one.date and new.date:
        shorter, longer = sorted((one.date.value, new.date.value), key=len)
        return not longer.startswith(shorter)
    return False


def _names(p: Passage, incident: Incident) -> set[str]:
    """Return the capitalised words of whom an incident was aimed at."""
    return {
        p.low[k]
        for span in incident.targets
        for k in range(p.word_at(span.start), p.last_before(span.end) + 1)
        if p.tokens.is_capital(k)
        and len(p.low[k]) > 3
        and not looks_finite(p, k)
        and country_code(p.low[k]) is None
    }


def _is_pronoun(p: Passage, span: Span) -> bool:
    return p.cut(span).casefold() in PRONOUNS


def _finer(one: TextDate | None, new: TextDate | None) -> TextDate | None:
    """Return the day, where one telling has the year and the other the day."""
    if one is None or new is None:
        return one or new
    return new if len(new.value) > len(one.value) else one


def _merged(one: Incident, new: Incident) -> Incident:
    fuller, other = (
        (new, one)
        if (new.date or new.place) and not (one.date or one.place)
        else (one, new)
    )
    return replace(
        one,
        kind=one.kind,
        evidence=(*fuller.evidence, *other.evidence),
        date=_finer(one.date, new.date),
        place=one.place or new.place,
        place_span=one.place_span or new.place_span,
        targets=one.targets or new.targets,
        roles=(*one.roles, *new.roles),
        method=one.method or new.method,
        killed=one.killed if one.killed is not None else new.killed,
        injured=one.injured if one.injured is not None else new.injured,
        casualties=one.casualties or new.casualties,
        outcome=one.outcome if one.outcome != "unknown" else new.outcome,
    )
