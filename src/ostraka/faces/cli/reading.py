"""The verb about reports: read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.files_meant import refuse_address
from ostraka.faces.cli.output import (
    counting,
    emit,
    format_option,
    open_output,
    plain,
    refuse_same,
    talk,
)
from ostraka.faces.session import Ostraka
from ostraka.screen.cells import formula_safe
from ostraka.text.counts import counted

_LISTED = {"text": "Named as", "spans": "At", "entity_id": "May be", "dataset": "List", "since": "Since", "then": "On the report's date", "today": "Today"}  # fmt: skip
_ITEMS = {"id": "Id", "summary": "What it says", "passage": "In its words"}
_PARTS = ("incidents", "measures", "recommendations", "quotes")
_UNREAD = (
    "no kind of report by its ending; save it as PDF, Word (.docx), text or HTML first"
)
_MOST_TOLD = 20
_ENDINGS = (".json", ".jsonl", ".csv", ".html", ".ftm.jsonl")


@click.command("read")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="FILE.json, .jsonl, .csv, .html or .ftm.jsonl; stdout if not given.",
)
@click.option(
    "--dated", metavar="DATE", help="The reports' day as you know it, e.g. 2019-02-04."
)
@click.option("--keep", is_flag=True, help="Keep the proposals for `ostraka review`.")
@click.option("--original", type=click.Path(path_type=Path), help="Check quotations against this document.")  # fmt: skip
@click.option("--model", "model_url", envvar="OSTRAKA_MODEL_URL", metavar="URL", help="Ask a language model too, at an OpenAI-compatible address; off unless given.")  # fmt: skip
@format_option
def read_command(
    reports: tuple[Path, ...],
    output: Path | None,
    dated: str | None,
    keep: bool,
    original: Path | None,
    model_url: str | None,
    output_format: str,
) -> None:
    """Read reports: whom they name, what they say happened, was done and should be.

    Text, HTML, PDF, Word and mail; a folder stands for the files in it.  What a report
    says is kept as its statement, every proposal has its passage, and naming a party
    says nothing about it.

    \b
    Examples:
      ostraka read report.txt
      ostraka read report.txt --format json -o report.json
      ostraka read reports/ --keep -o reports.jsonl
    """
    for path in reports:
        refuse_address(path)
    if output is not None and output_format == "csv" and output.suffix != ".csv":
        raise UsageError(
            "-o writes whole reports, as JSON or JSON lines; for csv leave -o out and use > FILE"
        )
    if output is not None and str(output) != "-":
        _check_ending(output)
    refuse_same(output, *(path for path in reports if path.is_file()))
    single = len(reports) == 1 and not reports[0].is_dir()
    with Ostraka() as o:
        further = _Further(dated, original, model_url)
        read, failed = _read_all(o, reports, further, single=single)
        found = [document for _, document in read]
        if keep:
            _keep(o, read)
    for _, reason in failed[:_MOST_TOLD]:
        talk(reason)
    if len(failed) > _MOST_TOLD:
        talk(f"… and {len(failed) - _MOST_TOLD:,} more")
    if output is not None:
        _write(found, output, output_format, single=single)
    else:
        _print(found, output_format, single=single)
    if failed:
        raise UsageError(f"{len(failed):,} of {counted(len(found) + len(failed), 'file')} could not be read")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Further:
    """What was asked for beyond reading."""

    dated: str | None
    original: Path | None
    model_url: str | None


def _read_all(
    o: Ostraka, reports: Sequence[Path], further: _Further, *, single: bool
) -> tuple[list[tuple[Path, dict[str, Any]]], list[tuple[Path, str]]]:
    """Return the readings of some files and folders, and the files that failed."""
    from ostraka.report.folder import files_in, mark_duplicates, others_in  # noqa: PLC0415

    found: list[tuple[Path, dict[str, Any]]] = []
    failed = [(path, f"{path}: {_UNREAD}") for path in others_in(reports)]
    with counting("read", "documents") as count:
        for path in files_in(reports):
            try:
                document = o.read(path, dated=further.dated)
            except UsageError as error:
                if single:
                    raise
                failed.append((path, str(error)))
                continue
            _complete(document, path, further)
            found.append((path, document))
            count(len(found))
    if len(found) > 1:
        mark_duplicates([document for _, document in found])
    return found, failed


def _complete(document: dict[str, Any], path: Path, further: _Further) -> None:
    """Add what was asked for beyond reading: checked quotations, a model's proposals."""
    if further.original is None and further.model_url is None:
        return
    from ostraka.report.document import read_document  # noqa: PLC0415

    if further.original is not None:
        from ostraka.report.said.verify import verify_quotes  # noqa: PLC0415

        original = read_document(further.original).text
        verify_quotes(document, original, further.original.name)
    if further.model_url is not None:
        from ostraka.faces.extraction import Model, propose_with_model  # noqa: PLC0415

        text = document["document"].get("text") or read_document(path).text
        model = Model.from_environment(further.model_url)
        for line in propose_with_model(document, text, model):
            talk(line)


def _keep(o: Ostraka, found: Sequence[tuple[Path, dict[str, Any]]]) -> None:
    from ostraka.report.document import read_document  # noqa: PLC0415
    from ostraka.report.review.store import Reviews  # noqa: PLC0415

    moment = datetime.now(UTC).isoformat(timespec="seconds")
    reviews = Reviews(o.home)
    for path, document in found:
        # The pages show the document beside its proposals.
        text = document["document"].get("text") or read_document(path).text
        name = reviews.keep(document, moment, text=text)
        talk(f"{document['document']['path']}: kept as {name[:12]}; see `ostraka review {name[:12]}`")  # fmt: skip


