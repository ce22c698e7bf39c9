"""People and bodies a text names that are on no list, where its words say what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ostraka.record.countries import country_code
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import ARTICLES, MONTHS, POSSESSIVES
from ostraka.report.parties.nouns import BUILDINGS, PEOPLE
from ostraka.report.states import actor_at
from ostraka.report.tokens import Span
from ostraka.report.words import BODY_WORDS, SMALL_WORDS, words_before_names

_LONGEST = 8
_FEWEST = 2
_AHEAD = 7
_INSIDE = frozenset({"of", "for", "and", "the", "on"})


def named_people(p: Passage, victims: Sequence[Span]) -> Iterator[Span]:
    """Yield the names of people: of victims, behind an office, before what they are.

    Args:
        p: The text.
        victims: Whom its incidents were aimed at, in its words.
    """
    aimed = [(p.word_at(s.start), p.last_before(s.end)) for s in victims]
    for i, last in _runs(p):
        hit = any(first <= i and last <= end for first, end in aimed)
        start = _without_office(p, i, last)
        if last - start + 1 >= _FEWEST and _can_be_person(p, start, last):
            office = start > i or _is_person_word(p, start - 1)
            if office or _is_explained(p, last) or (hit and not _is_the(p, start)):
                yield p.tokens.span(start, last, bare=p.tokens.bare[last] is not None)


def named_bodies(p: Passage) -> Iterator[Span]:
    """Yield the names of bodies whose words say that they are: `Baltic Centre for Security`."""
    for i, last in _runs(p, _with_of):
        words = p.tokens.folded[i : last + 1]
        plain = p.tokens.bare[last] or words[-1]
        body = not BODY_WORDS.isdisjoint([*words[:-1], plain])
        state = actor_at(p, (i, last))
        known = (state is not None and state.is_state) or any(
            p.name_at(k) is not None for k in range(i, last + 1)
        )
        if (
            body
            and len(words) >= _FEWEST
            and not known
            and not _is_title_of(p, i, last)
        ):
            yield p.tokens.span(i, last, bare=p.tokens.bare[last] is not None)


def _runs(
    p: Passage, further: Callable[[Passage, int], int] = lambda _p, last: last
) -> Iterator[tuple[int, int]]:
    """Yield the first and last of capitalised words that stand together.

    Args:
        p: The text.
        further: Tells how far the words go on behind their last.
    """
    i = 0
    while i < len(p.low):
        last = _run(p, i)
        if last is None:
            i += 1
            continue
        last = further(p, last)
        yield i, last
        i = last + 1


def _run(p: Passage, first: int) -> int | None:
    """Return the last of the capitalised words that start at a word, or None."""
    if not p.tokens.is_capital(first) or p.name_at(first) is not None:
        return None
    opens = p.tokens.opens_sentence(first)
    if opens and p.low[first] in SMALL_WORDS | ARTICLES | POSSESSIVES:
        return None
    last = first
    end = min(p.sentence_of(first).last, first + _LONGEST)
    while last < end and p.tokens.bare[last] is None and p.tokens.follows(last + 1):
        particle = p.low[last + 1] in SMALL_WORDS - _INSIDE and last + 2 <= end
        if p.tokens.is_capital(last + 1) and p.name_at(last + 1) is None:
            last += 1
        elif particle and p.tokens.is_capital(last + 2) and _is_particle(p, last + 1):
            last += 2
        else:
            break
    return last


def _is_particle(p: Passage, k: int) -> bool:
    return p.low[k] in {"al", "el", "bin", "ibn", "de", "da", "van", "von", "der", "la"}


def _with_of(p: Passage, last: int) -> int:
    """Return where a body's name ends with what "of" and "for" add to it."""
    end = p.sentence_of(last).last
    while last + 2 <= end and p.tokens.bare[last] is None:
        if p.low[last + 1] not in {"of", "for"} or not p.tokens.follows(last + 1):
            break
        following = _run(p, last + 2)
        if following is None or not p.tokens.follows(last + 2):
            break
        last = following
    return last


def _without_office(p: Passage, first: int, last: int) -> int:
    """Return where a name starts behind the office before it: `Foreign Secretary`."""
    offices = words_before_names() - SMALL_WORDS
    places = [k for k in range(first, last + 1) if p.tokens.folded[k] in offices]
    return places[-1] + 1 if places else first


def _can_be_person(p: Passage, first: int, last: int) -> bool:
    words = p.low[first : last + 1]
    return not any(
        word in BODY_WORDS | BUILDINGS | MONTHS
        or word[:1].isdigit()
        or (len(word) > 2 and country_code(word) is not None)
        or p.tokens.raw(first + k).isupper()
        for k, word in enumerate(words)
    )


def _is_person_word(p: Passage, k: int) -> bool:
    """Tell whether the word before a name says that it is a person's."""
    if k < 0 or not p.tokens.follows(k + 1) or p.is_possessive(k):
        return False
    return (
        p.low[k] in PEOPLE or p.tokens.folded[k] in words_before_names() - SMALL_WORDS
    )


def _is_explained(p: Passage, last: int) -> bool:
    """Tell whether commas behind a name say what its bearer is: `…, the envoy, …`."""
    k = last + 1
    end = min(p.sentence_of(last).last, last + _AHEAD)
    if k > end or "," not in p.gap(k):
        return False
    if p.low[k] == "who":
        return True
    if p.low[k] not in ARTICLES | POSSESSIVES | {"then", "former"}:
        return False
    for i in range(k + 1, end + 1):
        if "," in p.gap(i):
            return False
        if (
            p.low[i] in PEOPLE
            or p.tokens.folded[i] in words_before_names() - SMALL_WORDS
        ):
            return True
    return False


def _is_the(p: Passage, first: int) -> bool:
    return first > 0 and p.low[first - 1] in ARTICLES


def _is_title_of(p: Passage, first: int, last: int) -> bool:
    """Tell whether a body's name stands in quotation marks or is all capitals."""
    quoted = p.in_quotes(p.tokens.starts[first])
    return quoted or all(p.tokens.raw(k).isupper() for k in range(first, last + 1))
