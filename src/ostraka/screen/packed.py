"""Very many queries as arrays: what of each is compared, without an object for any.

A million customers are the same from day to day.  Their names are read once and packed;
the kernel holds a whole pack against the parties that changed (`native/packed.c`).
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import folded_hash
from ostraka.index.entry import FAMILIES
from ostraka.screen.find import packed_word
from ostraka.screen.floor import Floor
from ostraka.screen.prepared import Prepared
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import NameForm

#: Raised whenever packs change shape.
SHAPE = 2
#: Who asks: its number, the floor of its names, where its forms begin and how many it
#: has, the place of its family.  56 bytes.
ASKER = np.dtype(
    [
        ("number", "<i8"), ("least", "<f8"), ("years_add", "<f8"),
        ("countries_add", "<f8"), ("years", "<u8"), ("countries", "<u8"),
        ("form", "<u4"), ("forms", "<u2"), ("family", "u1"), ("unused", "u1"),
    ]
)  # fmt: skip
#: A way to read a name: where its words begin, a hash of its folded words, how many
#: words it has, class of its legal form, whether it is read as a person's.  12 bytes.
FORM = np.dtype(
    [
        ("start", "<u4"), ("folded", "<u4"), ("length", "u1"), ("legal", "u1"),
        ("person", "u1"), ("unused", "u1"),
    ]
)  # fmt: skip
#: A word asked, each once: as `find.packed_word` has it, in names of persons and of
#: bodies; and its places in the texts.  128 bytes.
ASKED = np.dtype(
    [
        ("sound", "<i8"), ("slavic", "<i8"), ("filed", "<i8"), ("person", "<f8"),
        ("body", "<f8"), ("person_key", "<f8"), ("body_key", "<f8"),
        ("letters", "<u8"), ("spelled_letters", "<u8"), ("sketch", "<u8", (4,)),
        ("at", "<u4"), ("spelled_at", "<u4"), ("key_at", "<u4"), ("length", "<u2"),
        ("spelled_length", "<u2"), ("key_length", "<u2"), ("sort", "<u2"),
        ("unused", "<u4"),
    ]
)  # fmt: skip
#: A hash of somebody's, and its place among those who ask.  12 bytes.
HELD = np.dtype([("hash", "<u8"), ("asker", "<u4")])
#: What each of those who ask is compared with; the last is everything.
ASKED_OF = (*FAMILIES, None)
_SIZES = struct.Struct("<12Q")

Table = npt.NDArray[np.void]
Flags = npt.NDArray[np.bool_]


_KINDS = {
    "askers": ASKER, "forms": FORM, "words": ASKED, "form_words": np.dtype("<u4"),
    "wholes": HELD, "plain": HELD, "numbers": HELD,
}  # fmt: skip
_TEXT = np.dtype("u1")


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Queries as arrays.

    Attributes:
        askers: `ASKER` rows, one for each query.
        forms: `FORM` rows: the ways to read their names.
        words: `ASKED` rows: the words of those, each once.
        form_words: Numbers of the words of each form.
        wholes: Hashes of names as they are written but for blanks.
        plain: The same of all names, read as weak aliases are looked up.
        numbers: Hashes of identity numbers.
        text: The words, one a line; `spelled` and `key` their other writings.
        folded: The folded name of each form, one a line.
    """

    askers: Table
    forms: Table
    words: Table
    form_words: npt.NDArray[np.uint32]
    wholes: Table
    plain: Table
    numbers: Table
    text: npt.NDArray[np.uint8]
    spelled: npt.NDArray[np.uint8]
    key: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint8]

    def to_bytes(self) -> bytes:
        """Return it as it is kept: sizes, then the arrays."""
        parts = [getattr(self, one.name).tobytes() for one in fields(self)]
        sizes = [len(part) for part in parts]
        return b"".join([_SIZES.pack(SHAPE, *sizes), *parts])

    @classmethod
    def from_bytes(cls, kept: bytes) -> Pack:
        """Read back what `to_bytes` wrote.

        Raises:
            ValueError: It is nothing of ours.
        """
        start = _SIZES.size
        if len(kept) < start:
            raise ValueError("too short for a pack")
        shape, *sizes = _SIZES.unpack_from(kept)
        if shape != SHAPE or start + sum(sizes) != len(kept):
            raise ValueError("a pack of another shape or size")
        found = []
        for one, size in zip(fields(cls), sizes, strict=True):
            part = kept[start : start + size]
            found.append(np.frombuffer(part, dtype=_KINDS.get(one.name, _TEXT)))
            start += size
        return cls(*found)

    def __len__(self) -> int:
        return len(self.askers)

    @property
    def texts(self) -> list[str]:
        """The words."""
        return _lines(self.text)

    def prepared(self) -> Iterator[tuple[int, Prepared]]:
        """Yield number and query of each who asks, as they were packed."""
        forms = list(self._forms())
        hashes = [self._by_asker(name) for name in ("wholes", "plain", "numbers")]
        for place, row in enumerate(self.askers.tolist()):
            number, least, years_add, countries_add, years, countries = row[:6]
            at, count, family, _ = row[6:]
            query = Prepared(
                ASKED_OF[family],
                Floor(least, years_add, years, countries_add, countries),
                tuple(forms[at : at + count]),
                *(tuple(one.get(place, ())) for one in hashes),
            )
            yield number, query

    def _forms(self) -> Iterator[tuple[str, NameForm]]:
        texts, used = self.texts, self.form_words.tolist()
        for folded, row in zip(_lines(self.folded), self.forms.tolist(), strict=True):
            start, _, length, legal, person, _ = row
            words = tuple(texts[word] for word in used[start : start + length])
            reading = "person" if person else "body"
            yield reading, NameForm(folded, words, LEGAL_FORMS[legal])

    def _by_asker(self, name: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for hashed, asker in getattr(self, name).tolist():
            found.setdefault(asker, []).append(hashed)
        return found


def pack(queries: Sequence[tuple[int, Prepared]]) -> Pack:
    """Pack queries.

    Args:
        queries: A number of the asker's, and what is asked.
    """
    forms = [one for _, query in queries for one in query.forms]
    words = {word: n for n, word in enumerate(dict.fromkeys(w for _, f in forms for w in f.words))}  # fmt: skip
    lengths = np.array([len(form.words) for _, form in forms], dtype=np.int64)
    rows = np.zeros(len(forms), dtype=FORM)
    rows["start"], rows["length"] = _starts(lengths), lengths
    rows["folded"] = [folded_hash(form.folded) for _, form in forms]
    rows["legal"] = [LEGAL_FORMS.index(form.legal) for _, form in forms]
    rows["person"] = [reading == "person" for reading, _ in forms]
    return Pack(
        askers=_askers(queries),
        forms=rows,
        form_words=np.array(
            [words[word] for _, form in forms for word in form.words], dtype=np.uint32
        ),
        wholes=_held([query.wholes for _, query in queries]),
        plain=_held([query.plain for _, query in queries]),
        numbers=_held([query.numbers for _, query in queries]),
        folded=_text([_coded(form.folded) for _, form in forms])[0],
        **_words(list(words)),
    )


def _askers(queries: Sequence[tuple[int, Prepared]]) -> Table:
    rows = np.zeros(len(queries), dtype=ASKER)
    for name in ("least", "years_add", "years", "countries_add", "countries"):
        rows[name] = [getattr(query.floor, name) for _, query in queries]
    counts = np.array([len(query.forms) for _, query in queries], dtype=np.int64)
    rows["number"] = [number for number, _ in queries]
    rows["form"], rows["forms"] = _starts(counts), counts
    rows["family"] = [ASKED_OF.index(query.family) for _, query in queries]
    return rows


def _words(words: list[str]) -> dict[str, Any]:
    """Return the columns of some words."""
    known = [packed_word(word) for word in words]
    rows = np.zeros(len(words), dtype=ASKED)
    for name, place in (("sound", 3), ("slavic", 4), ("person", 5), ("person_key", 6),
                        ("body", 7), ("body_key", 8), ("letters", 9),
                        ("spelled_letters", 10), ("sort", 11), ("filed", 13)):  # fmt: skip
        rows[name] = [row[place] for row in known]
    sketches = b"".join(row[14] for row in known)
    rows["sketch"] = np.frombuffer(sketches, dtype=np.uint64).reshape(-1, 4)
    text, rows["at"], rows["length"] = _text([_coded(word) for word in words])
    key, rows["key_at"], rows["key_length"] = _text([row[2] for row in known])
    spelled, rows["spelled_at"], rows["spelled_length"] = _text([row[1] for row in known])  # fmt: skip
    return {"words": rows, "text": text, "spelled": spelled, "key": key}


def without(packed: Pack, numbers: Collection[int]) -> Pack:
    """Return a pack without some of those who ask, and without what they alone have.

    Args:
        packed: The pack.
        numbers: Their numbers.
    """
    gone = np.array(list(numbers), dtype=np.int64)
    stays = ~np.isin(packed.askers["number"], gone)
    if stays.all():
        return packed
    askers = packed.askers[stays]
    has_form = np.repeat(stays, packed.askers["forms"].astype(np.intp))
    forms = packed.forms[has_form]
    has_word = np.repeat(has_form, packed.forms["length"].astype(np.intp))
    used, form_words = np.unique(packed.form_words[has_word], return_inverse=True)
    askers["form"] = _starts(askers["forms"].astype(np.int64))
    forms["start"] = _starts(forms["length"].astype(np.int64))
    folded = _lines_of(packed.folded)
    return Pack(
        askers=askers,
        forms=forms,
        form_words=form_words.astype(np.uint32),
        wholes=_held_by(packed.wholes, stays),
        plain=_held_by(packed.plain, stays),
        numbers=_held_by(packed.numbers, stays),
        folded=_text([folded[n] for n in np.flatnonzero(has_form).tolist()])[0],
        **_some_words(packed, used),
    )


def _some_words(packed: Pack, numbers: Any) -> dict[str, Any]:
    """Return the columns of some words of a pack."""
    columns: dict[str, Any] = {"words": packed.words[numbers]}
    for name, at in (("text", "at"), ("spelled", "spelled_at"), ("key", "key_at")):
        lines = _lines_of(getattr(packed, name))
        some = [lines[number] for number in numbers.tolist()]
        columns[name], columns["words"][at], _ = _text(some)
    return columns


def _held_by(held: Table, stays: Flags) -> Table:
    """Return the hashes of those who stay, with their places anew."""
    kept: Table = held[stays[held["asker"]]]
    kept["asker"] = (np.cumsum(stays) - 1)[kept["asker"]]
    return kept


def variants_in(packed: Pack, known: Mapping[str, Sequence[int]]) -> Table:
    """Return which words of a pack are variants of known words, as the kernel reads it.

    Args:
        packed: The pack.
        known: Numbers of known words by each of their variants, in order.

    Returns:
        Number of the known word and of that of the pack, in the order of the latter.
    """
    found = [
        (other, number)
        for number, word in enumerate(packed.texts)
        if word in known
        for other in known[word]
    ]
    return np.array(found, dtype=[("known", "<u4"), ("word", "<i4")])


def _held(hashes: Sequence[Sequence[int]]) -> Table:
    found = [(one, asker) for asker, some in enumerate(hashes) for one in some]
    return np.array(found, dtype=HELD)


def _starts(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    starts: npt.NDArray[np.int64] = np.cumsum(lengths) - lengths
    return starts


def _text(texts: Sequence[bytes]) -> tuple[Any, Any, Any]:
    """Return texts one a line, where each begins, and how long it is."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    whole = np.frombuffer(b"".join(text + b"\n" for text in texts), dtype=np.uint8)
    return whole, _starts(lengths + 1), lengths


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines(text: npt.NDArray[np.uint8]) -> list[str]:
    return text.tobytes().decode("utf-8", "surrogatepass").split("\n")[:-1]


def _lines_of(text: npt.NDArray[np.uint8]) -> list[bytes]:
    return text.tobytes().split(b"\n")[:-1]
