"""Where a text names listed parties, and how it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ostraka.report.collecting import uncollected
from ostraka.report.context import Context
from ostraka.report.definitions import DefinedNames
from ostraka.report.headings import Headings
from ostraka.report.judge import Judge
from ostraka.report.name_forms import bare_name, fits_abbreviation, strip_article
from ostraka.report.names import Hit, Key, NameIndex, NameUse
from ostraka.report.surnames import find_surnames
from ostraka.report.tokens import Span, Tokens, fold_words

_CLOSING = {"»": "«", "”": "“", ")": "("}
_KINDS = ("name", "alias", "previousName", "abbreviation", "weakAlias")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a party.

    Attributes:
        span: The place.
        how: `name`, `alias`, `previousName`, `weakAlias`, `abbreviation`, `defined in
            the text`, `surname`.
        uses: The listed names it stands for; empty for a body the text itself defines
            that is on no list.
        key: What joins the mentions of a body that is on no list.
    """

    span: Span
    how: str
    uses: tuple[NameUse, ...]
    key: str = ""


class Coverage:
    """Which places of a text are already taken by a mention."""

    def __init__(self, text: str) -> None:
        self._taken = bytearray(len(text))

    def take(self, span: Span) -> bool:
        """Take a place, unless some of it is taken; tell whether it was free."""
        if not self.is_free(span):
            return False
        self._taken[span.start : span.end] = b"\x01" * (span.end - span.start)
        return True

    def is_free(self, span: Span) -> bool:
        """Tell whether nothing of a place is taken."""
        return not any(self._taken[span.start : span.end])


def find_mentions(tokens: Tokens, indexes: Sequence[NameIndex]) -> list[Mention]:
    """Return the places where a text names listed parties, in reading order.

    Args:
        tokens: The words of the text.
        indexes: The names of listed parties, e.g. of today and of the text's day.
    """
    with uncollected():
        return _find_mentions(tokens, indexes)


def _find_mentions(tokens: Tokens, indexes: Sequence[NameIndex]) -> list[Mention]:
    finder = _Finder(tokens, indexes)
    coverage = Coverage(tokens.text)
    mentions = _longest(finder.defined() + finder.by_themselves(), coverage)
    mentions += _longest(finder.confirmed(mentions), coverage)
    full = [
        (m.span, m.uses)
        for m in mentions
        if m.uses and all(use.listed.is_person for use in m.uses)
    ]
    mentions += _longest(
        (Mention(span, "surname", uses) for span, uses in find_surnames(tokens, full)),
        coverage,
    )
    return sorted(mentions, key=lambda m: m.span.start)


def _longest(mentions: Iterable[Mention], coverage: Coverage) -> list[Mention]:
    """Keep the longest mentions of those that overlap, the first of equal ones."""
    ordered = sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.span.start))
    return [mention for mention in ordered if coverage.take(mention.span)]


class _Finder:
    """One text being searched."""

    def __init__(self, tokens: Tokens, indexes: Sequence[NameIndex]) -> None:
        self._tokens = tokens
        self._indexes = indexes
        self._judge = Judge(Context(tokens))
        self._hits: list[tuple[Hit, Span]] = [
            (hit, _closed(tokens.text, hit.span(tokens)))
            for index in indexes
            for hit in index.find(tokens)
        ]
        self._headings = Headings(indexes)
        self._in_full: dict[tuple[object, ...], list[NameUse]] = {}
        self._defined = DefinedNames(tokens)

    def defined(self) -> list[Mention]:
        """Return the names the text defines and every place it uses their short forms."""
        uses = self._uses_of_definitions()
        return [
            Mention(span, how, tuple(uses.get(key, {}).values()), key)
            for key, span, how in self._defined.places()
            if key in uses or self._defined.is_body(key)
        ]

    def by_themselves(self) -> list[Mention]:
        """Return the occurrences that need no further evidence."""
        judged = [
            (hit, span, uses)
            for hit, span in self._hits
            if not self._defined.defines(span) and (uses := self._judge.by_itself(hit))
        ]
        self._headings.look_up(use for _, _, uses in judged for use in uses)
        return [
            _mention(
                span, uses + self._same_in_full(hit, uses) + self._headings.of(uses)
            )
            for hit, span, uses in judged
        ]

    def _same_in_full(self, hit: Hit, uses: list[NameUse]) -> list[NameUse]:
        """Return who bears, on other lists, the name an abbreviation stands for.

        One list prints `IRGC`, another only `Islamic Revolutionary Guard Corps`.
        """
        if hit.words > 1:
            return []
        short = self._tokens.folded[hit.first]
        asked = (short, *sorted({use.listed.key for use in uses}))
        if asked not in self._in_full:
            self._in_full[asked] = list(self._bearers(short, uses))
        return self._in_full[asked]

    def _bearers(self, short: str, uses: list[NameUse]) -> Iterator[NameUse]:
        countries = frozenset().union(*(use.listed.countries for use in uses))
        names = {bare_name(name) for use in uses for name in use.listed.names}
        full = {tuple(strip_article(fold_words(name))) for name in names}
        for words in sorted(full):
            if len(words) < 2 or not fits_abbreviation(short, [*words], frozenset()):
                continue
            for use in (use for index in self._indexes for use in index.get([*words])):
                other = use.listed
                if (
                    use.kind != "weakAlias"
                    and not other.is_person
                    and (not other.countries or other.countries & countries)
                ):
                    yield use

    def confirmed(self, strong: list[Mention]) -> Iterator[Mention]:
        """Yield occurrences of other names of parties that are already named."""
        named: dict[str, set[str]] = {}
        for use in (use for mention in strong for use in mention.uses):
            named.setdefault(use.listed.id, set()).add(_key(use.text))
        for hit, span in self._hits:
            if all(use.listed.id not in named for use in hit.values):
                continue
            uses = [
                use
                for use in self._judge.if_confirmed(hit)
                if named.get(use.listed.id, set()) - {_key(use.text)}
            ]
            if uses and not self._defined.defines(span):
                yield _mention(span, uses)

    def _uses_of_definitions(self) -> dict[str, dict[str, NameUse]]:
        """Return the listed names each defined name stands for, by party."""
        found: dict[str, dict[str, NameUse]] = {}
        for hit, span in self._hits:
            if (key := self._defined.key_at(span)) is not None:
                uses = self._judge.by_itself(hit) or self._judge.if_confirmed(hit)
            elif (key := self._defined.short_key_at(span)) is not None:
                uses = [
                    use
                    for use in hit.values
                    if self._defined.says_the_same(key, use.listed.names)
                ]
            else:
                continue
            self._headings.look_up(uses)
            for use in uses + self._headings.of(uses):
                found.setdefault(key, {}).setdefault(use.listed.id, use)
        return found


def _closed(text: str, span: Span) -> Span:
    """Return a place with the mark that closes what opens inside it: `ПАО «…»`."""
    closing = _CLOSING.get(text[span.end : span.end + 1], "")
    opened = closing and closing in text[span.start : span.end]
    return Span(span.start, span.end + 1) if opened else span


def _mention(span: Span, uses: list[NameUse]) -> Mention:
    """Make a mention of each party once, by its best name."""
    best: dict[Key, NameUse] = {}
    for use in sorted(uses, key=lambda use: _KINDS.index(use.kind)):
        best.setdefault(use.listed.key, use)
    return Mention(span, uses[0].kind, tuple(best.values()))


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    return " ".join(fold_words(text))
