"""The verb about what several sources say of the same events: sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.login import login_name
from ostraka.faces.cli.output import emit, format_option, say_if_none
from ostraka.faces.session import Ostraka

if TYPE_CHECKING:
    from ostraka.report.beside.model import Relation, Source
    from ostraka.report.review.store import Reviews


_RELATIONS = {
    "kind": "Relation", "event": "Event", "slot": "Of", "sides": "Values and who states them",
    "why": "Why", "better_supported": "More origins", "likely_confusion": "May be meant",
    "preferred": "Preferred",
}  # fmt: skip


@click.command("sides")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))  # fmt: skip
@click.option("--document", "documents", multiple=True, metavar="NAME[:GROUP]", help="A reviewed document as a further source; what was accepted of it counts.")  # fmt: skip
@click.option("--prefer", metavar="EVENT:SLOT=VALUE", help="Note which value you prefer; needs --reason.")  # fmt: skip
@click.option("--reason", default="", help="Why you prefer it.")
@click.option("--by", help="Who decides; your login name if not given.")
@format_option
def sides_command(
    sources: tuple[Path, ...],
    documents: tuple[str, ...],
    prefer: str | None,
    reason: str,
    by: str | None,
    output_format: str,
) -> None:
    """Set side by side what several sources state of the same events.

    A source is a line of a file: `{"id", "independence_group", "facts": [{"event",
    "slot", "value", "status"}]}`.  Sources of one group are of one origin and count once.

    \b
    Examples:
      ostraka sides facts.jsonl
      ostraka sides facts.jsonl --document report.txt:G-PAPER --format json
      ostraka sides facts.jsonl --prefer "raid:date=1983-04-18" --reason "three origins"
    """
    from ostraka.report.beside.compare import set_side_by_side  # noqa: PLC0415
    from ostraka.report.beside.sources import read_sources  # noqa: PLC0415
    from ostraka.report.review.store import Reviews  # noqa: PLC0415

    with Ostraka() as o:
        reviews = Reviews(o.home)
        if prefer is not None:
            reviews.prefer(_preference(prefer, by or login_name("--by"), reason))
        found = [source for path in sources for source in read_sources(path)]
        found = [*_reviewed(reviews, documents, found), *found]
        preferred = {k: p.value for k, p in reviews.preferences().items()}
    rows = [_relation(r, preferred) for r in set_side_by_side(found)]
    whole = [asdict(r) | {"preferred": preferred.get((r.event, r.slot))} for r in set_side_by_side(found)]  # fmt: skip
    alone = "nothing to compare: no two sources state the same of one event"
    if not say_if_none(rows, output_format, alone):
        emit(rows, _RELATIONS, output_format, whole=whole)


def _reviewed(
    reviews: Reviews, documents: Sequence[str], others: Sequence[Source]
) -> list[Source]:
    from ostraka.report.beside.sources import source_of_reading  # noqa: PLC0415

    events = sorted({fact.event for source in others for fact in source.facts})
    found = []
    for text in documents:
        name, _, group = text.partition(":")
        reading = reviews.accepted(reviews.find(name))
        found.append(source_of_reading(name, reading, events, group=group or name))
    return found


def _preference(text: str, by: str, reason: str) -> Any:
    from ostraka.report.review.store import Preference  # noqa: PLC0415

    place, equals, value = text.partition("=")
    event, colon, slot = place.partition(":")
    if not (equals and colon and value):
        raise UsageError(f"--prefer {text}: write it as EVENT:SLOT=VALUE")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Preference(event, slot, value, by, at, reason)


def _relation(
    relation: Relation, preferred: dict[tuple[str, str], str]
) -> dict[str, Any]:
    sides = [f"{s.value}: {', '.join(s.by)} ({s.independent})" for s in relation.sides]
    return asdict(relation) | {
        "sides": "; ".join(sides),
        "preferred": preferred.get((relation.event, relation.slot)),
    }
