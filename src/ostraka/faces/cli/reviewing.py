"""The verb about what documents propose: review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.login import login_name
from ostraka.faces.cli.output import (
    emit,
    format_option,
    plain,
    say_if_none,
    say_written,
    talk,
)
from ostraka.faces.session import Ostraka
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.report.items import Item
    from ostraka.report.review.store import Decision, Reviews

_DOCUMENTS = {
    "id": "Document", "path": "File", "proposed": "Proposed", "accepted": "Accepted",
    "rejected": "Rejected", "open": "Open", "dataset": "Dataset",
}  # fmt: skip
_KEYS = {"a": "accepted", "r": "rejected", "c": "corrected"}


class _Answers(TypedDict):
    """What the options of `review` say is decided, by whom and why."""

    accept: list[str]
    reject: list[str]
    corrections: tuple[str, ...]
    ask: bool
    by: str | None
    note: str


def _names(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> list[str]:
    return [name.strip() for name in (value or "").split(",") if name.strip()]


@click.command("review")
@click.argument("document", required=False)
@click.option("--accept", callback=_names, metavar="IDS", help="Accept these proposals, e.g. i1,m2; `all` for every open one.")  # fmt: skip
@click.option("--reject", callback=_names, metavar="IDS", help="Reject these; `all` for every open one.")  # fmt: skip
@click.option("--correct", "corrections", multiple=True, metavar="ID:KEY=VALUE", help="Accept with another value, e.g. i1:date=1983-04-18.")  # fmt: skip
@click.option("--ask", is_flag=True, help="Show each open proposal and ask.")
@click.option("--by", help="Who decides; your login name if not given.")
@click.option("--note", default="", help="Why.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="What was accepted, as FILE.html, .ftm.jsonl, .json or .csv.")  # fmt: skip
@format_option
def review_command(
    document: str | None,
    *,
    output: Path | None,
    output_format: str,
    **answers: Unpack[_Answers],
) -> None:
    """Decide about the proposals of documents kept by `ostraka read --keep`.

    Without a document, shows which are kept.  Only what is accepted becomes statements
    of the record, in a dataset of the document's own; proposal and decision are kept.

    \b
    Examples:
      ostraka review
      ostraka review report.txt --accept e1,i1 --by "A. Analyst"
      ostraka review report.txt --correct i1:date=1983-04-18 --note "see F-BEI-1"
      ostraka review report.txt -o report.html
    """
    from ostraka.report.review.store import Reviews  # noqa: PLC0415

    with Ostraka() as o:
        reviews = Reviews(o.home)
        if document is None:
            kept = _documents(reviews)
            if not say_if_none(
                kept,
                output_format,
                "no document is kept yet; `ostraka read FILE --keep` keeps one",
            ):
                emit(kept, _DOCUMENTS, output_format)
            return
        name = reviews.find(document)
        made = _decisions(reviews, name, answers)
        if made:
            _decide(o, reviews, name, made)
        if output is not None:
            _export(reviews.accepted(name), output)
            return
        if made:
            return
        _show(reviews, name, output_format)


def _documents(reviews: Reviews) -> list[dict[str, Any]]:
    from ostraka.report.export.ftm import dataset_of  # noqa: PLC0415
    from ostraka.report.items import items_of  # noqa: PLC0415

    rows = []
    for name, path in reviews.documents():
        last = {made.item: made.answer for made in reviews.decisions(name)}
        proposed = [item.id for item in items_of(reviews.reading(name))]
        rejected = sum(answer == "rejected" for answer in last.values())
        rows.append(
            {
                "id": name[:12],
                "path": path,
                "proposed": len(proposed),
                "accepted": len(last) - rejected,
                "rejected": rejected,
                "open": len(proposed) - len(last),
                "dataset": dataset_of(name),
            }
        )
    return rows


def _decisions(reviews: Reviews, document: str, answers: _Answers) -> list[Decision]:
    """Return what the options decide, and then what is answered when asked."""
    from ostraka.report.review.store import Decision  # noqa: PLC0415

    by = answers["by"] or login_name("--by")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found = [
        Decision(item, answer, by, at, {}, answers["note"])
        for answer, named in (("accepted", answers["accept"]), ("rejected", answers["reject"]))
        for item in (reviews.open_items(document) if named == ["all"] else named)
    ]  # fmt: skip
    found += [
        Decision(item, "corrected", by, at, change, answers["note"])
        for item, change in _changes(answers["corrections"]).items()
    ]
    if answers["ask"]:
        found += _asked(reviews, document, by, at)
    return found


def _changes(corrections: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the values that are corrected, by proposal.

    Raises:
        UsageError: One is not written as `ID:KEY=VALUE`.
    """
    changes: dict[str, dict[str, str]] = {}
    for text in corrections:
        item, _, pair = text.partition(":")
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"--correct {text}: write it as ID:KEY=VALUE, e.g. i1:date=1983-04-18")  # fmt: skip
        changes.setdefault(item.strip(), {})[key.strip()] = value.strip()
    return changes


def _asked(reviews: Reviews, document: str, by: str, at: str) -> list[Decision]:
    """Show each open proposal and ask; `q` ends it, and what was said before counts."""
    from ostraka.report.items import find_item  # noqa: PLC0415
    from ostraka.report.review.store import Decision  # noqa: PLC0415

    reading = reviews.reading(document)
    made = []
    for name in reviews.open_items(document):
        item = find_item(reading, name)
        _present(item)
        key = click.prompt("accept, correct, reject, skip, quit", type=click.Choice(["a", "c", "r", "s", "q"]), default="s", err=True)  # fmt: skip
        if key == "q":
            break
        if key == "s":
            continue
        change = _corrections(item) if key == "c" else {}
        note = click.prompt("why", default="", show_default=False, err=True)
        made.append(Decision(name, _KEYS[key], by, at, change, note))
    return made


def _present(item: Item) -> None:
    talk(f"\n{item.id}  {item.summary}\n  “{item.passage}”")


def _corrections(item: Item) -> dict[str, str]:
    from ostraka.report.items import CORRECTABLE  # noqa: PLC0415

    changed = {}
    for key in CORRECTABLE[item.kind]:
        before = plain(item.content.get(key))
        after = click.prompt(key, default=before, err=True)
        if after != before:
            changed[key] = after
    return changed


def _decide(
    o: Ostraka, reviews: Reviews, document: str, made: Sequence[Decision]
) -> None:
    from ostraka.report.review.publish import publish  # noqa: PLC0415

    reviews.decide(document, made)
    version = publish(o.store, reviews, document, datetime.now(UTC))
    talk(
        f"{len(made)} decided, {len(reviews.open_items(document))} open; {version.dataset} has {counted(version.statements, 'statement')}"
    )


def _show(reviews: Reviews, document: str, output_format: str) -> None:
    from ostraka.report.export.table import COLUMNS, rows_of  # noqa: PLC0415

    answers = {made.item: made.answer for made in reviews.decisions(document)}
    rows = rows_of(reviews.reading(document), answers)
    emit(rows, COLUMNS, output_format)


def _export(reading: dict[str, Any], output: Path) -> None:
    from ostraka.faces.cli.reading import write_reading_to  # noqa: PLC0415

    write_reading_to(reading, output)
    say_written(output)
