"""What is shown of a self-test: a few sentences, figures, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ostraka.selftest.showing.fair import fairness_sections
from ostraka.selftest.showing.model import (
    Bar,
    Bars,
    Grid,
    Line,
    Lines,
    Report,
    Section,
    number,
)
from ostraka.text.counts import counted

#: Examples shown; the document has all.
_MOST_ROWS = 40
_TIERS = {
    "A": "must be found",
    "B": "should be found",
    "C": "hard",
    "D": "noise to most",
}

Row = Mapping[str, Any]


def report_of(document: Mapping[str, Any]) -> Report:
    """Return what is shown of the results of a self-test.

    Args:
        document: As `run_selftest` returned it.
    """
    return Report(
        "Self-test of a screening set-up",
        tuple(_basis(document)),
        (
            _in_short(document),
            _found(document),
            _lost(document),
            _thresholds(document),
            *fairness_sections(
                document["fairness"],
                document["threshold"],
                document["sample"]["source"],
            ),
            *_decided(document),
            _method(document),
        ),
    )


def bar(row: Row, note: str = "", label: str | None = None) -> Bar:
    """Return a counted share as a bar."""
    return Bar(
        label or row["key"], row["rate"], row["low"], row["high"], row["of"], note
    )


def percent(row: Row) -> str:
    """Return a share in percent with its interval."""
    low, high = number(100 * row["low"]), number(100 * row["high"])
    return f"{number(100 * row['rate'])} % ({low} to {high})"


def _basis(document: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    sample = document["sample"]
    lists = ", ".join(
        f"{name} of {version}" for name, version in document.get("lists", {}).items()
    )
    yield (
        "Run",
        f"{document.get('at', '')} by Ostraka {document.get('program', '')}, {document['algorithm']}",
    )
    yield "Lists", lists or "as given"
    yield "As of", document.get("as_of", "")
    yield "Threshold", f"{document['threshold']:g}"
    yield (
        "Sample",
        f"{sum(sample['parties'].values()):,} of {sample['listed']:,} listed parties, {counted(sample['names'], 'changed name')}, {sample['people']:,} people; seed {document['seed']}",
    )
    yield "People", sample["source"]


def _in_short(document: Mapping[str, Any]) -> Section:
    tiers = {row["key"]: row for row in document["recall"]["tier"]}
    exact, wrong = document["controls"], document["wrong_first"]
    alerts = document["fairness"]["alerts"]
    words = [
        f"Exact names: {exact['found']:,} of {exact['of']:,} found; "
        + (
            "none may be missed, and none was."
            if exact["held"]
            else "NONE MAY BE MISSED: look at the list below."
        )
    ]
    words += [
        f"Changed names that {_TIERS[tier]} (tier {tier}): {percent(tiers[tier])} of {tiers[tier]['of']:,} were found."
        for tier in ("A", "B")
        if tier in tiers
    ]
    words.append(
        f"Another party came first in {percent(wrong)} of them. A record of another list that nobody has judged to be the same party counts as another, so run ostraka resolve first."
    )
    words.append(
        f"Of 1,000 people on no list, {number(1000 * alerts['rate'])} raise an alert ({number(1000 * alerts['low'])} to {number(1000 * alerts['high'])})."
    )
    words.append(
        "In brackets stands where the true figure lies 19 times of 20, if the test were run on everything."
    )
    return Section("In short", tuple(words))


def _found(document: Mapping[str, Any]) -> Section:
    recall = document["recall"]
    figures = [
        Bars(
            f"Names that {meaning} (tier {tier}): share found, by what was changed",
            tuple(
                bar(row, row["key"], row["what"])
                for row in recall["class"]
                if row["tier"] == tier and row["of"] and row["expected"] != "no hit"
            ),
            first="change",
        )
        for tier, meaning in _TIERS.items()
    ]
    figures += [
        Bars(
            f"Tiers A and B by {cut}: share found",
            tuple(map(bar, recall[cut])),
            first=cut,
        )
        for cut in ("list", "script", "kind")
    ]
    others = tuple(
        bar(row, row["key"], row["what"])
        for row in recall["class"]
        if row["expected"] == "no hit" and row["of"]
    )
    figures.append(
        Bars(
            "Names of other parties that must not match: share that matches all the same",
            others,
            first="change",
        )
    )
    return Section(
        "What is found",
        (
            "Listed names were changed the way people and programs change them, and asked for again by name alone.",
            "EBA guidelines 2024/14 and 2024/15 (read in a summary) ask for tests with list records and with manipulated ones.",
        ),
        tuple(figure for figure in figures if figure.bars),
    )


def _lost(document: Mapping[str, Any]) -> Section:
    near, wrong, exact = (
        document["just_below"],
        document["wrong_first"],
        document["controls"],
    )
    heads = ("class", "list", "listed", "asked", "score")
    return Section(
        "What is missed, and what is just missed",
        (
            f"{percent(near)} of the changed names of tiers A and B lie just below the threshold, from {near['from']:g} to {near['to']:g}: a lower threshold would find them, at the price shown under the curves.",
            "NYDFS Part 504 (read in a summary) asks that thresholds are tested; they are never to be set higher for lack of staff.",
        ),
        (),
        (
            _grid("Exact names that were missed", heads, exact["missed"]),
            _grid("Drawn from just below the threshold", heads, near["examples"]),
            _grid("Missed, the nearest first", heads, document["missed"]),
            _grid("Another party came first", (*heads[:4], "first"), wrong["examples"]),
        ),
    )


def _grid(title: str, keys: Sequence[str], rows: Sequence[Row]) -> Grid:
    shown = tuple(tuple(str(row[key]) for key in keys) for row in rows[:_MOST_ROWS])
    return Grid(title, tuple(keys), shown)


def _thresholds(document: Mapping[str, Any]) -> Section:
    found, alerts = document["curve"], document["fairness"]["curve"]
    recall = tuple(
        Line(name, tuple((row["threshold"], 100 * row[name]["rate"]) for row in found))
        for name in ("tier A", "tier B", "must not match")
    )
    fell = Line(
        "alerts", tuple((row["threshold"], 1000 * row["rate"]) for row in alerts)
    )
    mark = document["threshold"]
    return Section(
        "What another threshold would do",
        ("A lower threshold finds more and alerts more. Nothing else changes.",),
        (
            Lines("Found, by threshold", "% of names asked", recall, mark),
            Lines(
                "Alerts on people on no list, by threshold",
                "of 1,000 people",
                (fell,),
                mark,
            ),
        ),
    )


def _decided(document: Mapping[str, Any]) -> tuple[Section, ...]:
    decided = document["decided"]
    if decided is None:
        return ()
    lines = tuple(
        Line(
            name.replace("_", " "),
            tuple((r["threshold"], 100 * r[name]["rate"]) for r in decided["curve"]),
        )
        for name in ("true_matches", "false_positives")
        if decided[name]
    )
    return (
        Section(
            "Your own decisions",
            (
                f"{decided['true_matches']:,} alerts were decided to be true matches here and {decided['false_positives']:,} false positives; the curve shows how many each threshold would have kept.",
                "What lay below the threshold when they were opened was never seen, so nothing can be said about a lower one.",
            ),
            (
                Lines(
                    "Kept of your own decisions, by threshold",
                    "% kept",
                    lines,
                    document["threshold"],
                ),
            ),
        ),
    )


def _method(document: Mapping[str, Any]) -> Section:
    sizes = tuple((name, f"{n:,}") for name, n in document["sample"]["parties"].items())
    return Section(
        "How it was done",
        (
            "From each list as many parties were drawn, or all it has; so small lists weigh as much as large ones.",
            "Each main name, and one of another script where there is one, was changed by every class that is fair to it.",
            "A party is found if its record, or a record of the very name, is among the matches at the threshold.",
            "For a name of another script, in another language, a short form or a Cyrillic name in Latin letters, the name asked is left out of the record, and the two are compared without an index.",
            "The same lists, settings, seed and file give the same figures.",
        ),
        (),
        (Grid("Parties drawn", ("list", "parties"), sizes),),
    )
