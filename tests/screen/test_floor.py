"""What other facts add at most and take off at least is known before names are read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.record.schema import find_schema, schema_names
from ostraka.screen import Query, search
from ostraka.screen.evidence import compare_facts, same_craft
from ostraka.screen.floor import FAR, floor_of
from ostraka.screen.score import DEFAULT_THRESHOLD, bits_of

RELAXED = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DATES = ("1961", "1961-05-03", "1961-03-05", "1962", "1965-01", "1925", "1956/1960")
COUNTRIES = ("ir", "sy", "ru")
BODY = {
    "country": COUNTRIES,
    "jurisdiction": COUNTRIES,
    "incorporationDate": ("1961", "1999"),
}
FACTS: dict[str, dict[str, tuple[str, ...]]] = {
    "Person": {
        "birthDate": DATES, "nationality": COUNTRIES, "country": COUNTRIES,
        "birthCountry": COUNTRIES, "gender": ("male", "female"),
    },
    "Organization": BODY,
    "LegalEntity": {**BODY, "birthDate": DATES},
    "Vessel": {"flag": COUNTRIES, "country": COUNTRIES, "pastFlags": COUNTRIES},
}  # fmt: skip


def facts_of(schema):
    some = {
        prop: st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple)
        for prop, values in FACTS[schema].items()
    }
    return st.fixed_dictionaries({}, optional=some)


DESCRIBED = st.sampled_from(sorted(FACTS)).flatmap(
    lambda schema: st.tuples(st.just(schema), facts_of(schema))
)


def query(schema, facts, name="Ibrahim Hassan"):
    properties = {"name": [name], **{prop: [*values] for prop, values in facts.items()}}
    return Query.from_entity({"schema": schema, "properties": properties})


def opened(folder, *described, name="Ibrahim Hassan"):
    parties = (
        Party(
            f"p{number}", schema, name, ("list",), (),
            {p: tuple(Fact(v, "list") for v in vs) for p, vs in {"name": (name,), **facts}.items()},
            (),
        )
        for number, (schema, facts) in enumerate(described)
    )  # fmt: skip
    build_index(parties, folder, manifest={})
    return open_index(folder)


@RELAXED
@given(asked=DESCRIBED, listed=DESCRIBED)
def test_no_name_needs_more_than_its_floor_leaves_it(tmp_path_factory, asked, listed):
    index = opened(tmp_path_factory.mktemp("floor") / "index", listed)
    wanted, entry = query(*asked), index.entry(0)
    evidence = [*compare_facts(wanted.facts, entry), *same_craft(wanted, entry)]
    need = bits_of(DEFAULT_THRESHOLD) - sum(feature.bits for feature in evidence)
    floor = floor_of(wanted, DEFAULT_THRESHOLD)
    if any(first < end for _, first, end in index.ranges(wanted.family)):
        assert floor.of_party(index.columns, 0, index.reading_of(0)) <= need + 1e-9


@pytest.mark.parametrize(
    ("listed", "more"),
    [
        ({"birthDate": ("1961-05-03",)}, 0.0),
        ({"birthDate": ("1962",)}, 0.0),
        ({"birthDate": ("1960",)}, 0.0),
        ({"birthDate": ("1964",)}, 7.0),
        ({"birthDate": ("1964", "1962")}, 0.0),
        ({"nationality": ("sy",)}, 3.0),
        ({"birthDate": ("1990",), "nationality": ("sy",)}, 10.0),
        ({"birthDate": ("1990",), "nationality": ("ir",)}, 7.0 - 1.5),
        ({"birthCountry": ("sy",)}, 0.0),
        ({}, 0.0),
    ],
)  # fmt: skip
def test_a_person_born_in_other_years_or_of_other_countries_needs_more(
    tmp_path, listed, more
):
    index = opened(tmp_path / "index", ("Person", listed))
    facts = {"birthDate": ("1961-05-03",), "nationality": ("ir",)}
    asked = query("Person", facts)
    floor = floor_of(asked, DEFAULT_THRESHOLD)
    least = floor.of_party(index.columns, 0, "person")
    if "1961-05-03" in listed.get("birthDate", ()):
        more = -floor.years_add
    assert least == pytest.approx(floor.least + more)


def test_a_body_of_another_country_needs_more_than_a_ship_of_another_flag(tmp_path):
    index = opened(
        tmp_path / "index",
        ("Organization", {"country": ("sy",)}),
        ("Vessel", {"flag": ("sy",)}),
    )
    body = floor_of(query("Company", {"country": ("ir",)}), DEFAULT_THRESHOLD)
    ship = floor_of(query("Vessel", {"flag": ("ir",)}), DEFAULT_THRESHOLD)
    assert body.of_party(index.columns, 0, "body") == pytest.approx(body.least + 18)
    assert ship.of_party(index.columns, 1, "body") == pytest.approx(ship.least)
    unknown = floor_of(query(None, {"country": ("ir",)}), DEFAULT_THRESHOLD)
    assert unknown.of_party(index.columns, 1, "body") == pytest.approx(unknown.least)


@pytest.mark.parametrize("name", ["إبراهيم قوامي", "Ibrahim Qavamizadi"])
def test_a_name_that_may_be_worth_more_as_it_is_written_is_asked_less(tmp_path, name):
    index = opened(
        tmp_path / "index", ("Person", {}), ("Person", {"birthDate": ("1990",)})
    )
    asked = query("Person", {"birthDate": ("1961",)}, name=name)
    floor = floor_of(asked, DEFAULT_THRESHOLD)
    assert floor.of_party(index.columns, 0, "person") == floor.written < 0
    # As it is written it is not worth so much that another year could not rule it out.
    assert floor.of_party(index.columns, 1, "person") == pytest.approx(floor.least + 7)
    low = floor_of(asked, 0.2)
    assert low.of_party(index.columns, 1, "person") <= low.written


def test_a_name_in_other_letters_is_looked_at_however_far_it_is():
    facts = {"birthDate": ("1961",)}
    assert not floor_of(query("Person", facts, "إبراهيم قوامي"), 0.7).leaves_far
    assert floor_of(query("Person", facts, "Ibrahim Qavamizadi"), 0.7).leaves_far


def test_only_ships_have_flags_that_are_compared():
    """What is against a body is told by its countries, so no flag may be among them."""
    flagged = {
        name
        for name in schema_names()
        if {"flag", "registrationCountry"} & find_schema(name).properties.keys()
    }
    assert flagged <= {"Vessel", "Airplane"}


def test_a_listed_person_of_the_very_name_is_found_whatever_is_against_it(tmp_path):
    """A name that is the one asked word for word has no floor."""
    index = opened(tmp_path / "index", ("Person", {"birthDate": ("1990",)}))
    asked = query("Person", {"birthDate": ("1961",)})
    floor = floor_of(asked, DEFAULT_THRESHOLD)
    assert floor.person.years >= FAR
    assert search(index, asked, threshold=0.1)
