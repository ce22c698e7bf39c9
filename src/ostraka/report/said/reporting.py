"""Verbs that say that somebody says something, and who that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.report.acts.subjects import Phrase, subjects_of
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, find_verbs
from ostraka.report.grammar.words import SAYING, is_adverb, table_of, word_set

#: Verbs that give a word of somebody's with what it is about.
_CALLING = word_set(
    "call describe brand label dub denounce condemn accuse speak characterise characterize",
    "dismiss refer reject recommend propose demand urge cite ask",
)
_ALL = table_of(SAYING | _CALLING)
_OPENERS = frozenset({"that", "how", "whether"})


@dataclass(frozen=True, slots=True)
class Report:
    """One place where a text says that somebody says something.

    Attributes:
        verb: The verb.
        subject: First and last word of who says it.
        content: First word of what is said, after "that" or "how"; None where a verb
            takes none.
    """

    verb: VerbGroup
    subject: Phrase
    content: int | None


def find_reports(p: Passage) -> Iterator[Report]:
    """Yield where a text says that somebody says something, in reading order."""
    for verb in find_verbs(p, _ALL):
        bare = verb.first == verb.head  # "wrote: …" is no participle
        if (verb.passive and not bare) or p.in_quotes(p.tokens.starts[verb.head]):
            continue
        outlining = p.low[verb.head].endswith("ing")
        if (
            verb.mood == "loose" and not outlining and not _is_present(p, verb)
        ) or verb.mood in {"denied", "called for"}:
            continue
        content = _content(p, verb)
        if outlining and content is None:
            continue
        subjects = subjects_of(p, verb)
        if subjects:
            yield Report(verb, subjects[-1], content)


def by_sentence(p: Passage, reports: Iterable[Report]) -> dict[int, list[Report]]:
    """Return the reports of each sentence, by its number."""
    found: dict[int, list[Report]] = {}
    for report in reports:
        found.setdefault(p.sentence_of(report.verb.head).number, []).append(report)
    return found


def _is_present(p: Passage, verb: VerbGroup) -> bool:
    before = p.low[verb.first - 1] if verb.first else ""
    word = p.low[verb.head]
    if word == verb.lemma:  # "they know", "researchers say"
        return before in {"they", "we", "i"} or before.endswith("s")
    return verb.passive


def _content(p: Passage, verb: VerbGroup) -> int | None:
    """Return the first word of what is said, or None."""
    if verb.lemma not in SAYING:
        return None
    k = verb.head + 1
    end = p.sentence_of(verb.head).last
    while k <= end and is_adverb(p.low[k]):
        k += 1
    for i in range(k, min(end, k + 6)):
        if p.low[i] in _OPENERS:
            return i + 1
        if p.parted(i):
            return None
    return None
