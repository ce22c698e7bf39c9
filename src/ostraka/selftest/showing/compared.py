"""What is shown of two runs compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ostraka.selftest.showing.model import Grid, Report, Section

_MOST_ROWS = 60

Row = Mapping[str, Any]


def report_of_comparison(found: Mapping[str, Any]) -> Report:
    """Return what is shown of a comparison.

    Args:
        found: As `compare_runs` returned it.
    """
    basis = tuple(
        (
            when.capitalize(),
            f"{run['at']}, {run['algorithm']}, threshold {run['threshold']:g}",
        )
        for when in ("before", "after")
        for run in (found[when],)
    )
    unlike = ", ".join(found["unlike"]) or "nothing"
    rows = [
        *found["recall"],
        found["wrong_first"],
        found["alerts"],
        *found["alerts_by_origin"],
    ]
    certain = [row for row in rows if row["beyond_chance"]]
    return Report(
        "Two self-tests compared",
        (*basis, ("What else differs", unlike)),
        (
            Section(
                "More than chance",
                (
                    f"{len(certain)} of {len(rows)} figures differ by more than chance would; of as many figures, one in twenty does so by chance.",
                ),
                (),
                (_grid("Differences beyond chance", certain),),
            ),
            Section("All figures", (), (), (_grid("All figures", rows),)),
            Section(
                "Names gained and lost",
                (
                    f"{len(found['gained'])} names of tiers A and B are found now that were missed, {len(found['lost'])} are missed now that were found.",
                ),
                (),
                (_names("Lost", found["lost"]), _names("Gained", found["gained"])),
            ),
        ),
    )


def _grid(title: str, rows: Sequence[Row]) -> Grid:
    return Grid(
        title,
        ("cut", "of", "before %", "after %", "difference"),
        tuple(
            (
                row["cut"],
                row["key"],
                f"{100 * row['before']:.2f}",
                f"{100 * row['after']:.2f}",
                f"{100 * row['difference']:+.2f}",
            )
            for row in rows
        ),
    )


def _names(title: str, rows: Sequence[Row]) -> Grid:
    keys = ("class", "list", "listed", "asked", "score")
    return Grid(
        title,
        keys,
        tuple(tuple(str(row[k]) for k in keys) for row in rows[:_MOST_ROWS]),
    )
