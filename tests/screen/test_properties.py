"""What holds for every name, party and list (design, section 5)."""

import itertools
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, compare, search, search_many

NAMES = (
    "Ibrahim Qavami", "Oleg Viktorovich Tarasyuk", "Sazeman Tolou Bazargani LLC",
    "Mohammad Ali", "KIM, Chol Nam", "محمد رضا سلیمان", "Торговый дом Заря ООО",
    "Abu Yasir", "Banco del Norte Chile S.A.", "Haji Karim Zadeh",
)  # fmt: skip
WORDS = st.sampled_from(" ".join(NAMES).split())
NAME = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
RELAXED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def party(number, name, *aliases):
    spelled = {"name": (name,), "alias": aliases}
    facts = {kind: tuple(Fact(v, "list") for v in vs) for kind, vs in spelled.items()}
    schema = "Organization" if "LLC" in name or "S.A." in name else "Person"
    return Party(f"p{number}", schema, name, ("list",), (), facts, ())


PARTIES = tuple(party(number, name) for number, name in enumerate(NAMES))


def opened(folder, parties):
    build_index(parties, folder, manifest={})
    return open_index(folder)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("index") / "index", PARTIES)


def person(name, **facts):
    return {"schema": "Person", "properties": {"name": [name], **facts}}


def found(matches):
    return [(match.caption, match.score) for match in matches]


@RELAXED
@given(left=st.text(min_size=1, max_size=60), right=NAME)
def test_a_score_is_between_nought_and_one(left, right):
    if left.strip():
        assert 0 <= compare(person(left), person(right)).score <= 1


@RELAXED
@given(name=NAME)
def test_the_same_name_is_always_a_match(name):
    """Screening law wants an exact full name shown, however common it is."""
    assert compare(person(name), person(name)).score >= 0.7


@RELAXED
@given(name=NAME)
def test_order_of_loading_and_ids_do_not_matter(index, tmp_path_factory, name):
    turned = [replace(p, id=f"z{p.id}") for p in reversed(PARTIES)]
    other = opened(tmp_path_factory.mktemp("turned") / "index", turned)
    query = Query.from_entity(person(name))
    ours = sorted(found(search(index, query, threshold=0.3, limit=50)))
    assert sorted(found(search(other, query, threshold=0.3, limit=50))) == ours


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("리용주 리용주", ("Ri Yong Ju", "리용주", "李勇柱")),
        ("Владимир ИвановичШАСТИН", ("Vladimir SHASTIN", "Владимир Иванович ШАСТИН")),
        ("Ali Reza Karimi", ("Alireza Karimi", "Karimi Ali Reza", "علیرضا کریمی")),
    ],
)
def test_the_order_of_a_party_s_names_does_not_matter(tmp_path, asked, listed):
    answers = set()
    for place, names in enumerate(itertools.permutations(listed)):
        index = opened(tmp_path / str(place), [party(1, *names)])
        query = Query.from_entity(person(asked))
        (match,) = search(index, query, threshold=0.1)
        answers.add(match.score)
    assert len(answers) == 1


@RELAXED
@given(names=st.lists(NAME, min_size=1, max_size=5))
def test_the_rest_of_a_batch_does_not_matter(index, names):
    queries = [Query.from_entity(person(name)) for name in names]
    together = list(search_many(index, queries, threshold=0.3))
    assert together == [search(index, query, threshold=0.3) for query in queries]


@RELAXED
@given(left=NAME, right=NAME, day=st.dates().map(str))
def test_agreeing_facts_never_lower_and_contradicting_never_raise(left, right, day):
    def score(left_facts, right_facts):
        return compare(person(left, **left_facts), person(right, **right_facts)).score

    born, other = {"birthDate": [day]}, {"birthDate": ["1850"]}
    plain = score({}, {})
    assert score(born, born) >= plain
    assert score(other, {"birthDate": ["1990"]}) <= plain
    number = {"passportNumber": ["A1234567"]}
    assert score(number, number) >= plain
    assert score({"gender": ["male"]}, {"gender": ["female"]}) <= plain
    assert score({"nationality": ["ir"]}, {"nationality": ["ir"]}) >= plain
    assert score({"nationality": ["ir"]}, {"nationality": ["fr"]}) <= plain


def test_how_many_names_a_party_has_does_not_change_the_score(tmp_path):
    rich = party(1, "Ibrahim Qavami", *(f"Alias Nomor {n}x" for n in range(100)))
    query = Query.from_entity(person("Ebrahim Ghavami"))
    poor = opened(tmp_path / "poor", [party(1, "Ibrahim Qavami")])
    full = opened(tmp_path / "full", [rich])
    assert found(search(poor, query, threshold=0.1)) == found(
        search(full, query, threshold=0.1)
    )


@pytest.mark.parametrize("name", ["x" * 10_000, "ab " * 500, "محمد " * 500])
def test_a_monstrous_name_is_answered_at_once(index, name):
    query = Query.from_entity(person(name))
    started = time.perf_counter()
    search(index, query)
    assert time.perf_counter() - started < 0.5


def test_filler_numbers_join_nobody():
    left = person("Ibrahim Qavami", passportNumber=["0000000"])
    right = person("Oleg Tarasyuk", passportNumber=["000000-0"])
    assert compare(left, right).score < 0.3


@pytest.mark.parametrize("name", ["", " ", "…", "\u202e", "x"])
def test_names_without_substance_find_nothing(index, name):
    query = Query(names=(("name", name),), schema="Person")
    assert search(index, query) == ()
