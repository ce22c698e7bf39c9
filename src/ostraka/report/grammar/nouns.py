"""How far a noun phrase reaches around its head."""

from __future__ import annotations

from collections.abc import Callable

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import (
    ARTICLES,
    AUXILIARIES,
    COMMON_PASTS,
    CONJUNCTIONS,
    DEMONSTRATIVES,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SAYING,
    SUBORDINATORS,
    WEEKDAYS,
    irregular_pasts,
    is_adverb,
    table_of,
    word_set,
)

#: Participles that describe as adjectives do: "armed men", "a suspected agent".
_DESCRIBING = word_set(
    "accused alleged armed associated combined convicted",
    "disgruntled exiled hooded integrated leading masked named",
    "proscribed retired rising ruling senior so-called suspected trusted",
    "unarmed unidentified united unnamed uniformed veiled wanted would-be working",
    "manufacturing mining banking shipping trading fact-finding governing",
)
_STOPPING = (
    PREPOSITIONS | CONJUNCTIONS | RELATIVES | AUXILIARIES | SUBORDINATORS | PRONOUNS
)
_MOST_WORDS = 12
#: Nouns in -ing and -ed.
_NOUNS = word_set(
    "wing king building gathering meeting hearing listing bombing killing shooting poisoning",
    "training funding evening ring spring thing proceeding being seed red bloodshed",
    "hijacking kidnapping stabbing briefing ruling spying setting standing greeting",
)
_SAYING = word_set(
    "say says said told tells wrote writes accuse accuses accused blame blames"
)
_SAYS = frozenset(
    form
    for form, (_, kind) in table_of(SAYING | {"urge", "call", "ask", "accuse"}).items()
    if kind == "s"
)
#: What follows a name and is no part of it.
#: What opens a phrase of how long or how many.
_MEASURING = (["more", "than"], ["less", "than"], ["at", "least"])
#: What ends a phrase that says when, before a name.
_TIMES = word_set(
    "seconds minutes hours days weeks months years later ago afterwards day week month year"
)
#: "in May Norway", but "Theresa May".
_BEFORE_MONTHS = word_set("in since until by last this")
#: Nothing stands before these in their phrase: "On Monday it".
_ALONE = word_set("he she it they we i")
_AFTER_NAMES = word_set("persona personae undesirable unwelcome today yesterday")


def phrase_start(
    p: Passage, head: int, *, is_head: Callable[[str], bool] | None = None
) -> int:
    """Return the first word of the noun phrase a word is the head of.

    Args:
        p: The text.
        head: Number of the head.
        is_head: Tells which words can be joined to the head by "and" under one
            determiner: "a Middle East analyst and security expert".
    """
    first = head
    if p.low[head] in _ALONE:
        return head
    lowest = max(p.sentence_of(head).first, head - _MOST_WORDS)
    while first > lowest and p.joined(first):
        before = first - 1
        word = p.low[before]
        name = p.name_at(before)
        if name is not None:
            first = name[0]
        elif _is_time(p, before) and p.tokens.is_capital(first):
            break  # "within hours Germany", "on Friday Moscow", "the next day Paris"
        elif p.gap(first) in {"-", "‑"} or p.is_possessive(before):
            first = before
        elif word in DETERMINERS:
            return _with_predeterminer(p, before, lowest)
        elif word == "and" and is_head is not None and _is_joined(p, first, is_head):
            first = before
        elif (
            word in _STOPPING
            or (_is_adverb(p, before) and not _qualifies(p, before))
            or _is_verb(p, before)
        ):
            break
        else:
            first = before
    return first


def _is_time(p: Passage, k: int) -> bool:
    month = p.low[k] in MONTHS and k > 0 and p.low[k - 1] in _BEFORE_MONTHS
    return (
        month
        or p.low[k] in WEEKDAYS
        or (p.low[k] in _TIMES and not p.tokens.is_capital(k))
    )


def describes_next(p: Passage, i: int) -> bool:
    """Tell whether a noun only describes the next one: `the murder trial`."""
    k = i + 1
    if k >= len(p.low) or not p.joined(k):
        return False
    word = p.low[k]
    if p.gap(k) == "-" or p.is_possessive(i) or word in _STOPPING | {"to"}:
        return p.gap(k) == "-" or p.is_possessive(i)
    if p.tokens.is_capital(k) and not p.tokens.is_capital(i):
        return False  # "the journalist Jamal Khashoggi"
    return not (
        is_adverb(word)
        or word in DETERMINERS
        or _says(p, k)
        or (word.endswith(("ing", "ed")) and word not in _NOUNS)
        or word[:1].isdigit()
        or word in MONTHS
        or word in irregular_pasts()
    )


def _says(p: Passage, k: int) -> bool:
    """Tell whether a form in -s is a verb of saying: `the author urges that …`."""
    following = p.low[k + 1] if k + 1 < len(p.low) else ""
    object_ = following in DETERMINERS | {"that", "how"} or (
        bool(following) and p.tokens.is_capital(k + 1)
    )
    return p.low[k] in _SAYS and object_


