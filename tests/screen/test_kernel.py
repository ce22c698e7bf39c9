"""The kernel in C and its twin give the same answers, and nonsense does no harm.

The words are made of few syllables, so that they agree in every way there is; the twin
is the oracle of the kernel and the other way round.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostraka import native
from ostraka.index import build_index, open_index
from ostraka.index.columns import NAME, PLANES, WORD, Columns, columns_of
from ostraka.index.hints import countries_of
from ostraka.native import load_kernel
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, find, search
from ostraka.screen.features import FEATURES, name_figures
from ostraka.screen.find import agreeing_words, find_names, judge_all
from ostraka.screen.floor import Against, Floor
from ostraka.screen.names import (
    block,
    block_of,
    pair_words,
)
from ostraka.screen.scan import MOST_CANDIDATES, candidates
from ostraka.screen.word_tables import word_table
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import NameForm, read_name

pytestmark = pytest.mark.skipif(
    find.compiled() is None, reason="the kernel was not built; its twin is tested alone"
)
RELAXED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
#: Evidence agrees to 1e-9 before it is rounded to six digits.
ROUNDED = 1.1e-6
SYLLABLES = (
    "mo",
    "ha",
    "mm",
    "ad",
    "ali",
    "ib",
    "ra",
    "him",
    "kh",
    "ov",
    "y",
    "e",
    "7",
)
WORD_TEXT = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join)
ODD_WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=70)
KNOWN_WORD = st.sampled_from(
    (
        "mohammad",
        "muhammed",
        "islamic",
        "islami",
        "revolution",
        "bank",
        "hasan",
        "hossein",
    )
)
WORDS = st.lists(WORD_TEXT | ODD_WORD | KNOWN_WORD, min_size=1, max_size=14)
KIND = st.sampled_from(("person", "body"))


def kernel():
    found = find.compiled()
    assert found is not None
    return found


@contextmanager
def twin():
    """Leave the kernel aside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "compiled", lambda: None)
        yield


def form_of(words, legal=""):
    return NameForm(" ".join(words), tuple(words), legal)


def test_the_figures_are_those_of_this_version():
    assert [name for name, _, _ in FEATURES] == [*kernel().FIGURES]


def test_the_kernel_can_be_left_aside(monkeypatch):
    monkeypatch.setenv("OSTRAKA_NATIVE", "0")
    assert load_kernel() is None


def test_a_kernel_built_before_what_it_is_asked_changed_is_left_aside(monkeypatch):
    monkeypatch.setattr(native, "INTERFACE", native.INTERFACE + 1)
    assert load_kernel() is None


@RELAXED
@given(asked=WORDS, known=st.lists(WORDS, min_size=1, max_size=6), kind=KIND)
def test_figures_agree(asked, known, kind):
    columns = columns_of(known, [n % len(LEGAL_FORMS) for n in range(len(known))])
    form, rows = form_of(asked, "limited"), np.arange(len(known))
    listed = block(columns, rows)
    table = word_table(asked, listed.words, kind)
    pairs = pair_words(table, listed.grid)
    expected = name_figures(asked, "limited", listed, table, pairs)
    found = find.figures(columns, form, kind, rows.tolist())
    assert found is not None
    for place, (name, _, _) in enumerate(FEATURES):
        assert np.allclose(found[:, place], expected[:, place], rtol=0, atol=1e-9), name


@RELAXED
@given(asked=WORDS, known=st.lists(WORDS, min_size=1, max_size=6), kind=KIND)
def test_evidence_agrees(asked, known, kind):
    columns, form = columns_of(known), form_of(asked)
    rows = np.arange(len(known))
    found = judge_all(columns, form, kind, rows)
    with twin():
        assert judge_all(columns, form, kind, rows) == pytest.approx(found, abs=ROUNDED)


@RELAXED
@given(asked=WORDS, known=WORDS, kind=KIND)
def test_the_same_words_agree(asked, known, kind):
    found = sorted(agreeing_words(asked, known, kind))
    with twin():
        assert sorted(agreeing_words(asked, known, kind)) == found


@pytest.mark.parametrize("size", [15, 16, 17, 31, 32, 33, 60])
def test_long_words_agree(size):
    """An x is two letters where it is written loosely: `ksks` of sixteen x is 32 long."""
    asked = [(letters * size)[:size] for letters in ("x", "xaz", "mohabi")]
    slipped = [word[:-2] + "q" for word in asked]
    columns, form = columns_of([asked, slipped, slipped[:2]]), form_of(asked)
    rows = np.arange(3)
    found = judge_all(columns, form, "person", rows), agreeing_words(asked, slipped, "body")  # fmt: skip
    assert [pair[:2] for pair in found[1]] == [(0, 0), (1, 1), (2, 2)]
    with twin():
        assert judge_all(columns, form, "person", rows) == pytest.approx(found[0])
        assert agreeing_words(asked, slipped, "body") == found[1]


