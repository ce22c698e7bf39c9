"""What people search for, read into a small tree: Lucene's syntax, or a forgiving one.

The grammar is luqum's.  Regular expressions are refused: one can be made to run for
ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ostraka.errors import UsageError

#: Words and fields beyond which a search is refused.
_MOST_PARTS = 100
_DEEPEST = 20
#: Words that may stand between those of a phrase, at most.
_FARTHEST = 50
#: Signs for "and" and "or" that luqum reads as words.
_SIGNS = re.compile(r"\s(&&|\|\|)\s")


@dataclass(frozen=True, slots=True)
class Words:
    """Words one after the other.

    Attributes:
        text: As typed.
        field: Only in this field; anywhere if None.
        wild: Whether `*` and `?` stand for letters.
        edits: Letters that may differ.
        near: Words that may stand between; None for a phrase.
    """

    text: str
    field: str | None = None
    wild: bool = False
    edits: int = 0
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """Values of a field from one to another; None for an open end."""

    field: str
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Has:
    """Entities that have any value of a field."""

    field: str


@dataclass(frozen=True, slots=True)
class Every:
    """Everything."""


@dataclass(frozen=True, slots=True)
class All:
    """What all parts find."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """What any part finds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What a part does not find."""

    part: Tree


Tree = Words | Between | Has | Every | All | Some | Without


def read_lucene(text: str, *, fuzzy: bool = False) -> Tree:
    """Read a search in Lucene's syntax; words that stand side by side must all be there.

    Args:
        text: As typed; blank for everything.
        fuzzy: Whether plain words may differ in a letter or two.

    Raises:
        UsageError: It is not in the syntax, or asks for too much.
    """
    if not text.strip():
        return Every()
    # Imported here: building its tables takes time that other requests need not wait.
    from luqum.exceptions import ParseError  # noqa: PLC0415
    from luqum.thread import parse  # noqa: PLC0415

    plain = _SIGNS.sub(lambda sign: " AND " if sign[1] == "&&" else " OR ", text)
    try:
        return _Reader(fuzzy=fuzzy).read(parse(plain), None, 0)
    except (ParseError, RecursionError) as error:
        raise UsageError(f"Invalid query: {str(error)[:200]}") from error


def read_simple(text: str) -> Tree:
    """Read what people type: words, "phrases", -without, beginnings*, this | that."""
    ways = [
        tuple(_simple_words(way))
        for way in text.split("|")
        if any(c.isalnum() for c in way)
    ]
    if not ways:
        return Every() if not text.strip() else Some(())
    return Some(tuple(All(parts[:_MOST_PARTS]) for parts in ways[:_MOST_PARTS]))


def _simple_words(text: str) -> Iterator[Tree]:
    for without, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|([^\s"()+]+))', text):
        plain = (phrase or word).strip("-~")
        if any(c.isalnum() for c in plain):
            found = Words(plain, wild=not phrase and plain.endswith("*"))
            yield Without(found) if without else found


class _Reader:
    """luqum's tree made ours, node by node."""

    def __init__(self, *, fuzzy: bool) -> None:
        self._fuzzy = fuzzy
        self._parts = 0
        self._readers: dict[str, Callable[[Any, str | None, int], Tree]] = {
            "AndOperation": self._all,
            "UnknownOperation": self._all,
            "BoolOperation": self._all,
            "OrOperation": self._some,
            "Group": self._inside,
            "FieldGroup": self._inside,
            "Plus": self._inside,
            "Boost": self._inside,
            "Not": self._without,
            "Prohibit": self._without,
            "SearchField": self._in_field,
            "Word": self._word,
            "Phrase": self._phrase,
            "Fuzzy": self._close_to,
            "Proximity": self._near,
            "Range": self._range,
            "From": self._from,
            "To": self._to,
        }

    def read(self, node: Any, field: str | None, depth: int) -> Tree:
        """Return a node of luqum's tree as one of ours."""
        self._parts += 1
        if self._parts > _MOST_PARTS or depth > _DEEPEST:
            raise UsageError("Invalid query: it has too many parts")
        reader = self._readers.get(type(node).__name__)
        if reader is None:
            raise UsageError(f"Invalid query: {type(node).__name__} cannot be searched")
        return reader(node, field, depth + 1)

    def _all(self, node: Any, field: str | None, depth: int) -> Tree:
        return All(tuple(self.read(c, field, depth) for c in node.children))

    def _some(self, node: Any, field: str | None, depth: int) -> Tree:
        return Some(tuple(self.read(c, field, depth) for c in node.children))

    def _inside(self, node: Any, field: str | None, depth: int) -> Tree:
        return self.read(node.children[0], field, depth)

    def _without(self, node: Any, field: str | None, depth: int) -> Tree:
        return Without(self.read(node.children[0], field, depth))

    def _in_field(self, node: Any, field: str | None, depth: int) -> Tree:
        if field is not None:
            raise UsageError(f"Invalid query: a field inside a field: {node.name}")
        inner = node.children[0]
        if node.name == "*":
            return Every()
        if node.name == "_exists_":
            return Has(str(inner).strip())
        return self.read(inner, node.name, depth)

    def _word(self, node: Any, field: str | None, _: int) -> Tree:
        text = node.value
        if text == "*":
            return Every() if field is None else Has(field)
        wild = "*" in text or "?" in text
        plain = text if wild else _unescaped(text)
        if not any(c.isalnum() for c in plain):
            return Every()  # `&` in `Smith & Co` asks for nothing
        edits = _edits(plain) if self._fuzzy and not wild and field is None else 0
        return Words(plain, field, wild, edits)

    def _phrase(self, node: Any, field: str | None, _: int) -> Tree:
        return Words(_unescaped(node.value[1:-1]), field)

    def _close_to(self, node: Any, field: str | None, _: int) -> Tree:
        text, degree = str(node.term).strip(), float(node.degree)
        edits = int(degree) if degree >= 1 else _edits(text)
        return Words(text, field, edits=min(edits, 2))

    def _near(self, node: Any, field: str | None, _: int) -> Tree:
        text = _unescaped(node.term.value[1:-1])
        return Words(text, field, near=min(int(node.degree), _FARTHEST))

    def _range(self, node: Any, field: str | None, _: int) -> Tree:
        low, high = _end(node.low), _end(node.high)
        return Between(_named(field), low, high, node.include_low, node.include_high)

    def _from(self, node: Any, field: str | None, _: int) -> Tree:
        return Between(
            _named(field), _end(node.children[0]), None, with_low=node.include
        )

    def _to(self, node: Any, field: str | None, _: int) -> Tree:
        return Between(
            _named(field), None, _end(node.children[0]), with_high=node.include
        )


def _named(field: str | None) -> str:
    if field is None:
        raise UsageError("Invalid query: a range needs a field")
    return field


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _end(node: Any) -> str | None:
    text = str(node).strip().strip('"')
    return None if text == "*" else text


def _edits(text: str) -> int:
    """Return how many letters may differ, as Elasticsearch's `AUTO` has it."""
    return 0 if len(text) < 3 else 1 if len(text) < 6 else 2
