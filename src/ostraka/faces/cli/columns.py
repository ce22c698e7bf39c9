"""Which column of a customer file is what: the options of the command line about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ostraka.faces.cli.output import read_mapping, talk
from ostraka.faces.profiles import read_profile, save_profile

#: Adds `--map` to a verb that reads a customer file.
map_option = click.option(
    "--map", "mapping", metavar="OURS=THEIRS", multiple=True,
    help="Which column of the file is what, e.g. name=Client.",
)  # fmt: skip
#: Adds `--sheet` to a verb that reads a customer file.
sheet_option = click.option(
    "--sheet", metavar="NAME",
    help="With a workbook: the sheet to read; the first if not given.",
)  # fmt: skip
_OPTIONS = (
    map_option,
    click.option(
        "--profile", metavar="NAME",
        help="Which column is what, as kept by --save-profile.",
    ),
    click.option(
        "--save-profile", metavar="NAME",
        help="Keep what --map says for the next file of its kind.",
    ),
    sheet_option,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """What the user says of the columns of a file.

    Attributes:
        pairs: `OURS=THEIRS`, each.
        profile: Name of a profile to start from, or None.
        save: Name under which to keep the whole, or None.
        sheet: Which sheet of a workbook is read; the first if None.
    """

    pairs: tuple[str, ...] = ()
    profile: str | None = None
    save: str | None = None
    sheet: str | None = None

    def mapping(self, home: Path) -> dict[str, str] | None:
        """Return column of the file → our name for it; a pair goes before the profile.

        Raises:
            UsageError: A pair or a name is none.
        """
        kept = read_profile(home, self.profile) if self.profile else {}
        mapping = {**kept, **(read_mapping(self.pairs) or {})}
        if self.save:
            talk(f"columns kept in {save_profile(home, self.save, mapping)}")
        return mapping or None


def columns_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add all options about columns to a verb, which takes them as one `columns`."""

    @wraps(verb)
    def with_columns(
        *,
        mapping: tuple[str, ...],
        profile: str | None,
        save_profile: str | None,
        sheet: str | None,
        **given: Any,
    ) -> Any:
        columns = Columns(mapping, profile, save_profile, sheet)
        return verb(columns=columns, **given)

    added: Callable[..., Any] = with_columns
    for option in reversed(_OPTIONS):
        added = option(added)
    return added
