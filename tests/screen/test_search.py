import pytest

from ostraka.errors import StoreError, UsageError
from ostraka.index import build_index, open_index
from ostraka.record.party import Designation, Fact, Party
from ostraka.screen import Query, cleared, compare, search, search_many
from ostraka.screen.score import EXACT_NAME, bits_of, score_of


def party(id_, schema, *names, **facts):
    values = {"name": names, **facts}
    return Party(
        id=id_,
        schema=schema,
        caption=names[0],
        datasets=("list",),
        referents=(),
        facts={p: tuple(Fact(v, "list") for v in vs) for p, vs in values.items()},
        designations=(Designation("list", "1", listed="2020-02-01"),),
    )


PARTIES = (
    party("p1", "Person", "Ibrahim Qavami", birthDate=("1961-05-03",)),
    party("p2", "Person", "Oleg Tarasyuk", weakAlias=("Zubr Kamenny",)),
    party("p3", "Organization", "Sazeman Tolou Bazargani"),
    party("p4", "Vessel", "Morning Heron", imoNumber=("IMO9074729",)),
)


@pytest.fixture
def index(tmp_path):
    build_index(PARTIES, tmp_path / "index", manifest={"lists": {}})
    return open_index(tmp_path / "index")


def ask(name, schema="Person", **facts):
    properties = {"name": [name], **facts}
    return Query.from_entity({"schema": schema, "properties": properties})


def ids(matches):
    return [match.entity_id for match in matches]


def test_a_listed_name_is_found_with_its_list_and_day(index):
    (match,) = search(index, ask("QAVAMI, Ibrahim"))
    assert match.entity_id == "p1"
    feature = match.explanation[0].to_dict()
    assert (feature["feature"], feature["candidate"]) == ("name", "Ibrahim Qavami")
    assert (feature["dataset"], feature["since"]) == ("list", "2020-02-01")


def test_a_weak_alias_opens_no_match(index):
    """OFAC FAQ 122: weak AKAs are not expected as a key for screening."""
    assert search(index, ask("Zubr Kamenny")) == ()


def test_another_type_is_no_match(index):
    """OFAC FAQ 5: an individual against a vessel is not a valid match."""
    assert search(index, ask("Morning Heron", "Person")) == ()


def test_a_number_finds_a_party_under_another_name(index):
    found = search(index, ask("Evening Swan", "Vessel", imoNumber=["9074729"]))
    assert ids(found) == ["p4"]


def test_many_are_answered_as_one_by_one(index):
    queries = [ask("Ibrahim Qavami"), ask("Oleg Tarasiuk"), ask("???")]
    alone = [search(index, query) for query in queries]
    assert list(search_many(index, queries)) == alone


def test_a_threshold_of_nought_gives_every_candidate(index):
    """Such a candidate has a score of 0.05; any threshold above would leave it out."""
    found = search(index, ask("Oleg Qavami"), threshold=0.0, limit=50)
    assert "p1" in ids(found)
    assert not search(index, ask("Oleg Qavami"), threshold=1.0, limit=50)


@pytest.mark.parametrize("score", [0.000001, 0.05, 0.7, 0.999999, 1.0])
def test_a_threshold_asks_for_the_least_evidence_that_gives_its_score(score):
    least = bits_of(score)
    assert score_of(least + 1e-6) == score
    assert score_of(least - 0.01) <= score


def test_no_index_is_said_plainly(tmp_path):
    with pytest.raises(StoreError, match="holds no index"):
        open_index(tmp_path / "none")


def test_a_failed_build_leaves_the_old_index(tmp_path):
    folder = tmp_path / "index"
    build_index(PARTIES, folder, manifest={})

    def broken():
        yield PARTIES[0]
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        build_index(broken(), folder, manifest={})
    assert len(open_index(folder)) == len(PARTIES)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_what_cannot_be_read_is_an_error():
    with pytest.raises(UsageError, match="no schema"):
        Query.from_entity({"schema": "Dragon", "properties": {"name": ["x"]}})
    with pytest.raises(UsageError, match="no name"):
        Query.from_entity({"schema": "Person", "properties": {}})


