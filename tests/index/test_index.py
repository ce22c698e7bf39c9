import numpy as np
import pytest

from ostraka.errors import StoreError
from ostraka.index import build_index, open_index
from ostraka.index.identifiers import identifier_key
from ostraka.record.party import Designation, Fact, Party
from ostraka.screen.scan import names_with_sound
from ostraka.screen.words import asked_word


def party(id_, schema, name, **facts):
    values = {"name": (name,), **facts}
    spelled = {p: tuple(Fact(v, "list") for v in vs) for p, vs in values.items()}
    listed = (Designation("list", "1", listed="2021-03-04"),)
    return Party(id_, schema, name, ("list",), (), spelled, listed)


def test_an_index_gives_back_what_a_match_shows(tmp_path):
    person = party("p1", "Person", "Ibrahim Qavami", birthDate=("1961",))
    build_index([person], tmp_path / "index", manifest={"lists": {"list": "1"}})
    index = open_index(tmp_path / "index")
    entry = index.entry(0)
    assert (entry.id, entry.caption) == ("p1", "Ibrahim Qavami")
    assert entry.facts["birthDate"][0].value == "1961"
    assert entry.since == {"list": "2021-03-04"}
    assert index.manifest["lists"] == {"list": "1"}
    assert (len(index), index.manifest["parties"]) == (1, 1)


def test_an_empty_list_makes_an_index_that_answers(tmp_path):
    build_index([], tmp_path / "index", manifest={})
    index = open_index(tmp_path / "index")
    assert len(index) == 0
    assert index.parties_with_identifier("A1234567") == ()


def test_another_make_is_refused(tmp_path):
    build_index([], tmp_path / "index", manifest={})
    path = tmp_path / "index/manifest.json"
    path.write_text('{"format": 0}')
    with pytest.raises(StoreError, match="another version"):
        open_index(tmp_path / "index")


def test_names_are_found_by_a_rare_sound(tmp_path):
    build_index([party("p1", "Person", "Oleg Tarasyuk")], tmp_path / "i", manifest={})
    columns = open_index(tmp_path / "i").columns
    sound = asked_word("tarasiuk", "person").filed
    assert np.array_equal(names_with_sound(columns, sound), [0])
    assert len(names_with_sound(columns, -1)) == 0


@pytest.mark.parametrize(
    "filler", ["N/A", "000000", "none", "123456", "-", "A", "11111"]
)
def test_fillers_are_no_identity_numbers(filler):
    assert identifier_key(filler) is None


def test_one_number_has_one_key():
    assert identifier_key("IMO 9074729") == identifier_key("9074729") == "9074729"
    assert identifier_key("a-12 34567") == "A1234567"


def bank(id_, *bics):
    return party(id_, "Organization", f"Bank {id_}", swiftBic=bics)


def test_a_bank_is_found_by_its_code_of_letters_and_by_that_of_a_branch(tmp_path):
    # ISO 9362: MELI (party) IR (country) TH (place), then XXX or a branch.
    build_index([bank("b1", "MELIIRTH")], tmp_path / "index", manifest={})
    index = open_index(tmp_path / "index")
    for code in ("MELIIRTH", "meli ir th", "MELIIRTHXXX", "MELIIRTH060"):
        assert index.parties_with_identifier(code, "swiftBic") == (0,), code
    assert index.parties_with_identifier("MELIDEHH", "swiftBic") == ()
    assert index.parties_with_identifier("MELIIRTH") == (), "letters are no number"


def test_a_branch_that_is_listed_stands_for_itself(tmp_path):
    build_index([bank("b1", "MELIDEHHHAM")], tmp_path / "index", manifest={})
    index = open_index(tmp_path / "index")
    assert index.parties_with_identifier("MELIDEHHHAM", "swiftBic") == (0,)
    assert index.parties_with_identifier("MELIDEHH", "swiftBic") == ()


def test_what_is_no_code_of_a_bank_is_a_number_like_others(tmp_path):
    build_index([bank("b1", "4711-0815")], tmp_path / "index", manifest={})
    index = open_index(tmp_path / "index")
    assert index.parties_with_identifier("47110815", "swiftBic") == (0,)


@pytest.mark.parametrize(
    ("published", "asked"),
    [
        # The United Nations write what it is before the number, and more after it.
        ("Qatar identification number 27763401255", "27763401255"),
        ("Afghan passport number OA296623", "OA 296623"),
        ("Afghan passport number SE 012820", "SE012820"),
        ("CAR diplomatic passport no. D00000897", "D00000897"),
        ("German travel document (“Reiseausweis”) A 0139243", "A0139243"),
        ("Afghan national identification card (tazkira) number 300786", "300786"),
        ("Central African Republic number O00065772", "O00065772"),
        ("563210184 (Expires 18 Jun. 2018)", "563210184"),
        ("D9867463 (issued on 1 June 2011)", "D9867463"),
        ("Social Security Number 423-31-3021 (US)", "423313021"),
        ("R00005943, South Sudan", "R00005943"),
        ("Libya B/002210", "B002210"),
        # The European Union, too, and the two halves of a Russian passport.
        ("A 0139243 German travel document", "A0139243"),
        ("series 1808 No. 233282", "1808 233282"),
        ("Russian passport number 8208 No. 555627", "8208555627"),
        # OFAC.
        ("AF465508 Colombia", "AF465508"),
        ("Booklet A4827048", "A4827048"),
    ],
)
def test_a_number_is_the_same_whatever_words_stand_around_it(published, asked) -> None:
    assert identifier_key(published) == identifier_key(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A check digit in brackets, a township, a branch: they belong to the number.
        ("A123456(7)", "A123456"),
        ("Katana (Naing) 0052495", "0052495"),
        ("5/SaKaNa (Naing) 017289", "017289"),
        ("6000845 Nabatieh", "6000845"),
        ("BAHA 6301000", "6301000"),
    ],
)
def test_what_may_belong_to_a_number_is_left_on_it(one, other) -> None:
    assert identifier_key(one) != identifier_key(other)


@pytest.mark.parametrize("filler", ["passport number", "No. 0000000", "ID card N/A"])
def test_words_around_nothing_are_no_number(filler) -> None:
    assert identifier_key(filler) is None
