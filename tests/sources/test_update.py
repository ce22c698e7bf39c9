"""`ostraka update`: a fetched list comes into force, or nothing changes."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ostraka.errors import FetchError, RefusedError
from ostraka.record.store import Store
from ostraka.sources import update
from ostraka.sources.catalog import Address, Checks, Dataset, find_dataset
from ostraka.sources.fetch import Patience
from ostraka.sources.memory import Memory
from ostraka.sources.update import update_dataset

PATIENCE = Patience(attempts=1)
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="{day}T23:00:02.540Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>ALI</FIRST_NAME><SECOND_NAME>TESTOV</SECOND_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER>
<LISTED_ON>2001-01-25</LISTED_ON>{extra}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


def make(day: str, extra: str = "") -> bytes:
    return LIST.format(day=day, extra=extra).encode()


@pytest.fixture
def url(publisher, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the UN list, moved to the publisher on this machine."""
    official = find_dataset("un_sc")
    address = Address("main", publisher.url("/un.xml"), "consolidated.xml")
    moved = Dataset(
        official.name,
        official.title,
        official.prefix,
        authority=official.authority,
        formats=official.formats,
        addresses=(address,),
        checks=Checks(counts={"Person": (1, 10)}),
    )
    monkeypatch.setattr(update, "find_dataset", lambda _: moved)
    monkeypatch.setattr("ostraka.sources.load.find_dataset", lambda _: moved)
    return address.url


def refresh(store: Store, now: datetime):
    return update_dataset(store, "un_sc", now=now, patience=PATIENCE)


def test_a_fetched_list_comes_into_force(publisher, url, store, now):
    publisher.says("/un.xml", publisher.answer(make("2026-11-20")))
    updated = refresh(store, now)
    assert updated.is_new
    (version,) = store.current()
    assert version == updated.version
    assert version.id == "2026-11-20"
    assert version.fetched == "2026-11-22T12:00:00+00:00"
    # The address the catalog names, whatever it redirected to.
    assert [file.url for file in version.files] == [url]


@pytest.mark.usefixtures("url")
def test_a_list_that_did_not_change_is_not_sent_again(publisher, store, now):
    answer = publisher.answer(make("2026-11-20"), headers={"ETag": '"v1"'})
    publisher.says("/un.xml", answer)
    first = refresh(store, now)
    second = refresh(store, now)
    assert second.not_modified
    assert not second.is_new
    assert second.version == first.version
    assert publisher.asked[-1][1]["if-none-match"] == '"v1"'


@pytest.mark.usefixtures("url")
def test_the_same_bytes_sent_again_are_no_new_version(publisher, store, now):
    publisher.says("/un.xml", publisher.answer(make("2026-11-20")))
    assert refresh(store, now).is_new
    assert not refresh(store, now).is_new
    assert len(store.versions("un_sc")) == 1


@pytest.mark.usefixtures("url")
def test_a_list_that_changed_comes_into_force(publisher, store, now):
    publisher.says(
        "/un.xml",
        publisher.answer(make("2026-11-20"), headers={"ETag": '"v1"'}),
        publisher.answer(make("2026-11-21"), headers={"ETag": '"v2"'}),
    )
    refresh(store, now)
    assert refresh(store, now).is_new
    assert [v.id for v in store.versions("un_sc")] == ["2026-11-20", "2026-11-21"]


@pytest.mark.usefixtures("url")
def test_a_publisher_that_is_down_changes_nothing_and_is_noted(publisher, store, now):
    publisher.says(
        "/un.xml",
        publisher.answer(make("2026-11-20")),
        publisher.answer(status=503),
    )
    refresh(store, now)
    with pytest.raises(FetchError, match="answered 503"):
        refresh(store, now)
    assert [v.id for v in store.current()] == ["2026-11-20"]
    (refusal,) = store.refused("un_sc")
    assert refusal["files"] == ["consolidated.xml"]
    assert "answered 503" in refusal["reason"]


@pytest.mark.usefixtures("url")
def test_a_refused_list_is_fetched_again_next_time(publisher, store, now):
    bad = make("2026-11-21", extra="<SHOE_SIZE>43</SHOE_SIZE>")
    publisher.says(
        "/un.xml",
        publisher.answer(make("2026-11-20"), headers={"ETag": '"good"'}),
        publisher.answer(bad, headers={"ETag": '"bad"'}),
    )
    refresh(store, now)
    for _ in range(2):
        with pytest.raises(RefusedError, match="SHOE_SIZE"):
            refresh(store, now)
        # The validators of what was refused are not believed to be of what is held.
        assert publisher.asked[-1][1]["if-none-match"] == '"good"'
    assert [v.id for v in store.current()] == ["2026-11-20"]
    assert len(store.refused("un_sc")) == 2


@pytest.mark.usefixtures("url")
def test_a_failure_is_over_once_the_publisher_has_what_is_in_force(
    publisher, store, now
):
    good = publisher.answer(make("2026-11-20"), headers={"ETag": '"v1"'})
    publisher.says("/un.xml", good)
    refresh(store, now)
    assert Memory(store, "un_sc").newest_on(*store.current()) == now.date()
    publisher.says("/un.xml", publisher.answer(b"<html>login</html>"))
    with pytest.raises(FetchError):
        refresh(store, now)
    assert store.last_refusal("un_sc") is not None
    publisher.says("/un.xml", good)
    later = now + timedelta(days=9)
    assert refresh(store, later).not_modified
    assert store.last_refusal("un_sc") is None
    assert len(store.refused("un_sc")) == 1
    assert Memory(store, "un_sc").newest_on(*store.current()) == later.date()


@pytest.mark.usefixtures("url")
def test_validators_that_were_lost_or_damaged_cost_a_download(publisher, store, now):
    answer = publisher.answer(make("2026-11-20"), headers={"ETag": '"v1"'})
    publisher.says("/un.xml", answer)
    refresh(store, now)
    state = store.home / "statements" / "un_sc" / "fetched.state"
    state.write_text('{"version": "2026-11-20", "addr', "utf-8")
    assert not refresh(store, now).is_new
    assert "if-none-match" not in publisher.asked[-1][1]


NO_NETWORK = """
import pkgutil, socket, sys
from datetime import UTC, datetime
from pathlib import Path

def refuse(*_args, **_kwargs):
    raise AssertionError("a socket was opened")

class Refusing(socket.socket):
    __init__ = refuse

socket.socket = Refusing
socket.create_connection = socket.getaddrinfo = refuse

import ostraka
for module in pkgutil.walk_packages(ostraka.__path__, "ostraka."):
    if not module.name.endswith(("__main__", "migrations.env")):  # alembic runs the last
        __import__(module.name)

from ostraka.record.party import read_parties
from ostraka.record.store import Store
from ostraka.sources.load import load_files

store = Store(Path(sys.argv[1]))
load_files(store, "un_sc", [Path(sys.argv[2])], now=datetime.now(UTC),
           accept=["count Person", "count Organization", "fill Person.birthDate"])
assert [p.caption for p in read_parties(store, store.current())] == ["ALI TESTOV"]
"""


@pytest.mark.slow
def test_importing_and_loading_open_no_connection(tmp_path: Path):
    path = tmp_path / "consolidated.xml"
    path.write_bytes(make("2026-11-20"))
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, str(tmp_path / "home"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_only_the_fetching_modules_know_the_network():
    # `update` may fetch; nothing that answers a question may even import the client.
    script = (
        "import sys, ostraka.sources.load, ostraka.record.party, ostraka.report,"
        " ostraka.screen; sys.exit('httpx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
