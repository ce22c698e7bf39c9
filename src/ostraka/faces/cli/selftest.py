"""The verb selftest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ostraka.casework import Role
from ostraka.errors import RefusedError, UsageError
from ostraka.faces.casework import cases_of
from ostraka.faces.cli.acting import actor_of, who_option
from ostraka.faces.cli.columns import map_option
from ostraka.faces.cli.output import (
    as_of_option,
    counting,
    emit,
    format_option,
    lists_option,
    read_mapping,
    refuse_same,
    talk,
)
from ostraka.faces.selftest import (
    SUFFIXES,
    Customers,
    keep,
    read_run,
    selftest,
    write_run,
)
from ostraka.faces.session import Ostraka
from ostraka.screen.results import check_target
from ostraka.selftest.compare import compare_runs
from ostraka.selftest.run import PEOPLE, SAMPLE, SEED, Plan
from ostraka.selftest.showing.compared import report_of_comparison
from ostraka.selftest.showing.sections import report_of

_COLUMNS = {
    "cut": "Cut", "key": "Of", "found": "Found", "of": "Asked", "rate": "Share",
    "low": "From", "high": "To",
}  # fmt: skip
_DIFFERENCES = {
    "cut": "Cut", "key": "Of", "before": "Before", "after": "After",
    "difference": "Difference", "beyond_chance": "More than chance",
}  # fmt: skip
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("selftest")
@click.argument("customers", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--threshold", type=click.FloatRange(0, 1), default=Plan().threshold, show_default=True, help="Least score of a match.")  # fmt: skip
@click.option("--sample", type=click.IntRange(1), default=SAMPLE, show_default=True, help="Listed parties whose names are changed.")  # fmt: skip
@click.option("--people", type=click.IntRange(1), default=PEOPLE, show_default=True, help="People asked for to count false alerts.")  # fmt: skip
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed draws the same names.")  # fmt: skip
@map_option
@click.option("-o", "--output", "outputs", type=_FILE, multiple=True, help="Also write .json, .html or .pdf; may be given more than once.")  # fmt: skip
@click.option("--compare", "compared", type=_FILE, nargs=2, metavar="A.json B.json", help="Run nothing; say what differs between two runs.")  # fmt: skip
@as_of_option
@lists_option
@who_option
@format_option
def selftest_command(
    customers: Path | None,
    outputs: tuple[Path, ...],
    compared: tuple[Path, Path] | None,
    output_format: str,
    **asked: Any,
) -> None:
    """Test what your set-up finds, misses, and whom its false alerts fall on.

    Names of your lists are changed the way people and programs change them and asked for
    again; your customer file, or people made for it, is asked for to count false alerts.
    The results are kept in OSTRAKA_HOME and entered in the audit.  The exit code is 1 if
    an exact name was missed.

    \b
    Examples:
      ostraka selftest
      ostraka selftest customers.csv -o selftest.html -o selftest.pdf
      ostraka selftest --compare before.json after.json
    """
    for path in outputs:
        check_target(path, SUFFIXES, "a self-test")
        refuse_same(path, *([customers] if customers else []), *(compared or ()))
    if compared is not None:
        if customers is not None:
            raise UsageError("--compare runs nothing, so it takes no customer file")
        _say_comparison(compared, outputs, output_format)
        return
    plan = Plan(asked["threshold"], asked["sample"], asked["people"], asked["seed"])
    given = (
        None
        if customers is None
        else Customers(customers, read_mapping(asked["mapping"]))
    )
    document = _run(plan, given, asked)
    for path in outputs:
        write_run(path, document, report_of(document))
    _say(document, output_format)
    if not document["controls"]["held"]:
        raise RefusedError("an exact name of a list was missed: see the results")


def _run(
    plan: Plan, customers: Customers | None, asked: Mapping[str, Any]
) -> dict[str, Any]:
    with Ostraka() as o:
        cases = cases_of(o)
        try:
            actor = actor_of(cases, asked["who"], Role.REVIEWER)
            with (
                counting("self-test", "names") as names,
                counting("self-test", "people") as people,
            ):
                shown = {"names": names, "people": people}
                document = selftest(
                    o, cases, plan, as_of=asked["as_of"], lists=asked["lists"],
                    customers=customers, progress=lambda what, done: shown[what](done),
                )  # fmt: skip
            kept = keep(o, cases, actor, plan, document)
        finally:
            cases.close()
    talk(f"kept as {kept}, and entered in the audit")
    return document


def _say(document: Mapping[str, Any], output_format: str) -> None:
    if output_format == "table":
        report = report_of(document)
        for section in report.sections:
            if section.heading in {"In short", "Whom the false alerts fall on"}:
                for text in section.words:
                    click.echo(text)
    rows = [
        {"cut": cut, **row}
        for cut, found in document["recall"].items()
        for row in found
    ]
    rows += [
        {"cut": "alerts by origin", **row} for row in document["fairness"]["by_origin"]
    ]
    shown = [row for row in rows if row["of"]]
    emit(shown, _COLUMNS, output_format, whole=document)


def _say_comparison(
    paths: tuple[Path, Path], outputs: tuple[Path, ...], output_format: str
) -> None:
    found = compare_runs(*map(read_run, paths))
    report = report_of_comparison(found)
    for path in outputs:
        write_run(path, found, report)
    if output_format == "table":
        for text in report.words():
            click.echo(text)
        if found["unlike"]:
            click.echo(f"What else differs: {', '.join(found['unlike'])}.")
    rows = [
        *found["recall"],
        found["wrong_first"],
        found["alerts"],
        *found["alerts_by_origin"],
    ]
    changed = [row for row in rows if row["difference"]]
    emit(
        changed if output_format == "table" else rows,
        _DIFFERENCES,
        output_format,
        whole=found,
    )
