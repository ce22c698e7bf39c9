"""Very many queries as arrays: nothing is lost in them, and the kernel answers as its twin."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, find
from ostraka.screen.few import Few, askers_named, askers_with_sound
from ostraka.screen.packed import ASKED, ASKER, FORM, Pack, pack, without
from ostraka.screen.prepared import Prepared, prepare
from ostraka.screen.scan import RARE_SOUND
from ostraka.screen.words import asked_word

WORDS = ("oleg", "Олег", "tarasyuk", "taraszuk", "bank", "mohammad", "muhammed", "محمد",
         "hosseini", "zubr", "trading", "ltd", "al", "ali", "j", "4", "金正恩", "İpek")  # fmt: skip
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
askers = st.tuples(
    st.sampled_from(["Person", "Company", "LegalEntity", "Vessel", "Thing"]),
    st.lists(names, min_size=1, max_size=3),
    st.sampled_from([{}, {"country": ["ir"]}, {"idNumber": ["A1234567"]}]),
)
needs_kernel = pytest.mark.skipif(
    find.compiled() is None, reason="the kernel was not built; its twin is tested alone"
)


def asked(schema, names, facts):
    values = {"name": names[:1], "alias": names[1:2], "weakAlias": names[2:], **facts}
    return Query.from_entity({"schema": schema, "properties": values})


def party(number, schema, *names, **facts):
    values = {"name": names, **facts}
    facts = {prop: tuple(Fact(v, "list") for v in vs) for prop, vs in values.items()}
    return Party(f"p{number}", schema, names[0], ("list",), (), facts, ())


def index_of(folder, parties):
    build_index(parties, folder, manifest={})
    return open_index(folder)


def kernel():
    found = find.compiled()
    assert found is not None
    return found


def none_of(packed):
    return np.zeros(len(packed), dtype=bool)


@settings(deadline=None)
@given(st.lists(askers, max_size=6))
def test_nothing_is_lost_in_a_pack(some):
    queries = [(9 * n, prepare(asked(*one))) for n, one in enumerate(some)]
    packed = Pack.from_bytes(pack(queries).to_bytes())
    assert list(packed.prepared()) == queries


def test_who_leaves_takes_along_what_nobody_else_has():
    queries = [(n, prepare(asked("Person", [name], {}))) for n, name in enumerate(
        ("Oleg Tarasyuk", "Oleg Kamenny", "Ruzbeh Tavakoli"))]  # fmt: skip
    packed = pack(queries)
    left = without(packed, {0, 7})
    assert list(left.prepared()) == queries[1:]
    assert {"tarasyuk", "oleg"} <= set(packed.texts)
    assert set(packed.texts) - set(left.texts) == {"tarasyuk"}
    assert b"tarasyuk" not in left.to_bytes()
    assert without(packed, {7}) is packed


@pytest.mark.parametrize("kept", [b"", b"nothing", bytes(200)])
def test_what_is_no_pack_is_refused(kept):
    with pytest.raises(ValueError, match="pack"):
        Pack.from_bytes(kept)


def test_a_pack_that_was_cut_off_is_refused():
    kept = pack([(1, prepare(asked("Person", ["Oleg"], {})))]).to_bytes()
    with pytest.raises(ValueError, match="size"):
        Pack.from_bytes(kept[:-1])


@pytest.fixture(scope="module")
def few_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("packed")


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(
    st.lists(askers, min_size=1, max_size=8),
    st.lists(askers, min_size=1, max_size=6),
    st.sampled_from([0.3, 0.7, 0.9]),
)
def test_the_kernel_and_its_twin_find_the_same(few_folder, parties, some, threshold):
    listed = [party(n, schema, *names, **facts) for n, (schema, names, facts) in enumerate(parties)]  # fmt: skip
    few = Few(index_of(few_folder / "few", listed), threshold)
    queries = [prepare(asked(*one)) for one in some]
    packed = pack(list(enumerate(queries)))
    expected = [few.may_have(query) for query in queries]
    assert few.among(packed, none_of(packed)).tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "compiled", lambda: None)
        assert few.among(packed, none_of(packed)).tolist() == expected
    left_out = np.arange(len(packed)) % 2 == 0
    found = few.among(packed, left_out).tolist()
    assert found == [one and n % 2 == 1 for n, one in enumerate(expected)]


@needs_kernel
def test_made_up_names_are_found_by_the_kernel_as_one_by_one(few_folder):
    chance = random.Random(3)  # noqa: S311 - the same on every run
    parts = ("mo", "ha", "mmad", "ali", "ib", "ra", "him", "kh", "ov", "y", "sa", "7")

    def name():
        return " ".join("".join(chance.choices(parts, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 5)))  # fmt: skip

    def kind():
        return chance.choice(["Person", "Company", "LegalEntity"])

    index = index_of(
        few_folder / "many", [party(n, kind(), name()) for n in range(800)]
    )
    queries = [prepare(asked(kind(), [name(), name()], {})) for _ in range(600)]
    packed = pack(list(enumerate(queries)))
    for threshold in (0.5, 0.8, 0.95):
        few = Few(index, threshold)
        expected = [few.may_have(query) for query in queries]
        assert 0 < sum(expected) < len(expected)
        assert few.among(packed, none_of(packed)).tolist() == expected


@needs_kernel
def test_a_pack_of_nonsense_does_no_harm(few_folder):
    """What is kept may be damaged on disk: every place in it is checked."""
    chance = random.Random(4)  # noqa: S311 - noise
    index = index_of(few_folder / "one", [party(1, "Person", "Oleg Tarasyuk")])
    few = Few(index, 0.7)

    def noise(kind, count):
        return np.frombuffer(chance.randbytes(np.dtype(kind).itemsize * count), dtype=kind)  # fmt: skip

    for turn in range(200):
        forms, askers = noise(FORM, 4).copy(), noise(ASKER, 3).copy()
        if turn % 2:
            forms["start"] %= 5
            forms["length"] %= 6
            askers["form"] %= 4
            askers["forms"] %= 2
            askers["family"] %= 7
        packed = (askers, forms, noise(ASKED, 3), noise("u4", 9) % 3, noise("u1", 40),
                  noise("u1", 9), noise("u1", 0), noise("u4", 6), np.zeros(3, "u1"))  # fmt: skip
        found = kernel().ask_packed(
            index.columns.held, packed, few._models, 7, few._ranges, 1.0
        )
        assert len(found) == 3


@needs_kernel
def test_what_does_not_fit_is_refused(few_folder):
    index = index_of(few_folder / "two", [party(1, "Person", "Oleg Tarasyuk")])
    few = Few(index, 0.7)
    parts = (np.zeros(1, ASKER), *(np.zeros(0, "u1") for _ in range(7)))

    def ask(packed, ranges=few._ranges):
        return kernel().ask_packed(
            index.columns.held, packed, few._models, 7, ranges, 1.0
        )

    with pytest.raises(ValueError, match="one byte for each"):
        ask((*parts, np.zeros(2, "u1")))
    with pytest.raises(ValueError, match="no whole number"):
        ask((np.zeros(55, "u1"), *parts[1:], np.zeros(1, "u1")))
    with pytest.raises(ValueError, match="of no family"):
        ask((*parts, np.zeros(1, "u1")), ((7, True, 0, 1),))


def test_a_sound_is_as_common_among_a_few_as_among_all(few_folder):
    """Beyond 300 names of one sound, that sound brings up no name: here as there."""
    target = party(0, "Person", "Wqx Brfm Gplkdjhv Taraszuq")
    crowd = [party(n, "Person", f"Tarasyuk {chr(97 + n % 26)}{chr(97 + n // 26)}o") for n in range(1, RARE_SOUND + 3)]  # fmt: skip
    few = index_of(few_folder / "target", [target])
    whole = index_of(few_folder / "crowd", [target, *crowd])
    query = prepare(asked("Person", ["Tarasyuk"], {}))
    packed = pack([(1, query)])
    for found, among in ((True, None), (False, whole)):
        held = Few(few, 0.2, among)
        assert held.may_have(query) is found
        assert held.among(packed, none_of(packed)).tolist() == [found]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(find, "compiled", lambda: None)
            assert held.among(packed, none_of(packed)).tolist() == [found]


def test_who_has_a_sound_or_is_named_so():
    queries = [(n, prepare(asked("Person", [name], {}))) for n, name in enumerate(("Oleg Zubr", "Ali", "Zubr"))]  # fmt: skip
    packed = pack(queries)
    sound = asked_word("zubr", "person").filed
    assert askers_with_sound(packed, {sound}).tolist() == [True, False, True]
    assert askers_with_sound(packed, ()).tolist() == [False, False, False]
    assert askers_named(packed, queries[2][1].plain).tolist() == [False, False, True]
    assert askers_named(pack([]), [5]).tolist() == []


def test_a_query_without_a_name_is_held_by_its_number(few_folder):
    few = Few(index_of(few_folder / "number", [party(1, "Person", "Oleg", idNumber=("A1234567",))]), 0.7)  # fmt: skip
    query = Query.from_entity({"schema": "Person", "properties": {"idNumber": ["a-123 4567"]}})  # fmt: skip
    packed = pack([(1, prepare(query))])
    assert isinstance(next(packed.prepared())[1], Prepared)
    assert few.among(packed, none_of(packed)).tolist() == [True]
    assert few.has(query)
