"""Was a party listed on a day: by the versions of its list, else by the dates it states."""

from datetime import date

import pytest

from ostraka.record.party import Designation
from ostraka.record.status import Held, since, status_on, until

DAY = date(2019, 2, 28)


def act(
    since: str | None = None, started: str | None = None, ended: str | None = None
) -> Designation:
    return Designation("a_list", "v", listed=since, started=started, ended=ended)


def listed(
    day: date, *stated: Designation, meaning: str = "first", held: Held | None = None
) -> bool | None:
    return status_on(day, stated, listing_dates=meaning, held=held).listed


def test_a_first_listing_date_on_or_before_the_day_says_yes():
    assert listed(DAY, act("2019-02-28")) is True
    assert listed(DAY, act("2007-03-24")) is True


def test_a_first_listing_date_after_the_day_says_no():
    assert listed(DAY, act("2019-03-01")) is False


def test_a_date_of_the_latest_act_after_the_day_says_nothing():
    # EU: the Directorate was first listed in January 2019; its record cites acts of
    # 2020, 2023 and 2025 and dates the listing 2025-01-31.
    assert listed(DAY, act("2025-01-31"), meaning="latest") is None
    assert listed(DAY, act("2012-03-24"), meaning="latest") is True


@pytest.mark.parametrize("meaning", ["first", "latest", "none"])
def test_without_a_date_and_a_version_nothing_is_known(meaning):
    assert listed(DAY, act(), meaning=meaning) is None
    assert listed(DAY, meaning=meaning) is None


def test_dates_that_mean_nothing_on_a_list_are_not_used():
    assert listed(DAY, act("2007-03-24"), meaning="none") is None


def test_the_earlier_of_listing_and_effect_counts():
    # EU: published on 24 March 2012, in force on the 23rd.
    assert since([act("2012-03-24", started="2012-03-23")]) == "2012-03-23"
    assert listed(date(2012, 3, 23), act("2012-03-24", started="2012-03-23")) is True


def test_a_month_or_year_of_listing_is_as_precise_as_it_is():
    assert listed(DAY, act("2018")) is True
    assert listed(DAY, act("2019")) is None
    assert listed(DAY, act("2019-03")) is False
    assert listed(DAY, act("2020")) is False


def test_a_designation_that_ended_is_over_the_day_after():
    # The PMOI: listed in the United States in 1997, taken off on 28 September 2012.
    was = act("1997-10-08", ended="2012-09-28")
    assert listed(date(2012, 9, 28), was) is True
    assert listed(date(2012, 9, 29), was) is False
    assert listed(DAY, was) is False
    assert until([was]) == "2012-09-28"


def test_one_designation_that_runs_on_is_enough():
    was, still = act("1997-10-08", ended="2012-09-28"), act("2015-01-01")
    assert listed(DAY, was, still) is True
    assert listed(date(2013, 6, 1), was, still) is False
    assert until([was, still]) is None


def test_the_version_in_force_counts_for_more_than_the_date():
    # UN, Iran: LISTED_ON 2006-12-23; in the version of 2023-10-17, in none from
    # 2024-11-30 to 2025-06-18, back in that of 2025-11-18 with the same LISTED_ON.
    entry = act("2006-12-23")
    gone = Held("2024-11-30", None)
    assert listed(date(2024, 12, 15), entry, held=gone) is False
    assert listed(date(2024, 12, 15), entry) is True
    back = Held("2025-11-18", (entry,))
    assert listed(date(2026, 1, 10), entry, held=back) is True
    before = Held("2023-10-17", (entry,))
    assert listed(date(2023, 10, 17), entry, held=before) is True


def test_a_version_older_than_the_listing_does_not_deny_it():
    held = Held("2018-10-29", None)
    status = status_on(
        date(2021, 6, 1), [act("2020-02-01")], listing_dates="first", held=held
    )
    assert status.listed is True
    assert status.basis == (
        "not yet in the version of 2018-10-29, in force on 2021-06-01;"
        " listed on 2020-02-01"
    )


def test_a_version_that_has_it_as_ended_says_no():
    ended = act("2010-01-01", ended="2015-05-05")
    assert listed(DAY, ended, held=Held("2019-01-01", (ended,))) is False
    assert listed(date(2015, 5, 5), ended, held=Held("2015-01-01", (ended,))) is True


def test_the_basis_tells_that_the_next_version_differs():
    held = Held("2024-01-08", None, following="2024-06-27")
    status = status_on(date(2024, 3, 12), [act()], listing_dates="none", held=held)
    assert status.listed is False
    assert status.basis == (
        "not in the version of 2024-01-08, in force on 2024-03-12;"
        " then in that of 2024-06-27, the next one here"
    )
