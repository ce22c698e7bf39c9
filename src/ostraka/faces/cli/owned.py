"""The verb about the rules of ownership and control: owned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.files_meant import is_file, means_file
from ostraka.faces.cli.links import draw_party, format_option, names_of, party_called
from ostraka.faces.cli.output import as_of_option, emit, plain, print_table, talk
from ostraka.faces.session import Ostraka
from ostraka.text.counts import counted

if TYPE_CHECKING:
    from ostraka.faces.linked_file import LinkedFile
    from ostraka.faces.links import Links
    from ostraka.links.exposure import Exposure

#: Parties that may be listed under another name, told at most.
_MOST_HINTS = 20
#: Bad rows that are told one by one.
_MOST_BAD = 20

_COLUMNS = {
    "party": "Party",
    "caption": "Name",
    "regime": "Regime",
    "verdict": "Reached",
    "grounds": "Ground",
    "share": "Held by listed parties",
    "listed_by": "Listed by",
    "words": "In words",
}


@click.command("owned")
@click.argument("what", metavar="[ID|FILE]", required=False)
@click.option(
    "--regime", metavar="NAMES",
    help="Only these rules, separated by commas: ofac, eu, uk.",
)  # fmt: skip
@click.option(
    "--same", metavar="ID=ID", multiple=True,
    help="Take the first party for the second in this answer.",
)  # fmt: skip
@as_of_option
@format_option
def owned_command(
    what: str | None,
    *,
    regime: str | None,
    same: tuple[str, ...],
    as_of: str | None,
    output_format: str,
) -> int:
    """Tell who is owned or controlled by listed parties, under each regime's own rule.

    With an ID: through whom, how much, and what is missing to be sure.  With a FILE of
    links (BODS, UK PSC, GLEIF, FollowTheMoney or a table): every party in it that a rule
    reaches; a row of a table that cannot be read is told and left out, and the exit code
    is 2.  With neither: every party that a rule reaches.  A party a rule reaches is not
    thereby listed.

    \b
    Examples:
      ostraka owned gb-coh-01234567 --regime eu,uk
      ostraka owned register.json --same register-P1=eu-fsf-eu-4881-55
      ostraka owned --regime ofac --format csv
    """
    regimes = names_of(regime)
    pairs = _pairs(same)
    if what is not None and is_file(Path(what)):
        with Ostraka() as o:
            file = _linked_file(o, Path(what), pairs, as_of)
            _print_reached(file.links, regimes, file.parties, output_format)
        return 2 if file.left_out else 0
    if what is not None and means_file(what):
        raise UsageError(f"{what}: no such file")
    with Ostraka() as o:
        links = o.links(as_of, same=pairs)
        if what is None:
            _print_reached(links, regimes, None, output_format)
        else:
            party = party_called(o, links, what, as_of)
            _print_owned(links, party, regimes, output_format)
    return 0


def _pairs(same: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in same:
        one, separator, other = text.partition("=")
        if not separator or not one.strip() or not other.strip():
            raise UsageError(f"--same {text}: write it as ID=ID")
        pairs[one.strip()] = other.strip()
    return pairs


def _print_owned(
    links: Links, party: str, regimes: list[str] | None, output_format: str
) -> None:
    from ostraka.faces.exposure_words import describe, exposure_dict  # noqa: PLC0415
    from ostraka.links.rules import REGIMES  # noqa: PLC0415

    if output_format == "svg":
        draw_party(links, [party])
        return
    told = links.exposures(party, regimes or REGIMES)
    _say_unjudged(links)
    if output_format != "table":
        records = [exposure_dict(e, judged=links.judged) for e in told]
        emit(records, _COLUMNS, output_format)
        return
    click.echo(plain(f"{told[0].caption}  ({told[0].schema or 'party'}, {party})"))
    for exposure in told:
        click.echo(
            plain(f"  {exposure.regime}: {describe(exposure, judged=links.judged)}")
        )
        for line in exposure.missing:
            click.echo(plain(f"      not known: {line}"))
    _print_holders(told)
    _print_chains(told)
    click.echo("\nThe rules")
    for exposure in told:
        rule = links.rule(exposure.regime)
        click.echo(f"  {rule.title}: {rule.summary}")


def _say_unjudged(links: Links) -> None:
    """Say that who is on another list under another id is not known yet."""
    if not links.judged:
        talk(
            "the records of different lists have not been judged together yet: a party "
            "may be listed under another id; `ostraka resolve` tells which are one"
        )


def _print_holders(told: Sequence[Exposure]) -> None:
    from ostraka.faces.exposure_words import holder_share  # noqa: PLC0415

    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for exposure in told:
        for holder in (*exposure.holders, *exposure.directors):
            row = rows.setdefault(
                (holder.party, holder.manner),
                {
                    "party": f"{holder.caption} ({holder.party})",
                    "manner": holder.manner,
                    "share": holder_share(holder),
                    "said": "; ".join(
                        f"{s.words} ({s.dataset})" for s in holder.sources
                    ),
                },
            )
            row[exposure.regime] = holder.standing
    if not rows:
        click.echo("\nNobody here is said to own, control or direct it")
        return
    click.echo("\nWho owns, controls or directs it, and what each regime makes of them")
    regimes = {e.regime: e.regime.upper() for e in told}
    columns = {"party": "Party", "manner": "How", "share": "Share", **regimes}
    print_table(list(rows.values()), {**columns, "said": "As stated"})


def _print_chains(told: Sequence[Exposure]) -> None:
    roots = {root.party: root for e in told for root in e.roots}
    if roots:
        click.echo("\nListed parties above it (a link is not a designation)")
        for root in roots.values():
            click.echo(
                plain(f"  {root.caption} ({root.party}), on {', '.join(root.datasets)}")
            )
            for source in root.chain:
                click.echo(plain(f"      {source}"))


def _print_reached(
    links: Links,
    regimes: list[str] | None,
    among: Iterable[str] | None,
    output_format: str,
) -> None:
    from ostraka.faces.exposure_words import exposure_dict  # noqa: PLC0415
    from ostraka.links.rules import REGIMES  # noqa: PLC0415

    if output_format == "svg":
        raise UsageError("--format svg goes with the ID of one party")
    _say_unjudged(links)
    kept = list(among) if among is not None else None
    records = [
        exposure_dict(exposure, judged=links.judged)
        for regime in regimes or REGIMES
        for exposure in links.reached(regime, among=kept)
    ]
    if not records and output_format == "table":
        talk(
            "no party that is not listed is reached by a rule, as far as is known here"
        )
        return
    columns = {k: v for k, v in _COLUMNS.items() if k not in {"listed_by", "grounds"}}
    emit(records, columns, output_format)


def _linked_file(
    o: Ostraka, path: Path, same: dict[str, str], as_of: str | None
) -> LinkedFile:
    """Return a file of links beside what is loaded; say what is odd about it."""
    from ostraka.faces.linked_file import links_with_file  # noqa: PLC0415

    file = links_with_file(o, path, same, as_of)
    for line in file.left_out[:_MOST_BAD]:
        talk(line)
    if file.left_out:
        talk(f"{counted(len(file.left_out), 'fault')}: rows that could not be read are left out, and who is owned by them is not told")  # fmt: skip
    for hint in file.hints[:_MOST_HINTS]:
        talk(hint)
    return file
