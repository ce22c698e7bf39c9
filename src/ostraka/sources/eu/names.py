"""Names on the EU's list: several in one text, and how good they are.

The list has no field for the quality of a name: "low quality" stands in a remark, or in
brackets inside the name.  Nor does it say which name is the primary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_LOW_QUALITY = re.compile(
    r"\b(?:low?|weak)[ -]+(?:quality|a\.?k\.?a|alias)", re.IGNORECASE
)
#: Said of a name; `lo`, `god` and `ood` are the publisher's misspellings.
_QUALITY = (
    r"(?:low?|weak|g?o?od|high)[ -]+"
    r"(?:quality(?: a\.?k\.?a\.?| alias)?|a\.?k\.?a\.?|alias)"
)
_ONLY_QUALITY = re.compile(rf"[\s(\[]*{_QUALITY}[\s)\].]*", re.IGNORECASE)
_QUALITY_IN_NAME = re.compile(rf"\s*[(\[]\s*{_QUALITY}\s*[)\]]", re.IGNORECASE)
#: `a.k.a.` or `f.k.a.` between two names.  Without full stops it must follow a comma or
#: bracket and be in one case: Aka is also a name.
_ALSO_KNOWN = re.compile(
    r"(?:[\s,;]*\(?\s*\b(?=[afAF]\.)|\s*[,;(]\s*(?=[af]ka\b|[AF]KA\b))"
    r"([afAF])(?:\.\s?[kK]\.\s?[aA]|ka|KA)\b\.?:?\s*"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A published name, taken apart where it holds several.

    Attributes:
        texts: Property (`alias` or `previousName`) and text of each.
        published: As it stands in the file.
        lang: ISO 639-3 code of its language, or None.
        weak: Whether the publisher calls it low quality.
    """

    texts: tuple[tuple[str, str], ...]
    published: str
    lang: str | None
    weak: bool


def read_name(
    text: str, lang: str | None, strong: str | None, remarks: Iterable[str]
) -> Name:
    """Return a published name with its quality.

    Args:
        text: The whole name.
        lang: Its language.
        strong: `false` if the publisher marks it so; the CSV has no such mark.
        remarks: The publisher's remarks on it.
    """
    weak = strong == "false" or any(_LOW_QUALITY.search(t) for t in (text, *remarks))
    texts = tuple(split_names(_QUALITY_IN_NAME.sub("", text)))
    return Name(texts, text, lang, weak)


def says_only_quality(remark: str) -> bool:
    """Tell whether a remark says nothing but how good the name is."""
    return _ONLY_QUALITY.fullmatch(remark) is not None


def split_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the property and text of each name in one published text.

    Names are taken apart only at `a.k.a.`, `f.k.a.` and `; `: a comma, a slash and other
    brackets may belong to a name.
    """
    for piece in text.split("; "):
        first, *rest = _ALSO_KNOWN.split(piece)
        others = list(zip(rest[::2], rest[1::2], strict=True))
        if any(")" in name.rstrip(" )") and "(" not in name for _, name in others):
            # "Ali (a.k.a. Abu) Test": what follows the brackets belongs to the first name.
            first, others = piece, []
        yield from _known("a", first)
        for marker, name in others:
            closed = name if "(" in name else name.rstrip(" ,;").removesuffix(")")
            yield from _known(marker, closed)


def _known(marker: str, name: str) -> Iterator[tuple[str, str]]:
    text = name.strip(" ,;")
    if text:
        yield ("previousName" if marker in {"f", "F"} else "alias"), text


def primary_name(names: Sequence[Name]) -> Name | None:
    """Return the first good name in English or in no stated language, or what comes next.

    The choice is ours: the publisher has no order of importance and changes the order.
    """
    good = [name for name in names if not name.weak]
    english = [name for name in good if name.lang in {None, "eng"}]
    return next(iter(english or good or names), None)
