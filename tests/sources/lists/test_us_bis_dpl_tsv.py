"""The US Denied Persons List: rows by hand, and the real version."""

from datetime import datetime
from pathlib import Path

import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

COLUMNS = [
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
]
ROWS = (
    [" ALI TEST A/K/A JOE TEST", "1 OAK ST", "LINZ", "", "AT", "4020", "02/03/2020", "12/31/2030", "Y", "2021-05-06", "TDO RENEWAL", "85 F.R. 1"],
    ["ALI TEST A/K/A JOE TEST", "2 ELM ST", "EL PASO", "TX", "", "79905", "02/03/2020", "12/31/2030", "Y", "2021-05-06", "", "85 F.R. 1"],
    ["MIA TRIAL", "3 ASH ST", "WIEN", "", "AT", "", "01/01/2000", "01/01/2010", "N", "2001-01-01", "", "65 F.R. 2"],
)  # fmt: skip


def read(tmp_path: Path, *rows: list[str], columns: list[str] = COLUMNS):
    path = tmp_path / "dpl.txt"
    lines = ["\t".join(f'"{cell}"' for cell in row) for row in (columns, *rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    reading = Reading(
        find_dataset("us_bis_dpl"), {"main": open_source(path)[0]}, day="2024-01-01"
    )
    return reading, list(find_format("us_bis_dpl_tsv").read(reading))


def test_the_rows_of_one_order_are_one_party_with_its_addresses(tmp_path: Path):
    reading, (party, sanction, trial, _) = read(tmp_path, *ROWS)
    reading.finish()
    assert party.texts("name") == ["ALI TEST"]
    assert party.texts("alias") == ["JOE TEST"]
    assert party.texts("address") == [
        "1 OAK ST, LINZ, 4020, AT",
        "2 ELM ST, EL PASO, TX, 79905",
    ]
    assert party.texts("country") == ["at"]
    assert sanction.texts("startDate") == ["2020-02-03"]  # the month stands first
    assert sanction.texts("endDate") == ["2030-12-31"]
    assert sanction.texts("modifiedAt") == ["2021-05-06"]
    assert party.id not in reading.ended
    assert trial.id in reading.ended


def test_a_renewed_order_keeps_the_id_and_namesakes_do_not_share_one(tmp_path: Path):
    _, (party, *_) = read(tmp_path, *ROWS)
    renewed = [[*r[:6], "08/03/2020", *r[7:]] for r in ROWS[:2]]
    _, (again, *_) = read(tmp_path, *renewed)
    assert again.id == party.id
    _, both = read(tmp_path, *ROWS[:2], *renewed)
    ids = {e.id for e in both if e.schema.name == "LegalEntity"}
    assert len(ids) == 2
    assert party.id not in ids


def test_a_row_with_another_number_of_fields_refuses_the_version(tmp_path: Path):
    reading, _ = read(tmp_path, ROWS[0][:-1])
    with pytest.raises(RefusedError, match=r"dpl.txt row 2: 11 fields"):
        reading.finish()


def test_an_unknown_column_refuses_the_version(tmp_path: Path):
    reading, _ = read(tmp_path, [*ROWS[0], "43"], columns=[*COLUMNS, "Shoe_Size"])
    with pytest.raises(RefusedError, match="unknown column 'Shoe_Size'"):
        reading.finish()


def test_the_real_version_loads(lists: Path, store: Store, now: datetime):
    (path,) = (lists / "us_bis_dpl" / "2023-11-30").iterdir()
    version = load_files(
        store, "us_bis_dpl", [path], now=now, published="2023-11-30"
    ).version
    # 665 rows, 545 names, 547 pairs of a name and the day of its order.
    assert version.entities == 547
