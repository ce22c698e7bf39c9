"""A version comes into force whole, or is refused and the last good one stays."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from ostraka.errors import RefusedError, UsageError
from ostraka.record.party import read_parties
from ostraka.record.store import Store
from ostraka.sources.catalog import stated_day
from ostraka.sources.load import load_files

ENTITY = {"id": "x", "schema": "Person", "properties": {"name": ["Ali Testov"]}}


def write(path: Path, count: int, first: int = 0) -> Path:
    lines = (
        json.dumps({**ENTITY, "id": f"p-{n}"}) for n in range(first, first + count)
    )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def load(
    store: Store,
    path: Path,
    now: datetime,
    day: str = "2024-01-01",
    dataset: str = "mine",
    **more,
):
    return load_files(store, dataset, [path], now=now, published=day, **more)


def test_the_same_bytes_make_no_second_version(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    path = write(tmp_path / "a.json", 3)
    assert load(store, path, now).is_new
    again = load(store, path, now, "2024-02-01")
    assert not again.is_new
    assert [v.id for v in store.versions("mine")] == ["2024-01-01"]


def test_a_change_that_is_taken_back_is_a_new_version(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    first, second = write(tmp_path / "a.json", 3), write(tmp_path / "b.json", 4)
    load(store, first, now, "2024-01-01")
    load(store, second, now, "2024-02-01")
    assert load(store, first, now, "2024-03-01", accept=["vanished"]).is_new
    assert store.version("mine").entities == 3
    assert not load(store, first, now, "2024-03-01").is_new


def test_a_list_that_lost_more_than_a_tenth_is_refused(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    load(store, write(tmp_path / "a.json", 100), now)
    with pytest.raises(
        RefusedError,
        match=r"'vanished' failed: 11 of 100 parties .* the last good version stays",
    ):
        load(store, write(tmp_path / "b.json", 89), now, "2024-01-02")
    assert store.version("mine").entities == 100
    (refusal,) = store.refused("mine")
    assert "11 of 100" in refusal["reason"]


def test_a_tenth_may_go_and_a_person_may_accept_more(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    load(store, write(tmp_path / "a.json", 100), now)
    assert (
        load(store, write(tmp_path / "b.json", 90), now, "2024-01-02").version.entities
        == 90
    )
    accepted = load(
        store, write(tmp_path / "c.json", 10), now, "2024-01-03", accept=["vanished"]
    )
    assert accepted.version.entities == 10
    # That it failed and was accepted stays to be seen.
    assert [c.name for c in accepted.version.checks if not c.ok] == ["vanished"]


def test_what_may_vanish_grows_with_the_years_between(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    load(store, write(tmp_path / "a.json", 100), now, "2020-01-01")
    assert load(store, write(tmp_path / "b.json", 75), now, "2022-01-02").is_new


def test_a_web_page_is_no_list(store: Store, tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "consolidated.xml"
    path.write_text("<!DOCTYPE html><html><body>Sign in</body></html>", "utf-8")
    with pytest.raises(RefusedError, match="is a web page, not a list"):
        load(store, path, now, dataset="un_sc")


def test_another_publishers_file_is_named(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "consolidated.xml"
    path.write_text(
        "<CONSOLIDATED_LIST dateGenerated='2024-01-01T00:00:00Z'/>", "utf-8"
    )
    with pytest.raises(RefusedError, match="it looks like un_xml, a format of un_sc"):
        load(store, path, now, dataset="us_ofac_sdn")


def test_xml_with_a_document_type_is_refused(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    """Entity expansion: each level makes the next ten times larger."""
    path = tmp_path / "consolidated.xml"
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'
        '<CONSOLIDATED_LIST dateGenerated="2024-01-01T00:00:00Z"><INDIVIDUALS>&l9;</INDIVIDUALS></CONSOLIDATED_LIST>',
        "utf-8",
    )
    with pytest.raises(RefusedError, match="document type declaration"):
        load(store, path, now, dataset="un_sc")


def test_an_external_entity_reads_no_file(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret", "utf-8")
    path = tmp_path / "consolidated.xml"
    path.write_text(
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><CONSOLIDATED_LIST dateGenerated="2024-01-01T00:00:00Z">&s;</CONSOLIDATED_LIST>',
        "utf-8",
    )
    with pytest.raises(RefusedError) as refused:
        load(store, path, now, dataset="un_sc")
    assert "top secret" not in str(refused.value) + str(refused.value.details)


def test_a_list_without_a_party_is_refused(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "consolidated.xml"
    path.write_text(
        "<CONSOLIDATED_LIST dateGenerated='2024-01-01T00:00:00Z'><INDIVIDUALS/></CONSOLIDATED_LIST>",
        "utf-8",
    )
    with pytest.raises(RefusedError, match="'not empty' failed: 0 parties"):
        load(store, path, now, dataset="un_sc")


def test_the_real_download_of_nothing_leaves_yesterdays_list(
    store: Store, lists: Path, now: datetime
) -> None:
    """sdn.csv of 2024-05-04: a public mirror kept a failed download of 0 bytes."""
    sdn = lists / "us_ofac_sdn"
    before = load(
        store, sdn / "2024-05-03" / "sdn.csv.gz", now, "2024-05-03", "us_ofac_sdn"
    ).version
    with pytest.raises(RefusedError, match=r"the file is empty \(0 bytes\)"):
        load(store, sdn / "2024-05-04" / "sdn.csv", now, "2024-05-04", "us_ofac_sdn")
    assert store.current() == [before]
    assert (
        store.refused("us_ofac_sdn")[-1]["reason"]
        == "sdn.csv: the file is empty (0 bytes)"
    )


@pytest.mark.parametrize("name", ["My List", "../etc", "", "a" * 65, "ÄÖ"])
def test_a_dataset_has_a_plain_name(
    store: Store, tmp_path: Path, now: datetime, name: str
) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a dataset"):
        load(store, write(tmp_path / "a.json", 1), now, dataset=name)


def test_an_impossible_day_of_publication_is_refused(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(UsageError, match="not a day; write it as"):
        load(store, write(tmp_path / "a.json", 1), now, "2024-02-31")


def test_a_note_longer_than_a_note_may_be_is_kept_in_pieces(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    """FollowTheMoney takes 65,000 characters; nothing hangs and nothing is lost."""
    path, words = tmp_path / "mine.csv", [f"word{n}" for n in range(30_000)]
    path.write_text(f"id,name,notes\n1,Ali Testov,{' '.join(words)}\n", "utf-8")
    load(store, path, now)
    (party,) = read_parties(store, store.current())
    kept = [word for note in party.values("notes") for word in note.split()]
    # A word may be cut where a piece ends.
    assert len(set(words) - set(kept)) < len(party.values("notes"))


@pytest.mark.parametrize("day", ["2024-06", "2024-06-27T10:00", "2062-06-01"])
def test_a_version_is_of_a_day_that_has_come(
    store: Store, tmp_path: Path, now: datetime, day: str
) -> None:
    with pytest.raises(UsageError, match="--published"):
        load(store, write(tmp_path / "a.json", 1), now, day)


SDN = '7,"TESTOV, Ivan","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1964."\r\n'
WHOLE = {
    "sdn.csv": SDN,
    "add.csv": '7,1,"1 Test Street","Testville","Iran",-0- \r\n',
    "alt.csv": '7,1,"aka","TESTOV, Vanya",-0- \r\n',
    "sdn_comments.csv": '7," Gender Male."\r\n',
}


def load_sdn(store: Store, folder: Path, now: datetime, day: str, *names: str):
    """Load some files of the SDN list; one party is too few, and a person accepts it."""
    paths = []
    for name in names:
        path = folder / name
        # Another day's bytes, as a publisher's would be.
        text = WHOLE[name].replace("TESTOV", f"TESTOV {day[-2:]}")
        path.write_bytes(text.encode())
        paths.append(path)
    counts = [f"count {s}" for s in ("Person", "Organization", "Vessel", "Airplane")]
    counts.append("fill Person.birthDate")
    version = load_files(
        store, "us_ofac_sdn", paths, now=now, published=day, accept=counts
    ).version
    return next(check for check in version.checks if check.name == "parts"), version


def test_a_list_without_its_aliases_says_so_until_a_whole_version_is_in_force(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    """A mirror kept `sdn.csv` alone, day after day: a list with half of its names."""
    first, version = load_sdn(store, tmp_path, now, "2024-01-01", "sdn.csv")
    assert not first.ok
    assert not first.refuses
    assert "in force without address, alias, comments, which" in first.detail
    assert version.lacking == first.detail
    whole, version = load_sdn(store, tmp_path, now, "2024-01-02", *WHOLE)
    assert whole.ok
    assert version.lacking is None
    for day in ("2024-01-03", "2024-01-04"):
        again, _ = load_sdn(store, tmp_path, now, day, "sdn.csv", "add.csv")
        assert "without alias, comments (last in version 2024-01-02)" in again.detail


def test_a_part_only_earlier_versions_had_is_missed_in_formats_that_name_none(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    from ostraka.sources.checks import parts_there  # noqa: PLC0415

    _, whole = load_sdn(store, tmp_path, now, "2024-01-02", *WHOLE)
    assert parts_there((), {"main"}, []).ok
    assert "alias" in parts_there((), {"main"}, [whole]).detail


def test_a_day_of_the_latest_act_is_not_told_as_the_first() -> None:
    """The EU renews programme TERR every half year, and states the act in force."""
    assert stated_day("eu_fsf", "2025-01-31") == "2025-01-31 or before"
    assert stated_day("un_sc", "2015-01-23") == "2015-01-23"
    assert stated_day("my_list", "2015") == "2015"