def made_up(number, seed=1):
    """Return names of few syllables, many of them alike."""
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    for _ in range(number):
        size = chance.randrange(1, 5)
        yield " ".join(
            "".join(chance.choices(SYLLABLES[:-1], k=chance.randrange(1, 4)))
            for _ in range(size)
        )


def party(number, name):
    other = "alias" if number % 7 else "weakAlias"
    spelled = {"name": name, other: name[::-1], "birthDate": str(1950 + number % 60)}
    if number % 4:
        spelled["country"] = ("ir", "sy", "ru")[number % 3]
    facts: dict[str, tuple[Fact, ...]]
    facts = {prop: (Fact(value, "l"),) for prop, value in spelled.items()}
    schema = "Organization" if number % 5 == 0 else "Person"
    return Party(f"p{number}", schema, name, ("l",), (), facts, ())


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kernel") / "index"
    parties = (party(n, name) for n, name in enumerate(made_up(6000)))
    build_index(parties, folder, manifest={})
    return open_index(folder)


@pytest.mark.parametrize("name", sorted({*made_up(60, seed=2), "mo ha mm ad ali ib"}))
def test_candidates_agree_however_many_there_are(index, name):
    """Most of these have more than a thousand: the limit rises on the way."""
    columns = index.columns
    for kind, start, end in (*index.ranges(None), ("person", 100, 1500)):
        for form in read_name(name, kind):
            expected = candidates(columns, form.words, start, end, kind)
            found = kernel().candidates(
                columns.held, find.packed(form), find.rules(kind), start, end
            )
            assert np.frombuffer(found, dtype=np.uint32).tolist() == expected.tolist()


def test_some_names_have_more_candidates_than_are_judged(index):
    (_, start, end), *_ = index.ranges("person")
    assert (
        len(candidates(index.columns, ("hamm", "ibra"), start, end)) >= MOST_CANDIDATES
    )


IRAN = countries_of({"country": ("ir",)})
FLOORS = (
    Floor(),
    Floor(least=1.5),
    Floor(least=2.0, years_add=9.0, years=1 << (1961 % 64)),
    Floor(least=9.0, countries_add=1.5, countries=(1 << 64) - 1),
    *(
        Floor(
            least,
            9.0,
            1 << (1961 % 64),
            1.5,
            IRAN,
            Against(7.0, 3.0, far=True),
            Against(0.0, 18.0, far=True),
        )
        for least in (1.2, -30.0)
    ),
)


@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("name", sorted({*made_up(12, seed=3)}))
def test_answers_agree(index, name, floor):
    ranges = {
        kind: tuple((s, e) for k, s, e in index.ranges(None) if k == kind)
        for kind in ("person", "body")
    }
    for kind, stretches in ranges.items():
        for form in read_name(name, kind):
            asked = (index.columns, form, kind, stretches, floor)
            found = find_names(*asked, most=200)
            with twin():
                assert sorted(find_names(*asked, most=200)) == sorted(found)


@pytest.mark.parametrize("way", [nullcontext, twin])
@pytest.mark.parametrize("name", tuple(made_up(6, seed=6)))
def test_a_name_is_found_where_just_its_evidence_is_wanted(index, name, way):
    """What is left behind early is left behind by no less than it can be worth."""
    stretches = tuple((s, e) for kind, s, e in index.ranges(None) if kind == "person")
    (form,) = read_name(name, "person")
    with way():
        asked = (index.columns, form, "person", stretches)
        found = find_names(*asked, Floor(least=-5.0))
        for bits in sorted({each[1] for each in found}):
            wanted = [each for each in found if each[1] >= bits]
            assert sorted(find_names(*asked, Floor(least=bits))) == sorted(wanted)


@pytest.mark.parametrize("seed", range(6))
def test_answers_to_several_names_agree(index, seed):
    name, *aliases = made_up(8, seed=20 + seed)
    properties = {"name": [name], "alias": aliases}
    query = Query.from_entity({"schema": None, "properties": properties})
    found = search(index, query, threshold=0.3, limit=50)
    with twin():
        assert search(index, query, threshold=0.3, limit=50) == found