def _write(
    found: Sequence[dict[str, Any]], output: Path, output_format: str, *, single: bool
) -> None:
    in_lines = not single if output_format == "table" else output_format == "jsonl"
    if output.name.endswith((".html", ".csv", ".ftm.jsonl")):
        for document in found[:1] if output.suffix == ".html" else found:
            write_reading_to(document, output)
        if len(found) > 1:
            raise UsageError(f"{output}: this form holds one report; use .jsonl for several")  # fmt: skip
    else:
        with open_output(output) as out:
            if in_lines:
                out.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in found)
            else:
                whole = found[0] if single else list(found)
                out.write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    talk(f"{output}: {len(found)} report{'' if len(found) == 1 else 's'} read")


def write_reading_to(reading: dict[str, Any], output: Path) -> None:
    """Write one reading in the form the name of the file asks for.

    Raises:
        UsageError: The name asks for none that we write.
    """
    _check_ending(output)
    with open_output(output) as out:
        if output.suffix == ".html":
            from ostraka.report.export.page import page_of_reading  # noqa: PLC0415

            out.write(page_of_reading(reading, list(_pictures(reading))))
        elif output.suffix == ".csv":
            from ostraka.report.export.table import COLUMNS, rows_of  # noqa: PLC0415

            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            for row in rows_of(reading):
                writer.writerow([formula_safe(plain(row[key])) for key in COLUMNS])
        elif output.name.endswith(".ftm.jsonl"):
            from ostraka.report.export.ftm import dataset_of, entities_of  # noqa: PLC0415

            dataset = dataset_of(reading["document"]["text_sha256"])
            for entity in entities_of(reading):
                out.write(json.dumps(entity.to_ftm(dataset), ensure_ascii=False) + "\n")
        else:
            out.write(json.dumps(reading, ensure_ascii=False, indent=1) + "\n")


def _check_ending(output: Path) -> None:
    if not output.name.endswith(_ENDINGS):
        raise UsageError(f"{output}: name it as one of {', '.join(_ENDINGS)}")


def _pictures(reading: dict[str, Any]) -> Iterator[str]:
    """Yield the timeline and the matrix of the listed parties a report names."""
    named = [e["listed"][0]["entity_id"] for e in reading["entities"] if e["listed"]]
    if not named:
        return
    from ostraka.measures.asking import Measures  # noqa: PLC0415
    from ostraka.measures.picture import draw_matrix, draw_timeline  # noqa: PLC0415

    with Ostraka() as o:
        measures = Measures(o.store, o.judgements, o.today)
        asked = measures.ask(named[:12])
        yield draw_timeline(measures.steps(asked))
        yield draw_matrix(measures.matrix(asked, o.today))


def _print(
    found: Sequence[dict[str, Any]], output_format: str, *, single: bool
) -> None:
    whole = found[0] if single and found else list(found)
    if output_format in {"json", "jsonl"}:
        emit(list(found), _LISTED, output_format, whole=whole)
        return
    if output_format == "csv":
        emit([row for d in found for row in mention_rows(d)], _LISTED, output_format)
        return
    for document in found:
        _print_one(document)


def _print_one(document: dict[str, Any]) -> None:
    """Print one report: its listed parties, then what it says, part by part."""
    from ostraka.report.export.table import rows_of  # noqa: PLC0415

    facts = document["document"]
    talk(f"{facts['path']}: {counted(facts['chars'], 'character')}, {_named(document)}")
    talk(f"day of the report: {_day_of(facts)}")
    emit(mention_rows(document), _LISTED, "table")
    rows = [row for row in rows_of(document) if row["kind"] in _PARTS]
    if rows:
        click.echo()
        emit(rows, _ITEMS, "table")


def _named(document: dict[str, Any]) -> str:
    """Say how many parties of the lists a report names, and how many are listed."""
    found = [e["listed"] for e in document["entities"] if e["listed"]]
    today, then = (
        sum(any(one[key] for one in listed) for listed in found)
        for key in ("as_of_today", "as_of_document")
    )
    return f"{counted(len(found), 'party')} of the lists named, of which listed today {today}, on the report's date {then}"


def _day_of(facts: dict[str, Any]) -> str:
    """Say from which day a report is, and who says so."""
    stated, bounds = facts["date_stated"], facts["date_bounds"]
    if stated:
        return f"{stated} ({facts['date_basis']})"
    if bounds:
        return f"not stated; not older than {bounds['not_before']} ({facts['date_basis']}); --dated says it"
    return f"not known ({facts['date_basis']}); --dated says it"


def mention_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one row for each listing of each listed party a report names."""
    from ostraka.report.lists import STANDING_WORDS  # noqa: PLC0415
    from ostraka.sources.catalog import stated_day  # noqa: PLC0415

    return [
        {
            "text": " / ".join(dict.fromkeys(m["text"] for m in entity["mentions"])),
            "spans": ", ".join(f"{m['start']}–{m['end']}" for m in entity["mentions"]),
            "entity_id": listing["entity_id"],
            "dataset": listing["dataset"],
            "since": listing["since"]
            and stated_day(listing["dataset"], listing["since"]),
            "then": STANDING_WORDS[listing["as_of_document"]],
            "today": STANDING_WORDS[listing["as_of_today"]],
        }
        for entity in document["entities"]
        for listing in entity.get("listed", ())
    ]
