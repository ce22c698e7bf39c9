"""What the versions of a list show together."""

from typing import Any

from tests.quality.conftest import Judge, entity, found


def person(key: str, name: str, **properties: list[str]) -> dict[str, Any]:
    return entity(key, "Person", name=[name], **properties)


def act(party: str, modified: str, listed: str = "2020-05-05") -> dict[str, Any]:
    return entity(
        f"act-{party}", "Sanction", entity=[party], authority=["Somebody"],
        modifiedAt=[modified], listingDate=[listed],
    )  # fmt: skip


def test_an_id_that_gets_another_party_is_told(judge: Judge) -> None:
    ship = {"imoNumber": ["9401740"]}
    quality = judge(
        ("2026-01-01", [
            person("a", "Ruzbeh Tavakkolinia", birthDate=["1971"]),
            person("b", "Marquita Oldenbroek", birthDate=["1980"]),
            entity("ship", "Vessel", name=["Young Yong"], **ship),
        ]),
        ("2026-02-01", [
            person("a", "Petronella Quistgaard", birthDate=["1955"]),
            person("b", "Marquita van Oldenbroek", birthDate=["1981"]),
            entity("ship", "Vessel", name=["Saint Light"], **ship),
        ]),
    )  # fmt: skip
    reused = found(quality, "re-used id")
    # Another spelling is the same party, and so is a ship of another name and the same number.
    assert [e.party for e in reused.examples] == ["a"]
    assert reused.examples[0].values == (
        "2026-01-01: Ruzbeh Tavakkolinia",
        "2026-02-01: Petronella Quistgaard",
    )


def test_a_name_in_another_script_is_no_other_party(judge: Judge) -> None:
    quality = judge(
        ("2026-01-01", [person("a", "Vladimir Ivanov")]),
        ("2026-02-01", [person("a", "Владимир Иванов")]),
    )
    assert found(quality, "re-used id").count == 0


def test_a_value_that_changed_under_an_old_day_of_update_is_told(judge: Judge) -> None:
    quality = judge(
        ("2026-01-01", [
            person("a", "Ruzbeh Tavakkolinia", birthDate=["1971"]), act("a", "2025-03-03"),
            person("b", "Marquita Oldenbroek", birthDate=["1980"]), act("b", "2025-03-03"),
            person("c", "Petronella Quistgaard"), act("c", "2025-03-03"),
        ]),
        ("2026-02-01", [
            person("a", "Ruzbeh Tavakkolinia", birthDate=["1972"]), act("a", "2025-03-03"),
            person("b", "Marquita Oldenbroek", birthDate=["1981"]), act("b", "2026-01-30"),
            person("c", "Petronella Quistgaard"), act("c", "2025-03-03"),
        ]),
    )  # fmt: skip
    silent = found(quality, "amended silently")
    assert (silent.count, silent.of) == (1, 3)
    assert silent.examples[0].values == (
        "2026-01-01 to 2026-02-01",
        "birthDate: 1971 → 1972",
    )


def test_a_list_without_days_of_update_is_not_called_silent(judge: Judge) -> None:
    quality = judge(
        ("2026-01-01", [person("a", "Ruzbeh Tavakkolinia", birthDate=["1971"])]),
        ("2026-02-01", [person("a", "Ruzbeh Tavakkolinia", birthDate=["1972"])]),
    )
    assert all(f.kind != "amended silently" for f in quality.findings)


def test_a_list_is_stale_when_it_is_older_than_its_rhythm(judge: Judge) -> None:
    days = ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02")
    entities = [
        row
        for n, day in enumerate(days)
        for row in (person(str(n), f"Ruzbeh Number{n}"), act(str(n), day, day))
    ]
    version = ("2026-02-03", entities)
    fresh = found(judge(version, today="2026-02-20"), "stale")
    assert (fresh.count, "7 days apart" in fresh.words) == (0, True)
    assert found(judge(version, today="2026-02-28"), "stale").count == 1


def test_a_list_of_few_acts_has_no_rhythm(judge: Judge) -> None:
    stale = found(judge(("2026-01-01", [person("a", "Ruzbeh Tavakkolinia")])), "stale")
    assert (stale.count, "too few days" in stale.words) == (0, True)