def test_compare_needs_no_store():
    left = {"schema": "Person", "properties": {"name": ["Ibrahim Qavami"]}}
    right = {"schema": "Person", "properties": {"name": ["Ebrahim Qavami"]}}
    other = {"schema": "Person", "properties": {"name": ["Oleg Tarasyuk"]}}
    assert compare(left, right).score > 0.6
    assert compare(left, other).score < 0.3


@pytest.mark.parametrize(
    "name",
    ["IbrahimQavami", "Ibra him Qavami", "Ibrahim Qavami Ibrahim Qavami"],
)
def test_a_full_name_is_found_joined_split_and_doubled(index, name):
    assert "p1" in ids(search(index, ask(name)))


def test_a_payment_phrase_is_no_part_of_the_name(index):
    found = search(index, ask("For further credit to Sazeman Tolou Bazargani", None))
    assert ids(found) == ["p3"]


def test_a_party_that_came_near_is_told_with_what_cleared_it(index):
    asked = ask("Ibrahim Qavami", birthDate=["1990-01-01"])
    assert search(index, asked) == ()
    (near,) = cleared(index, asked)
    assert (near.entity_id, near.match) == ("p1", False)
    against = [f.feature for f in near.explanation if f.bits < 0]
    assert against == ["birth_date"]
    assert near.explanation[-1].feature == "no_match"
    assert near.explanation[-1].detail == "by birth date"


def test_a_match_is_not_told_as_cleared(index):
    asked = ask("Ibrahim Qavami", birthDate=["1961-05-03"])
    assert ids(search(index, asked)) == ["p1"]
    assert cleared(index, asked) == ()


@pytest.mark.parametrize(
    ("asked", "listed", "schema"),
    [
        ("Dr Ali Hasan", "Ali Hasan", "Person"),
        ("Mr. Sheikh Ali Hasan", "Sheikh Ali Hasan", "Person"),
        ("The Zar LLC", "Zar LLC", "Company"),
    ],
)
def test_a_title_in_front_of_a_full_name_leaves_it_the_full_name(
    tmp_path, asked, listed, schema
):
    build_index([party("p", schema, listed)], tmp_path / "one", manifest={})
    (match,) = search(open_index(tmp_path / "one"), ask(asked, schema))
    assert match.match
    assert match.explanation[0].bits >= EXACT_NAME


def test_a_full_name_is_found_as_written_though_another_is_read_alike(tmp_path):
    """The index keeps one name of those that are one in Latin letters."""
    both = ("Иван Иванович ЗИМА", "Ivan Ivanovich ZIMA")
    build_index([party("p1", "Person", *both)], tmp_path / "index", manifest={})
    (match,) = search(open_index(tmp_path / "index"), ask("IvanIvanovich ZIMA"))
    assert match.explanation[0].candidate == "Ivan Ivanovich ZIMA"
    assert match.explanation[0].bits >= EXACT_NAME


@pytest.mark.parametrize(
    ("asked", "listed", "schema"),
    [
        ("KoKo Lwin", "Ko Ko Lwin", "Person"),
        ("Allah Habib Toofan Rahmat", "Habib Allah Rahmat Toofan", "Person"),
        ("XQ'ZAB", "XQ-ZAB", "Airplane"),
    ],
)
def test_a_full_name_is_found_with_a_word_twice_and_in_any_order(
    tmp_path, asked, listed, schema
):
    build_index([party("p1", schema, listed)], tmp_path / "index", manifest={})
    assert ids(search(open_index(tmp_path / "index"), ask(asked, schema))) == ["p1"]


def test_of_equal_scores_the_name_written_most_alike_goes_first(tmp_path):
    listed = (
        party("a", "Company", "Open Joint Stock Company Zarovets Holding"),
        party("b", "Company", "OJSC Zarovets Holding"),
    )
    build_index(listed, tmp_path / "index", manifest={})
    index = open_index(tmp_path / "index")
    first, second = search(index, ask("Zarovets Holding, OJSC", "Company"))
    assert first.score == second.score
    assert first.entity_id == "b"
