"""What the values of one version show."""

from tests.quality.conftest import Judge, entity, found

DAY = "2026-11-01"


def test_what_is_stated_of_how_many_is_counted_by_kind(judge: Judge) -> None:
    quality = judge((DAY, [
        entity("a", "Person", name=["Ruzbeh Tavakkolinia"], birthDate=["1971"]),
        entity("b", "Person", name=["Marquita Oldenbroek"]),
        entity("c", "Company", name=["Zephyrine Bulk Carriers"], country=["pa"]),
    ]))  # fmt: skip
    fill = {(f.schema, f.prop): (f.filled, f.of) for f in quality.fill}
    assert fill["Person", "birthDate"] == (1, 2)
    assert fill["Company", "country"] == (1, 1)
    missing = found(quality, "missing birth date")
    assert (missing.count, missing.of) == (1, 2)
    assert [e.caption for e in missing.examples] == ["Marquita Oldenbroek"]
    assert found(quality, "missing country").count == 2


def test_fillers_are_told_with_the_value_as_published(judge: Judge) -> None:
    quality = judge((DAY, [
        entity("a", "Person", name=["Ruzbeh Tavakkolinia"], idNumber=["123456"], birthDate=["1970-01-01"]),
        entity("b", "Person", name=["Unknown"], idNumber=["A-482910"]),
        entity("c", "Person", name=["Marquita Oldenbroek"], passportNumber=["00000"]),
    ]))  # fmt: skip
    filler = found(quality, "filler")
    assert {e.party: e.values for e in filler.examples} == {
        "a": ("birthDate: 1970-01-01", "idNumber: 123456"),
        "b": ("name: Unknown",),
        "c": ("passportNumber: 00000",),
    }


def test_dates_that_cannot_be_are_told(judge: Judge) -> None:
    quality = judge((DAY, [
        entity("future", "Person", name=["Ruzbeh One"], birthDate=["2027"]),
        entity("old", "Person", name=["Ruzbeh Two"], birthDate=["1066"]),
        entity("turned", "Person", name=["Ruzbeh Three"], birthDate=["1980"], deathDate=["1970"]),
        entity("this", "Person", name=["Ruzbeh Four"], birthDate=["1980"], deathDate=["1980-05"]),
    ]))  # fmt: skip
    assert {e.party for e in found(quality, "impossible date").examples} == {"future", "old", "turned"}  # fmt: skip


def test_a_number_many_parties_have_is_told_once(judge: Judge) -> None:
    names = ("Zephyrine Bulk", "Quistgaard Yard", "Oldenbroek Sons")
    quality = judge((DAY, [
        entity(str(n), "Company", name=[name], registrationNumber=["HRB 48291"])
        for n, name in enumerate(names)
    ]))  # fmt: skip
    shared = found(quality, "shared number")
    assert shared.count == 1
    assert shared.examples[0].values[0] == "registrationNumber: HRB 48291"


def test_a_party_that_stands_twice_is_told_and_a_namesake_is_not(judge: Judge) -> None:
    quality = judge((DAY, [
        entity("a", "Person", name=["Ruzbeh Tavakkolinia"], birthDate=["1971"]),
        entity("b", "Person", name=["TAVAKKOLINIA, Ruzbeh"], birthDate=["1971-12-22"]),
        entity("c", "Person", name=["Ruzbeh Tavakkolinia"], birthDate=["1999"]),
        entity("d", "Company", name=["Ruzbeh Tavakkolinia"]),
    ]))  # fmt: skip
    duplicate = found(quality, "duplicate")
    assert duplicate.count == 1
    assert duplicate.examples[0].values[:2] == ("name: TAVAKKOLINIA, Ruzbeh", "also a: Ruzbeh Tavakkolinia")  # fmt: skip
