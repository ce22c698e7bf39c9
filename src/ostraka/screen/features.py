"""The figures by which two names are judged, one column for each.

`FEATURES` names every figure with its unit and what it means; the weights beside them are
fitted by `tools/fit_names.py` and stand in `data/name_weights.json`; those of
`patterns.py` and `chance.py` have none, rules go by them (`rules.py`).  `native/figures.c`
has the same functions in C: a figure that is added here is added there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel, JaroWinkler
from rapidfuzz.process import cdist

from ostraka.index.columns import NUMBER, Numbers, WordFacts, word_facts
from ostraka.screen.chance import chances
from ostraka.screen.names import NameBlock, Pairing
from ostraka.screen.patterns import patterns
from ostraka.screen.word_tables import WordBits, WordTable, listed_of_pairs, of_pairs
from ostraka.screen.words import (
    INITIAL,
    NEAR,
    SAME,
    SOUND,
    VARIANT,
    WEAK,
    Flags,
    Floats,
)
from ostraka.text.bodies import LEGAL_FORMS

#: Name of each figure, its unit, and what it says.
FEATURES: tuple[tuple[str, str, str], ...] = (
    ("same_bits", "bits", "what the words tell that are the same"),
    ("variant_bits", "bits", "what the words tell that are known variants"),
    ("sound_bits", "bits", "what the words tell that sound the same"),
    ("near_bits", "bits", "what the words tell that are spelled nearly the same"),
    ("weak_bits", "bits", "what the words tell that are spelled somewhat alike"),
    ("initials", "words", "initials that agree with a word"),
    ("near_unlike", "bits", "what nearly the same words lack in likeness"),
    ("agreeing_low", "bits", "what the words tell that agree by sound, up to 18"),
    ("left_asked", "bits", "what the words asked tell that found no partner"),
    ("left_known", "bits", "what the words listed tell that found no partner"),
    ("left_both", "bits", "the lesser of the two: words that contradict"),
    ("left_most", "bits", "the rarest word asked without a partner"),
    ("left_most_known", "bits", "the rarest listed word without a partner"),
    ("contradicting", "words", "words without partner on both sides"),
    ("contradicted", "0/1", "a word without partner on both sides"),
    ("contradicted_told", "bits", "what the less telling name tells, if words contradict"),
    ("contradicted_rare", "bits", "the rarer word of the two that contradict"),
    ("weakly", "0/1", "a word agrees weakly at best"),
    ("missing", "words", "more words without partner on one side"),
    ("agreeing", "words", "words that agree by sound or better"),
    ("least_told", "bits", "what the less telling of the names tells"),
    ("rarest", "bits", "the rarest word that is the same or a variant"),
    ("rarest_sound", "bits", "the rarest word that agrees by sound or better"),
    ("whole", "0/1", "every word of both names has a partner by sound or better"),
    ("covered_asked", "share", "how much of the name asked agrees"),
    ("covered_known", "share", "how much of the listed name agrees"),
    ("covered_least", "share", "the lesser of the two"),
    ("one_word", "0/1", "one of the names has one word"),
    ("one_word_same", "bits", "the same, and all the words agree"),
    ("two_words", "0/1", "the shorter name has two words"),
    ("letters", "share", "letters in common, words sorted"),
    ("letters_high", "share", "the same, above 0.8"),
    ("joined", "share", "letters in common, words joined as written"),
    ("joined_high", "share", "the same, above 0.85"),
    ("joined_bits", "bits", "what a name tells that is the same when joined"),
    ("sorted_start", "share", "Jaro-Winkler of the sorted words"),
    ("sounds", "share", "sounds in common, words sorted"),
    ("spelled", "share", "letters in common without what spellers waver on"),
    ("order", "0/1", "the first words agree"),
    ("turned", "0/1", "the words agree in another order"),
    ("legal_same", "0/1", "the same class of legal form"),
    ("legal_other", "0/1", "another class of legal form"),
    ("numbers", "0/1", "a number without its like"),
    ("worst_pair", "share", "the least likeness of a pair"),
    ("told_low", "bits", "what the less telling name tells, up to 12"),
    ("letters_told", "bits", "letters above 0.8, times what the less telling tells"),
    ("joined_told", "bits", "joined letters above 0.85, times the same"),
    ("covered_told", "bits", "the lesser cover, times the same"),
    ("sounds_high", "share", "sounds in common above 0.8"),
    ("nearest_rare", "bits", "the rarest word that is nearly the same"),
    ("nearly_two", "0/1", "of two words one is nearly the same at best"),
    ("missing_rare", "bits", "the rarest word that is missing on one side only"),
    ("acronym", "bits", "one name is the initials of the other"),
    ("first_differs", "bits", "the lesser of the first words if neither has a partner"),
    ("last_differs", "bits", "the lesser of the last words if neither has a partner"),
    ("initial_rare", "bits", "the rarest word that agrees beside an initial"),
    ("near_novel", "bits", "how much rarer nearly the same words are than the listed"),
    ("cut", "bits", "what a name tells that the listed one begins with, cut in a word"),
    ("given", "0/1", "the first word of one name is the first or the last of the other"),
    ("middle", "0/1", "of the listed name only one word in the middle was not asked"),
    ("slip", "0/1", "the words agree but for one wrong letter in one or two that few bear"),
    ("places", "0/1", "a place on both sides without its like"),
    ("dropped", "0/1", "of the listed name only one word was not asked"),
    ("added", "0/1", "of the name asked only one word in the middle is not listed"),
    ("initialled", "0/1", "the words agree in order, some of them cut to initials"),
    ("ways", "bits", "in how many ways the words that agree could have, if none is rare"),
    ("known_sound", "words", "words many bear that sound alike"),
    ("known_near", "words", "words many bear that are nearly the same"),
    ("woman", "0/1", "a given name is the woman's form of the other"),
    ("initial_inside", "words", "last words that agree with an initial inside the other name"),
)  # fmt: skip
_PLACE = {name: place for place, (name, _, _) in enumerate(FEATURES)}
#: Likeness of joined names, of words in order and of sounds from where it counts more.
JOINED_HIGH, LETTERS_HIGH, SOUNDS_HIGH = 0.85, 0.8, 0.8
#: Column of the likeness of the joined names.
JOINED = _PLACE["joined"]
# The figures of what words tell that agree, one for each way from the same to weakly.
_BY_LEVEL = slice(_PLACE["same_bits"], _PLACE["weak_bits"] + 1)
_EACH_LEVEL = np.arange(INITIAL + 1, dtype=np.int8)[:, None, None]
# Ways of agreeing: in which words have a likeness, are not quite alike, are merely near.
_LIKE, _UNLIKE, _NEAR = np.zeros((3, INITIAL + 1), dtype=bool)
_LIKE[SAME : WEAK + 1] = _UNLIKE[SOUND : WEAK + 1] = _NEAR[NEAR : WEAK + 1] = True
# What is left of a very long name tells no more than that much is left.
_MOST_LEFT = 40


def name_figures(
    query: Sequence[str],
    legal: str,
    block: NameBlock,
    table: WordTable,
    pairs: Pairing,
) -> Floats:
    """Return the figures of each name of a block, one row for each.

    Args:
        query: The words asked.
        legal: Class of the legal form asked.
        block: The candidates.
        table: The words asked against those of the block.
        pairs: The best pairing of each candidate.
    """
    bits = table.bits_of(block.grid)
    figures = word_figures(query, legal, block, bits, pairs)
    add_figures(figures, rule_figures(query, legal, block, bits, pairs))
    add_whole_figures(figures, query, block)
    return figures


def word_figures(
    query: Sequence[str],
    legal: str,
    block: NameBlock,
    bits: WordBits,
    pairs: Pairing,
) -> Floats:
    """Return the figures with weights that rest on words; the others are still nought."""
    figures = np.zeros((len(block.grid), len(FEATURES)), dtype=np.float64, order="F")
    by_level = _ByLevel(pairs)
    _words_that_agree(figures, pairs, by_level)
    _put(figures, "near_novel", _novel(bits, pairs))
    _words_left(figures, query, block, bits, pairs)
    _shape(figures, query, block, pairs)
    _together(figures, by_level)
    _forms(figures, legal, block)
    return figures


def rule_figures(
    query: Sequence[str],
    legal: str,
    block: NameBlock,
    bits: WordBits,
    pairs: Pairing,
) -> dict[str, npt.ArrayLike]:
    """Return the figures without weights, by which the rules of `rules.py` go."""
    return {
        **patterns(query, legal, block, bits, pairs),
        **chances(query, block, bits, pairs),
    }


def add_figures(figures: Floats, found: Mapping[str, npt.ArrayLike]) -> None:
    """Write some figures by their names."""
    for name, values in found.items():
        _put(figures, name, values)


def add_whole_figures(figures: Floats, query: Sequence[str], block: NameBlock) -> None:
    """Write the figures that rest on whole names.

    Args:
        figures: As `word_figures` returns them, one row for each name of the block.
        query: The words asked.
        block: The candidates.
    """
    facts = [word_facts(word) for word in query]
    words = _in_order(block, block.words.texts)
    _joined_names(figures, [fact.text for fact in facts], words)
    _whole_strings(figures, facts, words, block)
    for row in _get(figures, "one_word").nonzero()[0].tolist():
        figures[row, _PLACE["acronym"]] = _acronym(query, words[row])
    _together_whole(figures)


def place_of(name: str) -> int:
    """Return the column of a figure."""
    return _PLACE[name]


def _put(figures: Floats, name: str, values: npt.ArrayLike) -> None:
    figures[:, _PLACE[name]] = values


def _get(figures: Floats, name: str) -> Floats:
    found: Floats = figures[:, _PLACE[name]]
    return found


class _ByLevel:
    """What the pairs of each name come to, one row for each way of agreeing."""

    def __init__(self, pairs: Pairing) -> None:
        at = _EACH_LEVEL == pairs.level.T
        worth = at * pairs.worth.T
        #: How many pairs there are, what they tell, and the rarest of them.
        self.count = np.add.reduce(at, axis=1, dtype=np.int64)
        self.bits = np.add.reduce(worth, axis=1)
        self.most = np.maximum.reduce(worth, axis=1)


def _words_that_agree(figures: Floats, pairs: Pairing, by_level: _ByLevel) -> None:
    count, most = by_level.count, by_level.most
    figures[:, _BY_LEVEL] = by_level.bits[SAME : WEAK + 1].T
    _put(figures, "initials", count[INITIAL])
    level, likeness = pairs.level.T, pairs.likeness.T
    unlike = pairs.worth.T * (1 - likeness) * _UNLIKE.take(level)
    _put(figures, "near_unlike", np.add.reduce(unlike, axis=0))
    _put(figures, "agreeing", np.add.reduce(count[SAME : SOUND + 1], axis=0))
    rarest = np.maximum(most[SAME], most[VARIANT])
    _put(figures, "rarest", rarest)
    _put(figures, "rarest_sound", np.maximum(rarest, most[SOUND]))
    worst = np.where(_LIKE.take(level), likeness, 1)
    _put(figures, "worst_pair", np.minimum.reduce(worst, axis=0))
    _put(figures, "weakly", count[WEAK] > 0)
    _put(figures, "nearest_rare", most[NEAR])


def _novel(bits: WordBits, pairs: Pairing) -> Floats:
    """Return how much rarer words are than the listed ones they nearly are.

    A word nobody bears is likelier a slip of the pen than another name.
    """
    near = _NEAR.take(pairs.level.T)
    if not near.any():
        return np.zeros(near.shape[1], dtype=np.float64)
    asked = of_pairs(bits.asked, pairs.asked).T
    known = listed_of_pairs(bits.known, pairs.place).T
    novel: Floats = np.add.reduce(np.maximum(asked - known, 0) * near, axis=0)
    return novel


def _words_left(
    figures: Floats,
    query: Sequence[str],
    block: NameBlock,
    bits: WordBits,
    pairs: Pairing,
) -> None:
    # Here all stands a column for each name, as it lies in memory.
    left_asked, left_known = pairs.left(len(query), block.inside)
    asked = bits.asked.T.reshape(len(query), -1) * left_asked
    known = bits.known.T * left_known
    asked_total = np.add.reduce(bits.asked, axis=-1)
    known_total = np.add.reduce(bits.known.T, axis=0)
    asked_left = np.add.reduce(asked, axis=0)
    known_left = np.add.reduce(known, axis=0)
    _put(figures, "least_told", np.minimum(asked_total, known_total))
    _put(figures, "left_asked", np.minimum(asked_left, _MOST_LEFT))
    _put(figures, "left_known", np.minimum(known_left, _MOST_LEFT))
    _put(figures, "left_both", np.minimum(asked_left, known_left))
    asked_most = np.maximum.reduce(asked, axis=0)
    known_most = np.maximum.reduce(known, axis=0)
    _put(figures, "left_most", asked_most)
    _put(figures, "left_most_known", known_most)
    _put(figures, "contradicted_rare", np.minimum(asked_most, known_most))
    mine = np.add.reduce(left_asked, axis=0, dtype=np.int64)
    theirs = np.add.reduce(left_known, axis=0, dtype=np.int64)
    less = np.minimum(mine, theirs)
    contradicted = less > 0
    _put(figures, "contradicting", less)
    _put(figures, "contradicted", contradicted)
    _put(figures, "contradicted_told", contradicted * _get(figures, "least_told"))
    _put(figures, "missing", np.maximum(mine, theirs) - less)
    _put(figures, "first_differs", np.minimum(asked[0], known[0]))
    last = known[np.maximum(block.sizes - 1, 0), np.arange(len(less))]
    _put(figures, "last_differs", np.minimum(asked[-1], last))
    _put(figures, "numbers", _numbers_left(query, block, left_asked, left_known))
    by_sound = _bits_by_sound(figures)
    _put(figures, "agreeing_low", np.minimum(by_sound, 18))
    _put(figures, "covered_asked", by_sound / np.maximum(asked_total, 1))
    _put(figures, "covered_known", by_sound / np.maximum(known_total, 1))
    most = np.maximum(np.maximum(asked_total, known_total), 1)
    _put(figures, "covered_least", by_sound / most)


def _numbers_left(
    query: Sequence[str], block: NameBlock, left_asked: Flags, left_known: Flags
) -> Flags:
    """Tell of which names a number has no partner."""
    lost = np.zeros(len(block.grid), dtype=bool)
    asked = np.array([word.isdigit() for word in query])
    known = block.words.rows["sort"] == NUMBER
    if asked.any():
        lost |= (left_asked.T & asked).any(axis=1)
    if known.any():
        lost |= (left_known & known.take(block.grid.T)).any(axis=0)
    return lost


def _bits_by_sound(figures: Floats) -> Floats:
    found: Floats = (
        _get(figures, "same_bits")
        + _get(figures, "variant_bits")
        + _get(figures, "sound_bits")
    )
    return found


def _shape(
    figures: Floats, query: Sequence[str], block: NameBlock, pairs: Pairing
) -> None:
    sizes = block.sizes
    none_left = (_get(figures, "contradicting") + _get(figures, "missing")) == 0
    by_sound = _get(figures, "agreeing") == np.maximum(sizes, len(query))
    whole = none_left & by_sound
    _put(figures, "whole", whole)
    shorter = np.minimum(sizes, len(query))
    _put(figures, "one_word", shorter == 1)
    _put(figures, "one_word_same", (shorter == 1) * whole * _bits_by_sound(figures))
    _put(figures, "two_words", shorter == 2)
    first = (pairs.asked.T == 0) & (pairs.place.T == 0)
    _put(figures, "order", np.logical_or.reduce(first, axis=0))
    if whole.any():
        _put(figures, "turned", whole & ~pairs.ascending())


def _joined_names(
    figures: Floats, query: Sequence[str], words: Sequence[Sequence[str]]
) -> None:
    """Write the figures of names without blanks: the most telling of whole names."""
    names = ["".join(name) for name in words]
    together = "".join(query)
    alike = _alike(together, names)
    _put(figures, "joined", alike)
    _put(figures, "joined_high", np.maximum(alike - JOINED_HIGH, 0))
    told = _get(figures, "least_told")
    _put(figures, "joined_told", _get(figures, "joined_high") * told)
    equal = np.array([together == name for name in names], dtype=bool)
    _put(figures, "joined_bits", equal * told)
    starts = np.array([name.startswith(together) for name in names], dtype=bool)
    mid_word = _get(figures, "agreeing") < len(query)
    _put(figures, "cut", (starts & ~equal & mid_word) * told)


def _whole_strings(
    figures: Floats,
    query: Sequence[WordFacts],
    words: Sequence[Sequence[str]],
    block: NameBlock,
) -> None:
    ordered = [" ".join(sorted(name)) for name in words]
    asked = " ".join(sorted(fact.text for fact in query))
    letters = _alike(asked, ordered)
    _put(figures, "letters", letters)
    _put(figures, "letters_high", np.maximum(letters - LETTERS_HIGH, 0))
    if ordered:
        starts = cdist(
            [asked], ordered, scorer=JaroWinkler.similarity, dtype=np.float64
        )  # fmt: skip
        _put(figures, "sorted_start", starts[0])
    for figure, written, asked_so in (
        ("sounds", block.words.keys, [fact.key for fact in query]),
        ("spelled", block.words.spelled, [fact.spelled for fact in query]),
    ):
        said = [" ".join(sorted(name)) for name in _in_order(block, written)]
        _put(figures, figure, _alike(" ".join(sorted(asked_so)), said))


def _in_order(
    block: NameBlock, written: Callable[[Numbers], list[str]]
) -> list[list[str]]:
    """Return the words of each name, in one of their writings."""
    inside = block.grid >= 0
    texts = iter(written(block.grid[inside]))
    return [list(islice(texts, size)) for size in inside.sum(axis=1).tolist()]


def _together(figures: Floats, by_level: _ByLevel) -> None:
    """Put together what rests on words alone."""
    told = _get(figures, "least_told")
    _put(figures, "told_low", np.minimum(told, 12))
    _put(figures, "covered_told", _get(figures, "covered_least") * told)
    with_initial = _get(figures, "initials") > 0
    _put(figures, "initial_rare", with_initial * _get(figures, "rarest_sound"))
    unsure = (by_level.count[NEAR] > 0) | (_get(figures, "weakly") > 0)
    _put(figures, "nearly_two", unsure * _get(figures, "two_words"))
    most = np.maximum(_get(figures, "left_most"), _get(figures, "left_most_known"))
    one_sided = (_get(figures, "contradicted") == 0) & (_get(figures, "missing") > 0)
    _put(figures, "missing_rare", one_sided * most)


def _together_whole(figures: Floats) -> None:
    """Weigh likeness by what the names tell: a likeness of common words is chance."""
    told = _get(figures, "least_told")
    _put(figures, "letters_told", _get(figures, "letters_high") * told)
    _put(figures, "sounds_high", np.maximum(_get(figures, "sounds") - SOUNDS_HIGH, 0))


def _alike(asked: str, known: list[str]) -> Floats:
    if not known:
        return np.zeros(0, dtype=np.float64)
    found: Floats = cdist(
        [asked], known, scorer=Indel.normalized_similarity, dtype=np.float64
    )[0]
    return found


def _acronym(query: Sequence[str], words: Sequence[str]) -> float:
    """Return the letters of an acronym of three or more if one name is the other's."""
    short, long = sorted((query, words), key=len)
    if len(short) != 1 or len(long) < 3:
        return 0.0
    return 4.0 * len(long) if short[0] == "".join(w[0] for w in long) else 0.0


def _forms(figures: Floats, legal: str, block: NameBlock) -> None:
    asked = LEGAL_FORMS.index(legal)
    stated = (block.legal > 0) & (asked > 0)
    _put(figures, "legal_same", stated & (block.legal == asked))
    _put(figures, "legal_other", stated & (block.legal != asked))
