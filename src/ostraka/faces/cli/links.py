"""The verb about who is linked to a party: links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.cli.output import as_of_option, emit, talk
from ostraka.faces.session import Ostraka
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.faces.links import Links
    from ostraka.links.around import Linked
    from ostraka.links.sources import Source

_FORMATS = ("table", "json", "jsonl", "csv", "svg")
_TYPES = ("person", "body")

format_option = click.option(
    "--format", "output_format", type=click.Choice(_FORMATS), default="table",
    show_default=True, help="How results are printed; svg draws the ownership.",
)  # fmt: skip


def names_of(text: str | None) -> list[str] | None:
    """Return the names that commas part; None if nothing was said."""
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


@click.command("links")
@click.argument("parties", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--depth", type=click.IntRange(1, 12), default=None,
    help="Most links away: 1 for neighbours, 6 for paths, if not given.",
)  # fmt: skip
@click.option("--to", metavar="ID", help="The shortest paths to that party.")
@click.option(
    "--not-listed-by", metavar="NAMES",
    help="Only parties that are not on these lists (or regimes), separated by commas.",
)  # fmt: skip
@click.option(
    "--type", "kind", type=click.Choice(_TYPES), help="Only persons, or only bodies.",
)  # fmt: skip
@as_of_option
@format_option
def links_command(
    parties: tuple[str, ...],
    *,
    depth: int | None,
    to: str | None,
    not_listed_by: str | None,
    kind: str | None,
    as_of: str | None,
    output_format: str,
) -> None:
    """Show who is linked to a party, by whose word, and who of them is not listed where.

    A link is what a source states; it is no ground of suspicion by itself.

    \b
    Examples:
      ostraka links ofac-12111
      ostraka links ofac-12111 ofac-10391 --not-listed-by eu,uk --type person
      ostraka links ofac-29802 --to ofac-10391 --depth 4
    """
    with Ostraka() as o:
        links = o.links(as_of)
        found = [party_called(o, links, key, as_of) for key in parties]
        if to is not None:
            end = party_called(o, links, to, as_of)
            _print_paths(links, found, end, depth or 6, output_format)
        elif output_format == "svg":
            draw_party(links, found)
        else:
            wanted = _Wanted(depth or 1, tuple(_lists(links, not_listed_by)), kind)
            _print_linked(o, links, found, wanted, output_format)


def party_called(o: Ostraka, links: Links, key: str, as_of: str | None) -> str:
    """Return the id of a party called by an id or by an authority's number."""
    party = o.canonical(key)
    if links.graph.node(party) is not None:
        return party
    return o.canonical(o.entity(key, as_of=as_of).id)


def draw_party(links: Links, parties: Sequence[str]) -> None:
    """Print the ownership around a party as a drawing."""
    from ostraka.faces.draw import draw  # noqa: PLC0415

    if len(parties) > 1:
        raise UsageError("--format svg draws one party; name one")
    click.echo(draw(links.picture(parties[0])), nl=False)


def _print_paths(
    links: Links, starts: Sequence[str], end: str, depth: int, output_format: str
) -> None:
    paths = [p for start in starts for p in links.paths(start, end, depth=depth)]
    if not paths:
        raise NotFoundError(
            f"no path of at most {counted(depth, 'link')} from {', '.join(starts)} to {end}"
        )
    statements = links.statements(s for path in paths for s in path)
    records = [
        {
            "length": len(path),
            "links": [
                {**source.to_dict(), "statements": statements.get(source.record, [])}
                for source in path
            ],
        }
        for path in paths
    ]
    if output_format in {"json", "jsonl"}:
        emit(records, {}, output_format)
        return
    rows = [
        {"path": number, "link": step, **_row(source)}
        for number, path in enumerate(paths, start=1)
        for step, source in enumerate(path, start=1)
    ]
    emit(rows, {"path": "Path", "link": "Link", **_LINK_COLUMNS}, output_format)


_LINK_COLUMNS = {
    "from": "From",
    "what": "What",
    "to": "To",
    "words": "As stated",
    "dataset": "By",
    "record": "Record",
}


