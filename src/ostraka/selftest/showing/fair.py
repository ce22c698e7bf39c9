"""What is shown of whom the false alerts fall on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ostraka.selftest.showing.model import Bar, Bars, Grid, Line, Lines, Section, number
from ostraka.text.counts import counted

Row = Mapping[str, Any]
#: Curves of origins that are drawn: those of most alerts.
_MOST_LINES = 5


def fairness_sections(
    fair: Mapping[str, Any], threshold: float, source: str
) -> Iterator[Section]:
    """Yield the sections about false alerts by origin of name.

    Args:
        fair: As `fairness` returned it.
        threshold: The one in use.
        source: Who the people are, in words.
    """
    yield Section(
        "Whom the false alerts fall on",
        tuple(_words(fair, source)),
        tuple(
            f for f in _figures(fair, threshold) if not isinstance(f, Bars) or f.bars
        ),
        (_recall(fair["by_origin"]), _evidence(fair["evidence"])),
    )
    yield Section(
        "What required fields would do",
        (
            "The same rows, asked with less than they state; only rows that state these fields are counted.",
        ),
        (
            Bars(
                "Alerts, by what is asked",
                tuple(_bar(row) for row in fair["fields"]),
                per=1000,
                first="fields",
            ),
        )
        if fair["fields"]
        else (),
        (_fields(fair["fields"]),),
    )


def _words(fair: Mapping[str, Any], source: str) -> Iterator[str]:
    method, ratio = fair["method"], fair["ratio"]
    yield f"Who was asked: {source}; {counted(fair['people'], 'person')}, each taken to be on no list."
    yield (
        f"The origin of a name is told by {method['words']}. It is told of "
        f"{number(100 * method['told']['rate'])} % of names, and of these wrongly in "
        f"{number(100 * method['wrong']['rate'])} %, measured on names whose parts were left out of what was learned. "
        "It is an aid for groups: nobody's own origin is kept or shown."
    )
    yield (
        f"{fair['not_shown']:,} persons are in no group that is shown: their origin cannot be told, "
        f"their group has fewer than {fair['least_shown']} persons, or it is told wrongly more often than not."
    )
    if ratio["worst"] is None:
        return
    if ratio["worst_over_median"] is None:
        yield (
            f"The most alerts fall on {ratio['worst']}. The group in the middle has none, so no ratio can be given; ask for more people."
        )
    else:
        yield (
            f"The most alerts fall on {ratio['worst']}: {number(ratio['worst_over_median'])} times as many as on the group in the middle."
            + _by_chance(ratio)
        )


def _by_chance(ratio: Row) -> str:
    null = ratio["equal_rates_would_show"]
    if null is None:
        return ""
    low, high = null
    if high is None:
        return f" In groups of these sizes chance alone would show {number(low)} or any number above, so nothing is proved; ask for more people."
    inside = ratio["worst_over_median"] <= high
    verdict = "so chance would explain it" if inside else "so it is more than chance"
    return f" If all groups were alike, chance would show {number(low)} to {number(high)}, {verdict}."


def _figures(fair: Mapping[str, Any], threshold: float) -> Iterator[Bars | Lines]:
    for key, words, first in (
        ("by_origin", "by origin of name", "origin"),
        ("by_origin_and_commonness", "by origin and how common the name is", "origin"),
        ("by_script", "by script", "script"),
        ("by_country", "by country the row states", "country"),
    ):
        bars = sorted((_bar(row) for row in fair[key]), key=lambda b: -b.value)
        yield Bars(
            f"False alerts of 1,000 people, {words}", tuple(bars), per=1000, first=first
        )
    if fair["by_origin"]:
        yield _by_threshold(fair, threshold)


def _by_threshold(fair: Mapping[str, Any], threshold: float) -> Lines:
    most = sorted(fair["by_origin"], key=lambda row: -row["rate"])[:_MOST_LINES]
    lines = tuple(
        Line(
            row["key"],
            tuple(
                (at["threshold"], 1000 * at["by_origin"][row["key"]])
                for at in fair["curve"]
                if row["key"] in at["by_origin"]
            ),
        )
        for row in most
    )
    return Lines(
        "False alerts of the origins with most, by threshold",
        "of 1,000 people",
        lines,
        threshold,
    )


def _bar(row: Row) -> Bar:
    return Bar(row["key"], row["rate"], row["low"], row["high"], row["of"])


def _recall(rows: Sequence[Row]) -> Grid:
    """Return what is found of listed persons of the same origins: fewer alerts by finding less would be no gain."""
    return Grid(
        "Listed persons of the same origins found, tiers A and B",
        ("origin", "found %", "between", "asked"),
        tuple(
            (
                row["key"],
                number(100 * row["recall"]["rate"]),
                f"{number(100 * row['recall']['low'])} to {number(100 * row['recall']['high'])}",
                f"{row['recall']['of']:,}",
            )
            for row in rows
            if row["recall"]["of"]
        ),
    )


def _evidence(rows: Sequence[Row]) -> Grid:
    features = sorted({feature for row in rows for feature in row["bits"]})
    return Grid(
        "What an alert rests on: evidence in bits for each kind, on average (below zero: against)",
        ("origin", "alerts", *(f.replace("_", " ") for f in features)),
        tuple(
            (
                row["key"],
                str(row["alerts"]),
                *(f"{row['bits'].get(f, 0):+.1f}" for f in features),
            )
            for row in rows
        ),
    )


def _fields(rows: Sequence[Row]) -> Grid:
    return Grid(
        "How unlike the origins are then",
        ("fields", "people", "alerts of 1,000", "worst over the middle"),
        tuple(
            (
                row["key"],
                f"{row['of']:,}",
                number(1000 * row["rate"]),
                ""
                if row["worst_over_median"] is None
                else number(row["worst_over_median"]),
            )
            for row in rows
        ),
    )