def phrase_end(p: Passage, head: int, prepositions: frozenset[str]) -> int:
    """Return the last word of a noun phrase with what some prepositions add to it.

    Args:
        p: The text.
        head: Number of the head.
        prepositions: Those whose phrases belong to it, e.g. `of`.
    """
    last = head
    end = p.sentence_of(head).last
    while last + 2 <= end and p.joined(last + 1) and p.low[last + 1] in prepositions:
        if not p.joined(last + 2) or not _says_where(p, last + 1):
            break
        last = noun_run(p, last + 2, end)
    return last


def _says_where(p: Passage, k: int) -> bool:
    """Tell whether what follows a preposition is a place or a party, and no day."""
    if p.low[k] == "of":
        return True
    after = k + 2 if p.low[k + 1] in ARTICLES else k + 1
    return p.tokens.is_capital(after) and p.low[after] not in MONTHS


def noun_run(p: Passage, first: int, end: int) -> int:
    """Return the last word of the noun phrase that starts at a word.

    It goes on over determiners, adjectives and nouns, and over capitalised words joined
    by "of" or "and", until a preposition, a verb or a mark.
    """
    last = k = first - 1
    while k < end:
        k += 1
        name = p.name_at(k)
        if name is not None:
            last = k = name[1]
            continue
        word = p.low[k]
        if k > first and not p.joined(k):
            break
        if p.gap(k) == "-" and k + 1 <= end and k > first:
            last = k if word not in PREPOSITIONS else last
            continue
        if k == first or (k < end and p.gap(k + 1) == "-"):
            last = k
            continue
        if word in ARTICLES and p.low[k - 1] not in DETERMINERS:
            break
        if (
            word in _AFTER_NAMES
            or p.low[k : k + 2] in _MEASURING
            or (word[:1].isdigit() and not p.tokens.is_capital(k))
        ):
            break
        inside = (
            word in {"of", "for", "and", "&"}
            and k + 1 <= end
            and p.joined(k + 1)
            and p.tokens.is_capital(k + 1)
            and p.tokens.is_capital(k - 1)
            and word != "and"
        )
        if inside:
            continue
        if word in _STOPPING or _is_adverb(p, k) or _follows_as_verb(p, k):
            break
        last = k
    return last


def _with_predeterminer(p: Passage, first: int, lowest: int) -> int:
    """Return where a phrase starts with `all the`, `the two`, `at least two`."""
    while first > lowest and p.joined(first) and p.low[first - 1] in DETERMINERS:
        if p.low[first - 1] in ARTICLES and p.low[first] not in ARTICLES:
            return first - 1  # "the two services"
        if p.low[first - 1] in ARTICLES | DEMONSTRATIVES:
            break  # "says that the government"
        first -= 1
    if first - 2 >= lowest and p.low[first - 2 : first] == ["at", "least"]:
        first -= 2
    return first


def _is_joined(p: Passage, first: int, is_head: Callable[[str], bool]) -> bool:
    """Tell whether "and" before a word joins two heads under one determiner."""
    return (
        is_head(p.low[first - 2])
        and p.low[first] not in DETERMINERS
        and p.joined(first - 1)
    )


def _is_adverb(p: Passage, i: int) -> bool:
    """Tell whether a word is an adverb and no name: `Kelly`, `Wally`."""
    return is_adverb(p.low[i]) and not p.tokens.is_capital(i)


def _qualifies(p: Passage, adverb: int) -> bool:
    """Tell whether an adverb stands inside a noun phrase: `a previously unknown group`."""
    return adverb > 0 and p.joined(adverb) and p.low[adverb - 1] in DETERMINERS


def _is_verb(p: Passage, i: int) -> bool:
    """Tell whether a word before a noun is a verb whose object the noun is."""
    word = p.low[i]
    if word in _SAYING:
        return True
    if word in COMMON_PASTS:
        return i == 0 or p.low[i - 1] not in DETERMINERS
    named = p.tokens.is_capital(i) and not p.tokens.opens_sentence(i)
    ended = word.endswith(("ed", "ing")) and word not in _DESCRIBING | _NOUNS
    if named or not ended:
        return False
    # "the annual drilling program": within a determined phrase it describes.
    k = i
    while k > 0 and p.joined(k) and k > i - 4:
        k -= 1
        if p.low[k] in DETERMINERS:
            return False
        if p.low[k] in _STOPPING or p.low[k].endswith(("ed", "ing")):
            return True
    return True


def _follows_as_verb(p: Passage, k: int) -> bool:
    """Tell whether a word after a noun is a participle that says more of it."""
    word = p.low[k]
    return (
        word.endswith(("ed", "ing"))
        and word not in _DESCRIBING | _NOUNS
        and not p.tokens.is_capital(k)
        and p.low[k - 1] not in DETERMINERS
        and p.gap(k) != "-"
    )