def _row(source: Source) -> dict[str, Any]:
    return {
        "from": f"{source.source_caption} ({source.source})",
        "what": source.label,
        "to": f"{source.target_caption} ({source.target})",
        "words": source.words,
        "dataset": source.dataset,
        "record": source.record,
    }


def _lists(links: Links, text: str | None) -> list[str]:
    """Return the datasets named, a regime standing for its lists."""
    from ostraka.links.rules import REGIMES  # noqa: PLC0415

    datasets: list[str] = []
    for name in names_of(text) or ():
        wanted = links.rule(name).lists if name in REGIMES else (name,)
        there = [dataset for dataset in wanted if dataset in links.lists]
        if not there:
            raise UsageError(
                f"--not-listed-by {name}: no version of {' or '.join(wanted)} by "
                f"{links.day} is here, so who is on it cannot be told; "
                f"here are {', '.join(links.lists) or 'none'}"
            )
        datasets += there
    return datasets


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which linked parties are wanted.

    Attributes:
        depth: Most links away.
        lists: Only those who are on none of these lists.
        kind: Only a `person`, or only a `body`; both if None.
    """

    depth: int
    lists: tuple[str, ...]
    kind: str | None

    def has(self, linked: Linked) -> bool:
        """Tell whether a linked party is wanted."""
        if not set(self.lists).isdisjoint(linked.listed_by):
            return False
        return self.kind is None or linked.is_person == (self.kind == "person")


def _print_linked(
    o: Ostraka,
    links: Links,
    parties: Sequence[str],
    wanted: _Wanted,
    output_format: str,
) -> None:
    records: list[dict[str, Any]] = []
    lists = wanted.lists
    for party in parties:
        found, is_cut = links.around(party, depth=wanted.depth)
        if is_cut:
            talk(f"{party}: only the nearest links are shown")
        kept = [linked for linked in found if wanted.has(linked)]
        records += _records(o, links, party, kept, lists)
    _print_counts(links, parties, records, lists)
    columns = {
        "caption": "Party",
        "party": "Id",
        "steps": "Links",
        "link": "Link",
        "own_words": "In the list's own words",
        "listed_by": "Listed by",
    }
    if lists:
        columns["may_be_listed"] = "May be listed there as"
    emit(records, columns, output_format)


def _records(
    o: Ostraka,
    links: Links,
    party: str,
    wanted: Sequence[Linked],
    lists: Sequence[str],
) -> list[dict[str, Any]]:
    words = links.words(s for linked in wanted for s in linked.sources)
    records = []
    for linked in wanted:
        record = {
            "linked_to": party,
            "party": linked.party,
            "caption": linked.caption,
            "schema": linked.schema,
            "steps": linked.steps,
            "link": "; ".join(str(source) for source in linked.sources),
            "own_words": [
                note
                for source in linked.sources
                for note in words.get(source.record, ())
            ],
            "listed_by": list(linked.listed_by),
            "sources": [source.to_dict() for source in linked.sources],
        }
        if lists:
            record["not_listed_by"] = list(lists)
            record["may_be_listed"] = _may_be(o, links, linked, lists)
        records.append(record)
    return records


def _may_be(
    o: Ostraka, links: Links, linked: Linked, lists: Sequence[str]
) -> list[str]:
    """Return whom on the lists the party may be, by its name: nobody judged it yet."""
    matches = o.screen(
        linked.caption,
        limit=2,
        as_of=links.day,
        lists=lists,
        schema=linked.schema or "LegalEntity",
    )
    return [f"{m.entity_id} {m.caption} ({m.score:.2f})" for m in matches]


def _print_counts(
    links: Links,
    parties: Sequence[str],
    records: Sequence[dict[str, Any]],
    lists: Sequence[str],
) -> None:
    names = ", ".join(links.graph.caption(links.node(party)) for party in parties)
    different = len({record["party"] for record in records})
    line = f"{counted(different, 'party')} linked to {names} as of {links.day}"
    if lists:
        hinted = len({r["party"] for r in records if r["may_be_listed"]})
        line += f" and not judged to be on {', '.join(lists)}"
        line += f"; {hinted} of them may be there under the same or another name"
    talk(line)
