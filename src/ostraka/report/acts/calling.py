"""What somebody says should be done, and what all ways to say so have in common."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.acts.subjects import Phrase, span_of
from ostraka.report.grammar.clauses import clause_end
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup
from ostraka.report.tokens import Span


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody says should be done.

    Attributes:
        span: The words that say so.
        action: The verb of what is to be done, or of the call where it is a noun.
        object: What is to be done with, or to, what.
        addressee: Who should do it, or None.
        modal: `must`, `should`, `urged` …
        who: Who says so, where the clause itself tells; else None.
    """

    span: Span
    action: str
    object: Span
    addressee: Span | None
    modal: str
    who: Span | None


def is_void(p: Passage, i: int) -> bool:
    """Tell whether a word is in a question or in somebody's quoted words."""
    sentence = p.sentence_of(i)
    return p.text[sentence.span.end - 1] == "?" or p.in_quotes(p.tokens.starts[i])


def infinitive(p: Passage, first: int, end: int) -> tuple[Phrase, int] | None:
    """Return who is to do what in `the EU to outlaw …`."""
    places = range(first + 1, min(end, first + 12))
    to = next((j for j in places if p.low[j] == "to"), None)
    if to is None or not p.low[to + 1].isalpha() or p.tokens.is_capital(to + 1):
        return None
    return (first, to - 1), to + 1


def make_call(
    p: Passage,
    verb: VerbGroup,
    start: int,
    addressee: Phrase | None,
    modal: str,
    who: Span | None,
    *,
    end: int | None = None,
) -> Call:
    """Return a call from its verb.

    Args:
        p: The text.
        verb: What is to be done.
        start: Number of the call's first word.
        addressee: Who should do it, or None.
        modal: The word that calls for it.
        who: Who says so, where the clause itself tells; else None.
        end: Number of its last word, or None for the end of the verb's clause.
    """
    last = clause_end(p, verb) if end is None else end
    after = min(verb.head + 1, last)
    return Call(
        span=p.span(start, last),
        action=verb.lemma,
        object=p.span(after, last),
        addressee=span_of(p, addressee) if addressee else None,
        modal=modal,
        who=who,
    )
