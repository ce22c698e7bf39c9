"""What is compared of a record: programmes, texts, names in full."""

import pytest

from ostraka.resolve.listed import Listed, regimes_of
from ostraka.resolve.name_table import in_full


@pytest.mark.parametrize(
    ("program", "regimes"),
    [
        ("LBY", {"ly"}),
        ("The Libya (Sanctions) (EU Exit) Regulations 2020", {"ly"}),
        ("1970 (Libya)", {"ly"}),
        ("IRAN-HR", {"ir"}),
        ("SouthSudan", {"ss"}),
        ("DPRK2", {"kp"}),
        # Those who attack Ukraine stand under "Ukraine" here and under "Russia" there.
        ("UKRAINE-EO13661", {"ru"}),
        ("The Russia (Sanctions) (EU Exit) Regulations 2019", {"ru"}),
        ("1267 Committee (ISIL & Al-Qaida)", {"al-qaida"}),
        ("Isil (Da'esh) and Al-Qaeda (United Nations Sanctions) (EU Exit) Regulations 2019", {"al-qaida"}),
        ("TERR", set()),
        ("GB", set()),
    ],
)  # fmt: skip
def test_a_programme_names_what_it_is_against(program: str, regimes: set[str]) -> None:
    assert regimes_of(program) == regimes


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Zubrovka Copper Combine (ZCC)", "Zubrovka Copper Combine  "),
        ("Testov Relief (Kenya)", "Testov Relief  Kenya "),
        ("Testov Relief", "Testov Relief"),
    ],
)
def test_an_acronym_in_brackets_is_no_part_of_the_name(name: str, full: str) -> None:
    assert in_full(name) == full


def test_numbers_of_others_in_a_text_are_not_compared() -> None:
    """ "head of the Zubrovka group (QDe.999)": the number is the group's."""
    one, other = (
        Listed.from_entity(
            {
                "schema": "Person",
                "properties": {
                    "name": ["Ali Testov"],
                    "notes": [f"{n} head of the group"],
                },
            }
        )
        for n in ("QDe.991", "QDe.992")
    )
    assert one.runs == other.runs
