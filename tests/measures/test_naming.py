"""When two names of bodies say the same, and when one names a part of the other."""

import pytest

from ostraka.measures.naming import part_named, readings, says_same


def words(name: str):
    return next(iter(readings(name)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Sound Affairs", "MINISTRY FOR SOUND AFFAIRS (MSA)"),
        ("Norwegian Guard Corps", "Norway's Guard Corps"),
        ("Army of Light / Armée de la Lumière", "Army of Light"),
        ("Zemblan Guards", "Zemblan Guard"),
    ],
)
def test_names_that_say_the_same(one, other):
    assert says_same(words(one), words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norwegian Guard Corps", "Chilean Guard Corps"),
        ("Army of Light", "Army of Night"),
        ("Guard Corps", "Coast Guard Corps"),
    ],
)
def test_names_that_do_not(one, other):
    assert not says_same(words(one), words(other))


@pytest.mark.parametrize(
    ("whole", "name", "part"),
    [
        ("Army of Light", "Army of Light Military Wing", "military wing"),
        ("Army of Light", "Army of Light Unit 840", "840 unit"),
        ("Ministry of Sound", "Directorate for Internal Affairs of the Ministry of Sound", "affair directorate internal"),
        ("Ministry of Sound", "Directorate for Internal Security of the Ministry of Sound", "directorate internal security"),
        ("Light", "Brigades of Light Eternal Hope Foundation", None),
        ("Army of Light", "New Army of Light", None),
        ("Norwegian Guard", "Chilean Guard Unit 3", None),
    ],
)  # fmt: skip
def test_a_part_is_told_by_the_noun_for_it(whole, name, part):
    assert part_named(words(whole), words(name)) == part
