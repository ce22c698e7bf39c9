"""The columns of an index: what is known of each word and name, worked out once.

They are plain arrays of fixed layout, read by numpy and by the kernel alike
(`native/kernel.h` has the same structs).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ostraka.native import load_kernel
from ostraka.text.sketch import LETTER_WORDS, SKETCH_WORDS
from ostraka.text.sound import slavic_key, sound_key, sound_number, spelling
from ostraka.text.words import is_place, word_bits

Array = npt.NDArray[np.generic]
Numbers = npt.NDArray[np.intp]

#: One word: numbers of its sound keys, what it tells, its letters as bits, and the places
#: of its text, its text without what spellers waver on, and its sound key.  64 bytes.
WORD = np.dtype(
    [
        ("sound", "<i8"), ("slavic", "<i8"), ("person", "<f8"), ("body", "<f8"),
        ("letters", "<u8"), ("spelled_letters", "<u8"), ("at", "<u4"),
        ("spelled_at", "<u4"), ("key_at", "<u4"), ("length", "u1"),
        ("spelled_length", "u1"), ("key_length", "u1"), ("sort", "u1"),
    ]
)  # fmt: skip
#: One name: where its words start, its party, a hash of its folded words, which of the
#: party's names it is, how many words it has, class of its legal form.  16 bytes.
NAME = np.dtype(
    [
        ("start", "<u4"), ("party", "<u4"), ("folded", "<u4"), ("slot", "<u2"),
        ("length", "u1"), ("legal", "u1"),
    ]
)  # fmt: skip
#: Sorts of words: most are of none.
NO_SORT, NUMBER, PLACE = range(3)
#: Letters of a word that are compared, and names of a block of sketches.
MOST_LETTERS, BLOCK = 64, 512
#: Names of a lane, those of one machine word: a block has several.
LANE = 64
#: Rows of bits: of the sketches, of what tells a name's party apart, and whether it has any.
PLANES = 64 * SKETCH_WORDS + 64 + 1


class WordFacts(NamedTuple):
    """What is known of a word: of very many, so it is a tuple, which is made faster.

    Attributes:
        text: The word.
        spelled: The word without what spellers waver on.
        key: Its sound key.
        sound: Number of the sound key, -1 for none.
        slavic: The same, read as a Slavic name in another language.
        person: What it tells in the name of a person, in bits.
        body: What it tells in the name of a body.
        letters: Which letters it has, one bit for each.
        spelled_letters: The same of `spelled`.
        sort: Whether it is a number, a place or neither.
    """

    text: str
    spelled: str
    key: str
    sound: int
    slavic: int
    person: float
    body: float
    letters: int
    spelled_letters: int
    sort: int


@lru_cache(maxsize=262144)
def word_facts(word: str) -> WordFacts:
    """Return what is known of a romanised word."""
    word = word[:MOST_LETTERS]
    spelled, key = spelling(word)[:MOST_LETTERS], sound_key(word)[:MOST_LETTERS]
    return WordFacts(
        text=word,
        spelled=spelled,
        key=key,
        sound=sound_number(key),
        slavic=sound_number(slavic_key(word)),
        person=word_bits(word, "person"),
        body=word_bits(word, "body"),
        letters=_letters(word),
        spelled_letters=_letters(spelled),
        sort=NUMBER if word.isdigit() else PLACE if is_place(word) else NO_SORT,
    )


def _letters(word: str) -> int:
    """Return one bit for each letter a word has; letters 64 apart share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def folded_hash(folded: str) -> int:
    """Return 32 bits for the words of a folded name, whatever their order."""
    return crc32(" ".join(sorted(folded.split())).encode())


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of an index, each in a file of its own name.

    Attributes:
        words: `WORD` rows in the order of the alphabet.
        text: The words one after the other; `spelled` and `key` their other writings.
        names: `NAME` rows by family, weak aliases last, then by the size of the sketch.
        name_words: Numbers of the words of each name.
        planes: One row of bits for each bit of a sketch, one bit for each name; then one
            for each bit of what tells its party apart, the years of a person and the
            countries of a body, and one for whether it has any.
        letter_sizes: Bits in each name's letter sketch; `sound_sizes` in the other half.
        lane_letters: The least of each lane of names; `lane_sounds` the same.
        sounds: Sounds by which names are filed, in order.
        sound_ends: Where the names of each end; one more than sounds.
        sound_names: Names that have a word of the sound.
        years: For each party the years of its dates, one bit for each of 64.
        countries: For each party its countries, one bit for each of 64 classes.
    """

    words: npt.NDArray[np.void]
    text: npt.NDArray[np.uint8]
    spelled: npt.NDArray[np.uint8]
    key: npt.NDArray[np.uint8]
    names: npt.NDArray[np.void]
    name_words: npt.NDArray[np.uint32]
    planes: npt.NDArray[np.uint64]
    letter_sizes: npt.NDArray[np.uint8]
    sound_sizes: npt.NDArray[np.uint8]
    lane_letters: npt.NDArray[np.uint8]
    lane_sounds: npt.NDArray[np.uint8]
    sounds: npt.NDArray[np.int64]
    sound_ends: npt.NDArray[np.uint32]
    sound_names: npt.NDArray[np.uint32]
    years: npt.NDArray[np.uint64]
    countries: npt.NDArray[np.uint64]

    @cached_property
    def held(self) -> object:
        """The columns as the kernel holds them; None without it."""
        kernel = load_kernel()
        buffers = tuple(getattr(self, field.name) for field in fields(self))
        return None if kernel is None else kernel.open_columns(buffers)

    def word(self, number: int) -> str:
        """Return a word by its number."""
        return self.written["text"][number]

    def find(self, word: str) -> int:
        """Return the number of a word, -1 if no name has it."""
        found = self._found.get(word)
        if found is None:
            at = bisect_left(range(len(self.words)), word, key=self.word)
            there = at < len(self.words) and self.word(at) == word
            found = self._found[word] = at if there else -1
        return found

    @cached_property
    def written(self) -> dict[str, list[str]]:
        """Each word, as it is (`text`), as `spelled` loosely, and its sound `key`."""
        return {
            "text": self._cut(self.text, "at", "length"),
            "spelled": self._cut(self.spelled, "spelled_at", "spelled_length"),
            "key": self._cut(self.key, "key_at", "key_length"),
        }

    def _cut(self, text: npt.NDArray[np.uint8], at: str, length: str) -> list[str]:
        whole = str(text.tobytes(), "ascii")
        starts = self.words[at].astype(np.intp)
        ends = starts + self.words[length]
        cuts = zip(starts.tolist(), ends.tolist(), strict=True)
        return [whole[start:end] for start, end in cuts]

    @cached_property
    def _found(self) -> dict[str, int]:
        return {}


def word_columns(words: Sequence[str]) -> dict[str, Array]:
    """Return the columns of some words, given in the order of the alphabet."""
    known = [word_facts(word) for word in words]
    texts, at = _texts(fact.text for fact in known)
    spelled, spelled_at = _texts(fact.spelled for fact in known)
    keys, key_at = _texts(fact.key for fact in known)
    rows = np.zeros(len(words), dtype=WORD)
    for name in ("sound", "slavic", "person", "body", "letters", "spelled_letters", "sort"):  # fmt: skip
        rows[name] = [getattr(fact, name) for fact in known]
    rows["at"] = [at[fact.text] for fact in known]
    rows["spelled_at"] = [spelled_at[fact.spelled] for fact in known]
    rows["key_at"] = [key_at[fact.key] for fact in known]
    rows["length"] = [len(fact.text) for fact in known]
    rows["spelled_length"] = [len(fact.spelled) for fact in known]
    rows["key_length"] = [len(fact.key) for fact in known]
    return {"words": rows, "text": texts, "spelled": spelled, "key": keys}


def _texts(texts: Iterable[str]) -> tuple[npt.NDArray[np.uint8], dict[str, int]]:
    """Write each text once, in order, so that places order as the texts do."""
    places: dict[str, int] = {}
    end = 0
    ordered = sorted(set(texts))
    for text in ordered:
        places[text] = end
        end += len(text) + 1
    written = "\n".join([*ordered, ""]).encode("ascii", "replace")
    return np.frombuffer(written, dtype=np.uint8), places


def sketch_columns(
    sketches: npt.NDArray[np.uint64], facts: npt.NDArray[np.uint64]
) -> dict[str, Array]:
    """Return the columns of some sketches.

    Args:
        sketches: One row of `SKETCH_WORDS` for each name.
        facts: What tells its party apart, 64 bits for each name.
    """
    counted = np.bitwise_count(sketches)
    letters = counted[:, :LETTER_WORDS].sum(axis=1, dtype=np.uint8)
    sounds = counted[:, LETTER_WORDS:].sum(axis=1, dtype=np.uint8)
    blocks = -(-len(sketches) // BLOCK)
    planes = np.zeros((PLANES, blocks * BLOCK // 8), dtype=np.uint8)
    for part, column in enumerate([*sketches.T, facts]):
        for bit in range(64):
            has = (column >> np.uint64(bit)) & np.uint64(1)
            packed = np.packbits(has.astype(np.uint8), bitorder="little")
            planes[64 * part + bit, : len(packed)] = packed
    packed = np.packbits(facts > 0, bitorder="little")
    planes[-1, : len(packed)] = packed
    return {
        "planes": planes.view("<u8"),
        "letter_sizes": letters,
        "sound_sizes": sounds,
        "lane_letters": least_of_lanes(letters),
        "lane_sounds": least_of_lanes(sounds),
    }


def least_of_lanes(sizes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the least size of each lane of names, the lanes of whole blocks."""
    padded = np.full(-(-len(sizes) // BLOCK) * BLOCK, 255, dtype=np.uint8)
    padded[: len(sizes)] = sizes
    least: npt.NDArray[np.uint8] = padded.reshape(-1, LANE).min(axis=1, initial=255)
    return least


def columns_of(
    names: Sequence[Sequence[str]], legal: Sequence[int] | None = None
) -> Columns:
    """Return the columns of a few names given as words; they can be judged, not found."""
    ordered = sorted({word for words in names for word in words})
    numbers = {word: number for number, word in enumerate(ordered)}
    rows = np.zeros(len(names), dtype=NAME)
    lengths = [len(words) for words in names]
    rows["length"] = lengths
    rows["start"] = np.cumsum([0, *lengths])[:-1]
    rows["legal"] = 0 if legal is None else legal
    used = np.array([numbers[w] for words in names for w in words], dtype=np.uint32)
    found = {**_NOT_FOUND, **word_columns(ordered), "names": rows, "name_words": used}
    return Columns(**found)  # type: ignore[arg-type]


#: The columns by which names are found, of names that are not.
_NOT_FOUND: dict[str, Array] = {
    "planes": np.zeros(0, np.uint64),
    "letter_sizes": np.zeros(0, np.uint8),
    "sound_sizes": np.zeros(0, np.uint8),
    "lane_letters": np.zeros(0, np.uint8),
    "lane_sounds": np.zeros(0, np.uint8),
    "sounds": np.zeros(0, np.int64),
    "sound_ends": np.zeros(1, np.uint32),
    "sound_names": np.zeros(0, np.uint32),
    "years": np.zeros(0, np.uint64),
    "countries": np.zeros(0, np.uint64),
}
