"""Intervals are those of the literature, and chance is told from difference."""

import pytest

from ostraka.selftest.rates import Rate, null_interval, worst_over_median


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson's score)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(found: int, of: int, low: float, high: float) -> None:
    assert Rate(found, of).interval == pytest.approx((low, high), abs=5e-5)


def test_nothing_asked_tells_nothing() -> None:
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_the_worst_over_the_median_says_how_unlike_rates_are() -> None:
    rates = [Rate(1, 100), Rate(2, 100), Rate(8, 100)]
    assert worst_over_median(rates) == pytest.approx(4.0)
    assert worst_over_median([Rate(0, 100), Rate(0, 100), Rate(3, 100)]) is None
    assert worst_over_median([]) is None


def test_equal_rates_seem_unlike_in_small_groups_and_less_so_in_large_ones() -> None:
    small = null_interval([Rate(3, 100)] * 10, seed=1)
    large = null_interval([Rate(3_000, 100_000)] * 10, seed=1)
    assert small is not None
    assert large is not None
    assert large[1] is not None
    assert large[1] < 1.2
    assert small[1] is None or small[1] > 1.5
    assert null_interval([Rate(3, 100)] * 10, seed=1) == small
    assert null_interval([Rate(0, 100)] * 10, seed=1) is None
