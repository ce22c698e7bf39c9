"""A reading as a page for people, that stands alone and prints.

No script, nothing loaded from elsewhere; every name has its own direction of writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ostraka.record.countries import country_label
from ostraka.report.items import Item, items_of, names_of
from ostraka.report.lists import STANDING_WORDS
from ostraka.sources.catalog import stated_day
from ostraka.text.counts import counted

Json = Mapping[str, Any]
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ccc}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #999}small,.note{color:#444}svg{max-width:100%;height:auto}
@media print{body{margin:0;max-width:none}section{break-inside:avoid}}"""
_HEADINGS = {
    "incidents": "What it says happened",
    "measures": "What it says was done",
    "recommendations": "What it calls for (no measure in force)",
    "quotes": "Whose words it gives",
    "claims": "What it claims",
}


def page_of_reading(reading: Json, pictures: Sequence[str] = ()) -> str:
    """Return a page about a reading: parties with their listings, and every proposal.

    Args:
        reading: As JSON.
        pictures: SVG pictures to show, e.g. a timeline and a matrix.
    """
    facts = reading["document"]
    names = names_of(reading)
    parts = [
        f"<h1>{escape(facts['path'])}</h1>",
        f"<p class=note>{counted(facts['chars'], 'character')}; {_dated(facts)}; text SHA-256 {escape(facts['text_sha256'])}.</p>",
        "<p class=note>What follows is what the document says. A proposal is no finding, a person decides; being named says nothing about anybody.</p>",
        _parties(reading["entities"]),
    ]
    for kind, heading in _HEADINGS.items():
        items = [item for item in items_of(reading) if item.kind == kind]
        parts.append(_section(heading, items, names))
    parts += [f"<section><h2>Picture</h2>{picture}</section>" for picture in pictures]
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(facts["path"])}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n'
    )


def _dated(facts: Json) -> str:
    if facts["date_stated"]:
        return f"dated {escape(facts['date_stated'])} ({escape(facts['date_basis'])})"
    bounds = facts["date_bounds"]
    if bounds:
        return f"not older than {escape(bounds['not_before'])}"
    return "of no known date"


def _parties(entities: Iterable[Json]) -> str:
    rows = []
    for entity in entities:
        listed = "<br>".join(_listing(row) for row in entity["listed"]) or "–"
        places = ", ".join(f"{m['start']}–{m['end']}" for m in entity["mentions"])
        named = "described, not named" if entity.get("unnamed") else entity["schema"]
        rows.append(
            f'<tr><td><bdi dir="auto">{escape(entity["name"])}</bdi><br><small>{escape(named)}</small></td><td>{listed}</td><td><small>{places}</small></td></tr>'
        )
    return f"<section><h2>Of whom it speaks</h2><table><thead><tr><th>Party</th><th>On lists that have the name</th><th>At</th></tr></thead><tbody>{''.join(rows)}</tbody></table></section>"


def _listing(row: Json) -> str:
    since = (
        f" since {stated_day(row['dataset'], escape(row['since']))}"
        if row["since"]
        else ""
    )
    return f"{escape(row['dataset'])} <small>{escape(row['entity_id'])}</small>: {STANDING_WORDS[row['as_of_document']]} on its day, {STANDING_WORDS[row['as_of_today']]} today{since}"


def _section(heading: str, items: Sequence[Item], names: Mapping[str, str]) -> str:
    if not items:
        return f"<section><h2>{heading}</h2><p>Nothing.</p></section>"
    shown = "".join(_item(item, names) for item in items)
    return f"<section><h2>{heading}</h2><table><tbody>{shown}</tbody></table></section>"


def _item(item: Item, names: Mapping[str, str]) -> str:
    content = item.content
    holders = " → ".join(names.get(h, h) for h in content.get("holder", ()))
    decided = content.get("decided")
    accepted = f"<br><small>accepted by {escape(decided['by'])} at {escape(decided['at'])}</small>" if decided else ""  # fmt: skip
    return (
        f"<tr><td>{item.id}<br><small>{escape(_facts(item))}</small></td>"
        f"<td><blockquote>{escape(item.passage)}</blockquote><small>held by: {escape(holders)}</small>{accepted}</td></tr>"
    )


def _facts(item: Item) -> str:
    content = item.content
    country = content.get("country") or content.get("imposer_country")
    extra = [country_label(country)] if country and item.kind == "incidents" else []
    return "; ".join([item.summary, *extra])
