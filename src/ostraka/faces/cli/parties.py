"""The verb about one party: show."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from ostraka.faces.cli.output import (
    as_of_option,
    emit,
    format_option,
    plain,
    print_table,
)
from ostraka.faces.session import Ostraka
from ostraka.faces.trust import retirement
from ostraka.record.model import BASE_ID, KEPT_PREFIX
from ostraka.record.view import PartyView, Standing
from ostraka.sources.catalog import stated_day


@click.command("show")
@click.argument("key", metavar="ID")
@as_of_option
@format_option
def show_command(key: str, as_of: str | None, output_format: str) -> None:
    """Show one party: who says what about it, its designations, links and history.

    ID is an id of this record or a number its authority gave it.

    \b
    Examples:
      ostraka show unsc-6908441
      ostraka show QDi.344 --as-of 2019-02-01
    """
    with Ostraka() as o:
        view = o.entity(key, as_of=as_of)
    if output_format == "json":
        click.echo(json.dumps(view.to_dict(), ensure_ascii=False, indent=1))
    elif output_format == "table":
        _print(view)
    else:
        emit(
            view.to_dict()["statements"],
            {"prop": "Property", "value": "Value", "dataset": "List", "first_seen": "First seen", "last_seen": "Last seen", "original_value": "As published"},
            output_format,
        )  # fmt: skip


def _print(view: PartyView) -> None:
    click.echo(plain(f"{view.caption}  ({view.schema}, {view.id})"))
    for standing in view.standings:
        click.echo("  " + _standing_line(standing, view.as_of))
    for act in view.designations:
        parts = [
            f"designated by {act.authority or act.dataset}",
            f"since {stated_day(act.dataset, act.since)}"
            if act.since
            else "listing date not stated",
            f"ended {act.ended}" if act.ended else None,
            f"program {act.program}" if act.program else None,
            f"number {act.reference}" if act.reference else None,
        ]
        click.echo(plain("  " + "; ".join(p for p in parts if p)))
    if view.referents:
        click.echo(plain(f"  also: {', '.join(view.referents)}"))
    for part in view.parts:
        side = "part of" if part.whole else "has a part:"
        click.echo(
            plain(f"  {side} {part.other_caption} ({part.other}), as {part.by} judged")
        )
    click.echo("\nWhat is said of it")
    print_table(
        _statement_rows(view),
        {
            "prop": "Property",
            "value": "Value",
            "dataset": "List",
            "seen": "Seen",
            "original_value": "As published",
        },
    )
    if view.links:
        click.echo("\nLinks the lists state (a link is not a designation)")
        print_table(
            [{"label": li.label if li.outgoing else f"{li.label} (from)", "other": f"{li.other_caption} ({li.other})", "role": li.role, "dataset": li.dataset} for li in view.links],
            {"label": "Link", "other": "Other party", "role": "As said", "dataset": "List"},
        )  # fmt: skip
    click.echo("\nHistory")
    print_table(
        [{"day": e.day, "dataset": e.dataset, "kind": e.kind, "what": "; ".join(f"{c.prop}: {plain(c.before) or 'nothing'} → {plain(c.after) or 'nothing'}" for c in e.changes)} for e in view.history],
        {"day": "Version of", "dataset": "List", "kind": "Event", "what": "What"},
    )  # fmt: skip


def _standing_line(standing: Standing, as_of: str) -> str:
    here = f"in the versions here since {standing.first_version}"
    if standing.listed:
        given_up = retirement(standing.dataset, date.fromisoformat(as_of))
        if given_up is not None:
            return f"on {standing.dataset}, a list {given_up} ({here})"
        return f"on {standing.dataset} as of {as_of} ({here})"
    if standing.ended is not None:
        return f"not listed by {standing.dataset} as of {as_of}: its designation ended {standing.ended} ({here})"
    return f"not on {standing.dataset} as of {as_of}: removed by {standing.removed} ({here})"


def _statement_rows(view: PartyView) -> list[dict[str, Any]]:
    return [
        {
            "prop": s.prop,
            "value": s.value,
            "dataset": s.dataset,
            "seen": s.first_seen
            if s.first_seen == s.last_seen
            else f"{s.first_seen} – {s.last_seen}",
            "original_value": s.original_value,
        }
        for s in view.statements
        if s.canonical_id == view.id and s.prop != BASE_ID and s.prop[0] != KEPT_PREFIX
    ]