def test_searches_at_the_same_time_do_not_meet(index):
    stretches = tuple((s, e) for kind, s, e in index.ranges(None) if kind == "person")
    forms = [form for name in made_up(40, seed=4) for form in read_name(name, "person")]

    def ask(form):
        return find_names(index.columns, form, "person", stretches, FLOORS[0])

    alone = [ask(form) for form in forms]
    with ThreadPoolExecutor(4) as threads:
        for _ in range(5):
            assert list(threads.map(ask, forms)) == alone


def words_found(index, name):
    """Return the words and the evidence of every name found, in order."""
    columns = index.columns
    stretches = tuple((s, e) for kind, s, e in index.ranges(None) if kind == "person")
    form, *_ = read_name(name, "person")
    found = find_names(columns, form, "person", stretches, Floor(least=-5.0))
    rows = ((columns.names[row], bits) for row, bits, *_ in found)
    cut = (
        (columns.name_words[row["start"] : row["start"] + row["length"]], bits)
        for row, bits in rows
    )
    return sorted(([columns.word(int(n)) for n in words], bits) for words, bits in cut)


def test_the_order_of_loading_does_not_matter_where_ties_are_cut(index, tmp_path):
    """Thousands of names compete: what is cut is cut by what it is, not where it stands."""
    parties = [party(n, name) for n, name in enumerate(made_up(6000))]
    random.Random(5).shuffle(parties)  # noqa: S311 - the same on every run
    build_index(parties, tmp_path / "index", manifest={})
    other = open_index(tmp_path / "index")
    for name in made_up(25, seed=4):
        assert words_found(other, name) == words_found(index, name)


@RELAXED
@given(data=st.data(), asked=WORDS, kind=KIND)
def test_columns_of_nonsense_do_no_harm(data, asked, kind):
    """An index may be damaged on disk: every place in it is checked."""
    chance = random.Random(data.draw(st.integers(0, 1 << 30)))  # noqa: S311 - noise
    names, words, blocks = (data.draw(st.integers(0, n)) for n in (600, 9, 2))

    def noise(dtype, count):
        size = np.dtype(dtype).itemsize * count
        return np.frombuffer(chance.randbytes(size), dtype=dtype)

    rows = blocks * 512 if blocks else names
    columns = Columns(
        words=noise(WORD, words),
        text=noise("u1", 30),
        spelled=noise("u1", 5),
        key=noise("u1", 0),
        names=noise(NAME, rows),
        name_words=noise("u4", 40) % max(words + 2, 1),
        planes=noise("u8", PLANES * 8 * blocks),
        letter_sizes=noise("u1", rows),
        sound_sizes=noise("u1", rows),
        lane_letters=noise("u1", 8 * blocks),
        lane_sounds=noise("u1", 8 * blocks),
        sounds=noise("i8", 3),
        sound_ends=noise("u4", 4),
        sound_names=noise("u4", 10),
        years=noise("u8", 7),
        countries=noise("u8", 7),
    )
    find_names(
        columns, form_of(asked), kind, ((0, rows), (rows // 2, 10 * rows)), Floor()
    )


def test_columns_that_do_not_fit_are_refused():
    columns = columns_of([("ali",)])
    buffers = [getattr(columns, name) for name in Columns.__dataclass_fields__]
    with pytest.raises(ValueError, match="ends of sounds"):
        kernel().open_columns((*buffers[:12], np.zeros(5, np.uint32), *buffers[13:]))
    with pytest.raises(ValueError, match="whole number of rows"):
        kernel().open_columns((np.zeros(63, np.uint8), *buffers[1:]))
    with pytest.raises(IndexError):
        kernel().open_columns(tuple(buffers[:4]))


def test_names_that_are_too_long_are_refused():
    with pytest.raises(ValueError, match="at most 16 words"):
        agreeing_words(["ali"] * 17, ["ali"], "person")
    with pytest.raises(ValueError, match="no names"):
        judge_all(columns_of([("ali",)]), form_of(("ali",)), "person", np.array([3]))


def test_a_listed_name_without_words_agrees_with_nothing():
    listed = block_of([()])
    pairs = pair_words(word_table(("ali",), listed.words, "person"), listed.grid)
    assert not pairs.level.any()
    columns = columns_of([(), ("ali",)])
    found = judge_all(columns, form_of(("ali",)), "person", np.arange(2))
    with twin():
        assert judge_all(columns, form_of(("ali",)), "person", np.arange(2)) == found
