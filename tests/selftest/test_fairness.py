"""Whom false alerts fall on: groups, never persons, with what chance would show."""

from typing import Any

from ostraka.index import Index
from ostraka.screen import Query
from ostraka.selftest.fairness import (
    LEAST_SHOWN,
    MOST_WRONG,
    Alerted,
    ask_people,
    fairness,
)
from ostraka.selftest.origin import Error, measure_error
from ostraka.selftest.people import Person, made_people, people_of, without
from ostraka.selftest.rates import Rate

ERROR = Error(Rate(90, 100), Rate(10, 90), {"A": Rate(1, 10), "B": Rate(2, 10), "C": Rate(6, 10)})  # fmt: skip
QUERY = Query((("name", "x"),), "Person")


def alerted(
    origin: str | None, alerts: int, of: int, commonness: str = "common"
) -> list[Alerted]:
    person = Person(QUERY, origin, commonness, "Latin", None)
    scores = [0.9] * alerts + [0.1] * (of - alerts)
    return [Alerted(person, {"all the row has": s}, {"name": 5.0}) for s in scores]


def told(asked: list[Alerted]) -> dict[str, Any]:
    return fairness(
        asked, [], threshold=0.7, thresholds=(0.5, 0.95), error=ERROR, seed=1
    )


def test_groups_are_counted_and_compared() -> None:
    found = told([*alerted("A", 8, 200), *alerted("B", 2, 200)])
    assert [(r["key"], r["found"]) for r in found["by_origin"]] == [("A", 8), ("B", 2)]
    assert found["ratio"]["worst"] == "A"
    assert found["ratio"]["worst_over_median"] == 0.04 / 0.025


def test_small_groups_and_ill_told_ones_are_not_shown() -> None:
    few = LEAST_SHOWN - 1
    found = told([*alerted("A", 1, few), *alerted("B", 1, 100), *alerted("C", 50, 100), *alerted(None, 9, 60)])  # fmt: skip
    assert ERROR.by_origin["C"].value > MOST_WRONG
    assert [r["key"] for r in found["by_origin"]] == ["B"]
    assert found["not_shown"] == few + 100 + 60
    assert found["people"] == few + 100 + 100 + 60
    assert [r["key"] for r in found["evidence"]] == ["B"]


def test_another_threshold_and_required_fields_are_tried(index: Index) -> None:
    people = list(made_people(480, seed=3))
    asked = ask_people(index, people, 0.4)
    found = fairness(asked, [], threshold=0.6, thresholds=(0.5, 0.9), error=measure_error(1), seed=1)  # fmt: skip
    rates = [row["rate"] for row in found["curve"]]
    assert rates == sorted(rates, reverse=True)
    by_fields = {row["key"]: row for row in found["fields"]}
    assert set(by_fields) == {"name alone", "name and birth date", "name and country", "all the row has"}  # fmt: skip
    assert by_fields["all the row has"]["rate"] == found["alerts"]["rate"]


def test_people_of_a_file_are_drawn_and_listed_customers_left_out() -> None:
    rows = [
        Query((("name", f"Maria Rossi {n}"),), "Person", id=str(n)) for n in range(20)
    ]
    rows.append(Query((("name", "Rossi SpA"),), "Company", id="firm"))
    found = people_of(rows, 10, seed=1, listed={"3"})
    assert len(found) == 10
    assert found == people_of(rows, 10, seed=1, listed={"3"})
    assert len(people_of(rows, 100, seed=1, listed={"3"})) == 19


def test_fields_are_left_out_of_a_row() -> None:
    facts = {"birthDate": ("1970",), "nationality": ("fr",), "gender": ("male",)}
    query = Query((("name", "x"),), "Person", facts)
    assert set(without(query, ["birth date", "others"]).facts) == {"nationality"}
    assert set(without(query, ["country"]).facts) == {"birthDate", "gender"}


def test_a_made_person_has_an_origin_and_no_country_to_be_judged_by() -> None:
    people = list(made_people(240, seed=1))
    assert all(p.origin and p.country is None for p in people)
    assert people == list(made_people(240, seed=1))
