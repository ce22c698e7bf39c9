"""Incidents a text tells with a verb or a turn of phrase: `was shot`, `set fire to`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.subjects import subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import (
    DONE,
    MEANT,
    VerbGroup,
    find_verbs,
    looks_finite,
)
from ostraka.report.grammar.words import DETERMINERS, NEGATIONS, word_set
from ostraka.report.incidents.kinds import (
    ATTACK,
    NOUNS,
    PLANS,
    PLOT,
    SUICIDE,
    TURNING,
    VERBS,
    kind_of_verb,
    turn_of,
)
from ostraka.report.incidents.passages import is_reduced
from ostraka.report.incidents.telling import NEW, Telling

_PLANNING = word_set(
    "plan planned planning plans plot plotted plotting intended prepared preparing sought",
    "attempted attempts tried trying conspired conspiring wanted",
)
_TOLD = frozenset(NOUNS) | PLANS
#: Nobody tells an incident who says that the police did it to these.
_SUSPECTS = word_set(
    "suspect suspects gunman gunmen attacker attackers assailant assailants bomber"
)
_POLICE = word_set("police officers investigators prosecutors detectives authorities")
_OBJECT_REACH = 6
_REACH = 8
#: Who answers for something is said to have done it.
_ANSWERING_FOR = word_set(
    "charged convicted guilty sentenced jailed imprisoned indicted responsible responsibility",
    "admitted confessed acquitted tried prosecuted arrested wanted blamed extradited",
)
_HIRING = word_set(
    "hired recruited paid ordered tasked instructed directed commissioned sent dispatched",
    "contracted told assigned enlisted activated",
)
_SAID_OF_WORDS = word_set("attack assault raid storm bombard kill execute hang destroy")
_WORDS = word_set(
    "policy policies plan plans decision decisions proposal proposals record critics article",
    "argument speech reform reforms budget bill idea deal agreement criticism remarks letter",
    "search warrant order orders credibility reputation evidence",
)
#: What a vehicle is that explodes: "a truck packed with explosives".
_LOADED = word_set("packed laden loaded rigged")
#: Behind `shooting`, `plot` these say that it is a verb.
_DEAD = frozenset({"to", "dead"})
_SELVES = word_set("himself herself itself themselves")


def by_verbs(p: Passage) -> Iterator[Telling]:
    """Yield the incidents a text tells with a verb."""
    for verb in find_verbs(p, VERBS):
        named = p.low[verb.head] in NOUNS and not _takes_object(p, verb)
        if named or _is_policing(p, verb) or _is_told_by_noun(p, verb):
            continue
        planned = verb.mood == MEANT and not _PLANNING.isdisjoint(
            p.low[verb.first : verb.head]
        )
        before = p.low[verb.first - 1] if verb.first else ""
        hired = before in _PLANNING or _is_hired(p, verb)
        told = verb.mood == DONE or is_reduced(verb) or _is_charged(p, verb)
        if not (told or planned or hired) or _is_figure(p, verb):
            continue
        start = clause_start(p, verb)
        plot = planned or (hired and verb.mood != DONE) or not told
        kind = PLOT if plot else _kind(p, verb, start)
        yield Telling(kind, verb.head, min(start, verb.first), NEW, verb)


def _is_charged(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether somebody answers for what a verb tells: `convicted of murdering …`."""
    lowest = p.sentence_of(verb.head).first
    if not p.low[verb.head].endswith("ing") or verb.first != verb.head:
        return False
    if verb.head <= lowest or p.low[verb.head - 1] not in {"of", "with", "for"}:
        return False
    return not _ANSWERING_FOR.isdisjoint(
        p.low[max(lowest, verb.head - _REACH) : verb.head - 1]
    )


def _is_hired(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether somebody is told to do it: `hired two men to kill …`."""
    lowest = p.sentence_of(verb.head).first
    if verb.mood == DONE or p.low[verb.first] != "to":
        return False
    for k in range(verb.first - 1, max(lowest, verb.first - _REACH), -1):
        if p.low[k] in _HIRING:
            return p.low[k - 1] not in NEGATIONS
        if "," in p.gap(k) or looks_finite(p, k):
            return False
    return False


def _is_figure(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether words are attacked and nobody: `attacked the government's policy`."""
    if verb.lemma not in _SAID_OF_WORDS or verb.passive:
        return False
    after = p.low[verb.head + 1 : verb.head + 1 + _OBJECT_REACH]
    return not _WORDS.isdisjoint(after)


def _is_told_by_noun(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether a noun tells it: `a plot to kill`, though `plan to` helps a verb."""
    before = p.low[max(0, verb.first - 1)]
    if verb.first and before in _TOLD and verb.mood != DONE:
        return True
    return p.low[verb.first] in _TOLD and before in DETERMINERS


def _kind(p: Passage, verb: VerbGroup, start: int) -> str:
    kind, subject = kind_of_verb(verb.lemma), p.low[start : verb.head]
    if verb.lemma == "shoot" and p.low[verb.head + 1 : verb.head + 2] == ["down"]:
        return ATTACK
    if kind in {ATTACK, "killing"} and not SUICIDE.isdisjoint(subject):
        return "bombing"
    if verb.lemma == "blow" and _is_destroyed(p, verb):
        return "bombing"
    loaded = kind in {"explosion", "killing"} and not _LOADED.isdisjoint(subject)
    return "bombing" if loaded else kind


def _is_policing(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether the police search something, or stop whoever attacked."""
    after = p.low[verb.head + 1 : verb.head + 5]
    before = p.low[max(p.sentence_of(verb.head).first, verb.first - 3) : verb.first]
    if verb.lemma == "raid":
        return not _POLICE.isdisjoint(before) or not _POLICE.isdisjoint(after)
    return not (_POLICE.isdisjoint(before) or _SUSPECTS.isdisjoint(after))


def _takes_object(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether `attacks`, `plots` is a verb: it has an object or plans something."""
    after = p.low[verb.head + 1 : verb.head + 2]
    return p.joined(verb.head + 1) and (
        after[0] in DETERMINERS | _DEAD or p.tokens.is_capital(verb.head + 1)
    )


def _is_destroyed(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether somebody blew something up, and it did not blow up by itself."""
    after = p.low[verb.head + 1 : verb.head + 3]
    if after[:1] == ["up"]:
        return verb.passive or (len(after) > 1 and after[1] in DETERMINERS | _SELVES)
    return len(after) > 1 and after[0] in _SELVES


def by_turns(p: Passage) -> Iterator[Telling]:
    """Yield incidents told with a turn of phrase: `set fire to`, `brought down`."""
    for verb in find_verbs(p, TURNING):
        planned = verb.mood == MEANT and not _PLANNING.isdisjoint(
            p.low[verb.first : verb.head]
        )
        if verb.mood != DONE and not planned and not is_reduced(verb):
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        behind = p.low[verb.head + 1 : min(end, verb.head + _OBJECT_REACH) + 1]
        subject = _subject(p, verb)
        behind += subject if verb.passive else []
        kind = turn_of(verb.lemma, behind, [*p.low[start : verb.head], *subject])
        if kind is not None:
            first = min(start, verb.first)
            yield Telling(PLOT if planned else kind, verb.head, first, NEW, verb)


def _subject(p: Passage, verb: VerbGroup) -> list[str]:
    """Return the words of what a verb is said of: for a participle, of what stands before."""
    phrases = subjects_of(p, verb)
    if is_reduced(verb) and verb.head > p.sentence_of(verb.head).first:
        phrases = [(phrase_start(p, verb.head - 1), verb.head - 1)]
    return [p.low[k] for first, last in phrases for k in range(first, last + 1)]
