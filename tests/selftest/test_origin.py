"""Origins are told for groups, with the error that was measured."""

from ostraka.selftest.origin import (
    Origins,
    groups,
    known_origins,
    measure_error,
    name_parts,
)


def test_a_name_is_told_by_its_letters_or_not_at_all() -> None:
    origins = known_origins()
    assert origins.tell("Georgios Papadimitropoulos") == "Greek"
    assert origins.tell("Hiroshi Yamanaka") == "Japanese"
    assert origins.tell("") is None
    assert origins.tell("123") is None


def test_a_name_in_its_own_script_is_told_too() -> None:
    assert known_origins().tell("Сергей Николаевич Кузнецов") == "Russian and Ukrainian"


def test_the_error_is_measured_on_parts_that_were_not_learned() -> None:
    error = measure_error(1)
    assert set(error.by_origin) == set(groups().values())
    assert (
        sum(rate.of for rate in error.by_origin.values())
        == error.wrong.of
        == error.told.found
    )
    # It is not small, which is why it is printed; by chance nine of ten would be wrong.
    assert 0.02 < error.wrong.value < 0.3
    assert measure_error(1) == error


def test_what_was_learned_decides() -> None:
    parts = {"one": {"given": ("abab",)}, "other": {"given": ("cdcd",)}}
    table = dict.fromkeys(list(name_parts())[:1], parts["one"])
    table |= dict.fromkeys(list(name_parts())[-1:], parts["other"])
    first, last = list(table)
    assert Origins(table).tell("abab") == groups()[first]
    assert Origins(table).tell("cdcd cdcd") == groups()[last]


def test_the_table_has_enough_parts_of_each_origin() -> None:
    for origin, kinds in name_parts().items():
        assert set(kinds) == {"given", "family"}, origin
        assert all(len(words) >= 30 for words in kinds.values()), origin
