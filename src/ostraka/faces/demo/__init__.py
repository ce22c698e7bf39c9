"""The main job on data that comes with the program: no network, nothing kept.

What is in the folder and where it is from: `README.md` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from ostraka.faces.session import Ostraka
from ostraka.sources.catalog import find_dataset

#: Day of each list's version, as in README.md.
LISTS = {
    "au_dfat": "2026-03-15",
    "ca_sema": "2025-05-25",
    "ch_seco": "2026-03-15",
    "eu_fsf": "2026-02-26",
    "int_worldbank": "2026-03-15",
    "nz_mfat": "2026-03-15",
    "past_designations": "2026-11-22",
    "uk_fcdo": "2026-08-22",
    "un_sc": "2026-02-27",
    "us_ofac_sdn": "2024-06-27",
}

#: The files beside the lists: customers, holdings, payments and a report, all invented.
TABLES = (
    "customers.csv",
    "holdings.csv",
    "payments.fin",
    "payments.xml",
    "report.txt",
)


@contextmanager
def demo_files() -> Iterator[Path]:
    """Give the folder with `customers.csv`, `report.txt` and `lists/`."""
    with as_file(files("ostraka.faces.demo")) as folder:
        yield folder


def load_demo_lists(session: Ostraka, folder: Path) -> None:
    """Load the lists of the demo into a home of its own.

    They are small parts of the real lists, so the checks on counts, which know the
    whole lists, are told to let them pass.
    """
    for name, published in LISTS.items():
        limits = find_dataset(name).checks
        session.load(
            name,
            folder / "lists" / f"{name}.csv",
            published=published,
            format_name="csv",
            accept=[
                *(f"count {schema}" for schema in limits.counts),
                *(f"fill {prop}" for prop in limits.fill),
            ],
        )


def today_of_the_demo() -> datetime:
    """Return the moment the demo's lists are asked about: after the newest of them."""
    return datetime.fromisoformat(f"{max(LISTS.values())}T12:00:00+00:00")
