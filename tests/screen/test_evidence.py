import pytest

from ostraka.index.entry import entry_of
from ostraka.record.party import Fact, Party
from ostraka.screen.evidence import birth_date_rule, compare_facts
from ostraka.screen.weights import WEIGHTS


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("1971-12-22", "1971-12-22", "day_same"),
        ("1971-12-02", "1971-02-12", "day_swapped"),
        ("1971-12", "1971-12-22", "month_same"),
        ("1971", "1971-12-22", "year_same"),
        ("1971-01-01", "1971-12-22", "year_same"),
        ("1971-03-09", "1971-12-22", "year_same_other_day"),
        ("1972", "1971-12-22", "year_near"),
        ("1974", "1971", "year_apart"),
        ("1991-06-01", "1971", "year_far"),
        ("1962", "1960/1964", "year_within"),
        ("1970-05-05", "1960/1964", "year_far"),
    ],
)
def test_birth_dates_agree_by_what_is_known(left, right, rule):
    assert birth_date_rule(left, right) == rule


def entry(schema, **facts):
    spelled = {p: tuple(Fact(v, "list") for v in vs) for p, vs in facts.items()}
    return entry_of(Party("p1", schema, "x", ("list",), (), spelled, ()))


def bits(facts, known):
    return {f.feature: f.bits for f in compare_facts(facts, known)}


def test_a_published_range_is_kept_as_a_range():
    """The record keeps "1960 to 1964" as its two ends with the original (decision 3)."""
    ends = tuple(Fact(v, "list", "1960 to 1964") for v in ("1960", "1964"))
    known = entry_of(Party("p1", "Person", "x", ("list",), (), {"birthDate": ends}, ()))
    (value,) = known.facts["birthDate"]
    assert value.value == "1960/1964"
    assert bits({"birthDate": ("1962",)}, known) == {"birth_date": 2.5}


def test_of_several_values_the_best_agreeing_counts():
    known = entry("Person", birthDate=("1950", "1971-12-22"))
    assert bits({"birthDate": ("1971-12-22",)}, known)["birth_date"] > 0


def test_a_ship_keeps_its_imo_number_and_changes_its_flag():
    known = entry("Vessel", imoNumber=("IMO9074729",), flag=("ir",))
    other = {"imoNumber": ("IMO9401740",), "flag": ("pa",)}
    assert bits(other, known) == {
        "identifier": WEIGHTS["identifier_differs_for_life"].bits
    }


def test_the_same_number_of_another_kind_still_speaks():
    known = entry("Person", idNumber=("A1234567",))
    found = bits({"passportNumber": ("a 1234567",)}, known)
    assert found == {"identifier": WEIGHTS["identifier_same_other_kind"].bits}


def test_branches_in_two_countries_are_two_bodies():
    known = entry("Organization", country=("ke",))
    assert bits({"country": ("so",)}, known)["country"] <= -10


def test_every_weight_says_why():
    assert all(weight.detail and weight.reason for weight in WEIGHTS.values())
