"""On which of OFAC's lists a party stands since when.

One file holds several lists: `Consolidated List` is an umbrella over the lists that
are not the SDN list, and a party on one of them may be an SDN too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.sources.reader import Reading

_ORIGIN = "main"
_UMBRELLA = "Consolidated List"

#: Dataset → the list it is, in OFAC's words.
HOME_LISTS = {"us_ofac_sdn": "SDN List", "us_ofac_cons": _UMBRELLA}


@dataclass(frozen=True, slots=True)
class Listing:
    """A party's place on one list.

    Attributes:
        name: Of the list, in OFAC's words.
        published: Days of publication, ISO 8601; the first is the listing.
    """

    name: str
    published: tuple[str, ...]


def delta_refused(reading: Reading, where: str, whole: str) -> RefusedError:
    """Return the error for a file that holds only what changed since another.

    Args:
        reading: The version being read.
        where: What shows it.
        whole: Names of the files to load instead.
    """
    what = "this is a delta file: it holds only what changed since another version"
    return reading.stop(where, what, f"load the whole list, {whole}")


def add_listings(
    reading: Reading, sanction: Entity, listings: Iterable[Listing]
) -> None:
    """Add every list with its date, and the first day on the list this dataset is.

    The umbrella's date is kept in words only: of the lists under it some are older
    than the umbrella (2006 and 2014), some younger (a successor of another list).
    """
    kept = [listing for listing in listings if listing.published]
    for listing in kept:
        days = ", ".join(listing.published)
        sanction.add("summary", f"{listing.name}: published {days}", origin=_ORIGIN)
    home = HOME_LISTS.get(reading.dataset.name)
    real = [listing for listing in kept if listing.name != _UMBRELLA]
    choices = (
        [listing for listing in real if listing.name == home]
        or [listing for listing in real if listing.name not in HOME_LISTS.values()]
        or real
        or kept
    )
    first = min((day for listing in choices for day in listing.published), default=None)
    reading.add_date(sanction, "listingDate", sanction.id, first, origin=_ORIGIN)
