"""Published values made fit for FollowTheMoney, or refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostraka.record.clean import clean_text, clean_value, imo_number
from ostraka.record.countries import country_code, country_label, fold_country
from ostraka.record.model import new_entity
from ostraka.record.schema import find_schema, schema_names


def clean(schema: str, prop: str, text: str) -> str | None:
    return clean_value(find_schema(schema).properties[prop], text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran", "ir"), ("Iran (Islamic Republic of)", "ir"), ("IRN", "ir"), ("ir", "ir"),
        ("Korea, North", "kp"), ("Democratic People's Republic of Korea", "kp"),
        ("Côte d'Ivoire", "ci"), ("the Gambia", "gm"), ("Russie", "ru"), ("Россия", "ru"),
        ("Atlantis", None), ("", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_countries_by_name_and_code(name: str, code: str | None) -> None:
    assert country_code(name) == code
    assert code is None or country_label(code) != code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("IMO 9187629", "IMO9187629"), ("9187629", "IMO9187629"), ("IMO9187629", "IMO9187629"),
        ("9187628", None), ("0000000", None), ("918762", None), ("", None),
    ],
)  # fmt: skip
def test_an_imo_number_has_a_check_digit(text: str, number: str | None) -> None:
    """IMO Resolution A.1117(30): 9×7 + 1×6 + 8×5 + 7×4 + 6×3 + 2×2 = 159, so the last is 9."""
    assert imo_number(text) == number


@pytest.mark.parametrize(
    ("schema", "prop", "text", "value"),
    [
        ("Person", "gender", "Male", "male"), ("Person", "gender", "?", None),
        ("Person", "email", "Info@Example.COM", "info@example.com"), ("Person", "email", "none", None),
        ("Company", "website", "www.example.com", "http://www.example.com/"),
        ("Company", "website", "javascript:alert(1)", None),
        ("Person", "phone", "+43 1 515 61-0", "+431515610"), ("Person", "phone", "515610", None),
        ("Person", "birthDate", "1971-12", "1971-12"), ("Person", "birthDate", "1971-02-31", None),
        ("Company", "leiCode", "529900T8BM49AURSDO55", "529900T8BM49AURSDO55"), ("Company", "leiCode", "123", None),
        ("Person", "name", "  Ali\u200b \n Testov\t", "Ali Testov"), ("Person", "name", "\u0000", None),
        ("Person", "idNumber", "x" * 65, None),
        ("Person", "topics", "sanction", "sanction"), ("Person", "topics", "villain", None),
    ],
)  # fmt: skip
def test_values_by_type(schema: str, prop: str, text: str, value: str | None) -> None:
    assert clean(schema, prop, text) == value


def test_what_is_refused_is_kept_aside_and_not_lost() -> None:
    person = new_entity("Person", "p")
    assert not person.add("birthDate", "31 Feb 1980")
    assert person.rejected == [("birthDate", "31 Feb 1980")]
    assert person.values == {}


def test_the_published_text_is_kept_where_it_differs() -> None:
    person = new_entity("Person", "p")
    person.add("name", "Ali   Testov")
    person.add("nationality", "Iran (Islamic Republic of)")
    assert person.values["name"][0].original == "Ali   Testov"
    assert person.values["nationality"][0].text == "ir"
    assert person.values["nationality"][0].original == "Iran (Islamic Republic of)"


def test_a_property_of_another_schema_is_a_mistake_of_the_reader() -> None:
    with pytest.raises(KeyError):
        new_entity("Person", "p").add("imoNumber", "9187629")


def test_every_edge_and_part_points_at_its_party() -> None:
    for name in schema_names():
        schema = find_schema(name)
        if schema.edge is not None:
            assert all(end in schema.properties for end in schema.edge)
        if schema.holder is not None:
            assert schema.properties[schema.holder].type == "entity"


@given(st.text())
def test_cleaning_text_is_idempotent_and_leaves_nothing_unsafe(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)


@given(st.text())
def test_folding_a_country_is_idempotent(text: str) -> None:
    assert fold_country(fold_country(text)) == fold_country(text)


@given(st.sampled_from(schema_names()), st.text(max_size=100), st.data())
def test_no_value_crashes_any_property(
    schema: str, text: str, data: st.DataObject
) -> None:
    properties = [p for p in find_schema(schema).properties.values() if not p.stub]
    prop = data.draw(st.sampled_from(properties))
    value = clean_value(prop, text)
    assert value is None or 0 < len(value) <= prop.max_length
    assert value is None or clean_value(prop, value) == value
