"""Fetching from a publisher that redirects, stumbles, stalls, and sends nonsense."""

import gzip
import hashlib
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ostraka.errors import FetchError, UsageError
from ostraka.sources.catalog import Address, Dataset
from ostraka.sources.fetch import Fetched, Patience, fetch
from ostraka.sources.memory import Validators

LIST = b"<CONSOLIDATED_LIST/>" * 500
PAGE = b"<!DOCTYPE html><html><title>Sign in</title></html>"


def dataset(*urls: str, **more) -> Dataset:
    addresses = tuple(
        Address(role=f"part{n}", url=url, name=f"part{n}.xml")
        for n, url in enumerate(urls, 1)
    )
    return Dataset("test_list", "Test", "test", addresses=addresses, **more)


@pytest.fixture
def waits() -> list[float]:
    """Every wait between two attempts; none is really waited."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    return Patience(silence=5, attempts=3, sleep=waits.append)


@pytest.fixture
def get(tmp_path: Path, now: datetime, patience: Patience) -> Callable[..., Fetched]:
    def get(*urls: str, previous=None, patience=patience, **more) -> Fetched:
        return fetch(
            dataset(*urls, **more),
            tmp_path,
            now=now,
            previous=previous,
            patience=patience,
        )

    return get


def test_a_file_comes_whole_with_its_validators_and_checksum(publisher, get, tmp_path):
    headers = {"ETag": '"v1"', "Last-Modified": "Wed, 04 Nov 2026 10:00:00 GMT"}
    url = publisher.says("/list.xml", publisher.answer(LIST, headers=headers))
    fetched = get(url)
    (file,) = fetched.files
    assert file.path == tmp_path / "part1.xml"
    assert file.path.read_bytes() == LIST
    assert file.url == url
    assert file.validators == Validators('"v1"', "Wed, 04 Nov 2026 10:00:00 GMT")
    assert file.sha256 == hashlib.sha256(LIST).hexdigest()
    assert file.size == len(LIST)
    assert not fetched.not_modified
    assert [p.name for p in tmp_path.iterdir()] == ["part1.xml"]


def test_the_request_names_this_program(publisher, get):
    get(publisher.says("/list.xml", publisher.answer(LIST)))
    ((_, headers),) = publisher.asked
    assert headers["user-agent"].startswith("ostraka/")


def test_what_did_not_change_is_not_sent_again(publisher, get):
    url = publisher.says("/list.xml", publisher.answer(LIST, headers={"ETag": '"v1"'}))
    validators = get(url).files[0].validators
    again = get(url, previous={url: validators})
    assert again.not_modified
    assert publisher.asked[-1][1]["if-none-match"] == '"v1"'


def test_what_changed_is_sent(publisher, get):
    url = publisher.says(
        "/list.xml",
        publisher.answer(LIST, headers={"ETag": '"v1"'}),
        publisher.answer(LIST + b"<new/>", headers={"ETag": '"v2"'}),
    )
    validators = get(url).files[0].validators
    (file,) = get(url, previous={url: validators}).files
    assert file.path.read_bytes().endswith(b"<new/>")
    assert file.validators.etag == '"v2"'


def test_when_one_file_of_several_changed_all_are_fetched(publisher, get):
    one = publisher.says("/1", publisher.answer(LIST, headers={"ETag": '"a"'}))
    two = publisher.says("/2", publisher.answer(LIST, headers={"ETag": '"new"'}))
    fetched = get(one, two, previous={one: Validators('"a"'), two: Validators('"b"')})
    assert [file.url for file in fetched.files] == [one, two]
    assert [path for path, _ in publisher.asked] == ["/1", "/2", "/1"]


def test_a_redirect_is_followed_and_the_asked_address_is_kept(publisher, get):
    publisher.says("/store/expires-in-five-minutes", publisher.answer(LIST))
    there = {"Location": "/store/expires-in-five-minutes"}
    url = publisher.says("/list.xml", publisher.answer(status=302, headers=there))
    (file,) = get(url).files
    assert file.url == url
    assert file.size == len(LIST)


def test_a_redirect_in_a_circle_is_told(publisher, get):
    url = publisher.says("/a", publisher.answer(status=302, headers={"Location": "/a"}))
    with pytest.raises(FetchError, match="redirects in a circle"):
        get(url)


def test_a_redirect_to_a_login_page_is_no_list(publisher, get, tmp_path):
    publisher.says("/login", publisher.answer(PAGE))
    login = {"Location": "/login"}
    url = publisher.says("/list.xml", publisher.answer(status=302, headers=login))
    with pytest.raises(FetchError, match="a web page, not a list") as caught:
        get(url, manual="Sign in at the publisher's site and save the file.")
    # The message says which list, where, what now, and what the user can do.
    message = str(caught.value)
    assert message.startswith(f"test_list: {url}: ")
    assert "the last good version stays in force" in message
    assert message.endswith("Sign in at the publisher's site and save the file.")
    assert not (tmp_path / "part1.xml").exists()


@pytest.mark.parametrize("body", [b"<?xml version='1.0'?>\n<html>x</html>", PAGE])
def test_what_is_declared_as_a_page_is_looked_at_closer(publisher, get, body):
    headers = {"Content-Type": "text/html; charset=utf-8"}
    url = publisher.says("/list.xml", publisher.answer(body, headers=headers))
    with pytest.raises(FetchError, match="a web page, not a list"):
        get(url)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_publisher_that_stumbles_is_asked_again(publisher, get, waits, status):
    url = publisher.says("/x", publisher.answer(status=status), publisher.answer(LIST))
    assert get(url).files[0].size == len(LIST)
    assert len(waits) == 1


def test_a_publisher_that_is_down_is_left_alone_after_some_attempts(
    publisher, get, waits
):
    url = publisher.says("/list.xml", publisher.answer(status=500))
    with pytest.raises(
        FetchError, match=r"answered 500 .*\(asked 3 times\).*try again later"
    ):
        get(url)
    assert len(publisher.asked) == 3
    # Each wait is longer than the one before.
    assert waits == sorted(waits)
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("status", "says"),
    [(404, "not there any more"), (403, "wants a login or refuses programs")],
)
def test_a_refusal_is_not_asked_again(publisher, get, status, says):
    url = publisher.says("/list.xml", publisher.answer(status=status))
    with pytest.raises(FetchError, match=says) as caught:
        get(url, url="https://example.org/about-the-list")
    assert len(publisher.asked) == 1
    assert str(caught.value).endswith(
        "get the file from https://example.org/about-the-list"
        " and run `ostraka load test_list FILE`"
    )


def test_a_file_cut_short_is_asked_for_again_and_never_taken(publisher, get, tmp_path):
    url = publisher.says("/list.xml", publisher.answer(LIST, cut_at=700))
    with pytest.raises(FetchError, match="cut before the whole file had come"):
        get(url)
    assert len(publisher.asked) == 3
    assert not (tmp_path / "part1.xml").exists()


def test_a_silent_publisher_is_not_waited_for_without_end(publisher, get, waits):
    hurried = Patience(silence=0.05, attempts=2, sleep=waits.append)
    url = publisher.says("/list.xml", publisher.answer(LIST, silent_for=0.3))
    with pytest.raises(FetchError, match=r"stopped answering \(asked 2 times\)"):
        get(url, patience=hurried)


def test_a_trickle_is_not_waited_for_without_end(publisher, get, waits):
    hurried = Patience(whole=-1, attempts=2, sleep=waits.append)
    url = publisher.says("/list.xml", publisher.answer(LIST))
    with pytest.raises(FetchError, match="not whole after"):
        get(url, patience=hurried)


def test_an_address_nobody_listens_at_is_told(get):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/list.xml")


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_answer_is_no_list(publisher, get, body):
    url = publisher.says("/list.xml", publisher.answer(body))
    with pytest.raises(FetchError, match="the answer is empty"):
        get(url)


def test_the_packing_of_the_transport_is_undone(publisher, get):
    headers = {"Content-Encoding": "gzip"}
    answer = publisher.answer(gzip.compress(LIST), headers=headers)
    (file,) = get(publisher.says("/list.xml", answer)).files
    assert file.path.read_bytes() == LIST
    assert file.sha256 == hashlib.sha256(LIST).hexdigest()


def test_packed_content_that_is_cut_short_is_not_taken(publisher, get):
    headers = {"Content-Encoding": "gzip"}
    answer = publisher.answer(gzip.compress(LIST)[:-9], headers=headers)
    with pytest.raises(FetchError, match="cannot be unpacked"):
        get(publisher.says("/list.xml", answer))


def test_a_packed_bomb_is_stopped_at_the_limit(publisher, get):
    headers = {"Content-Encoding": "gzip"}
    bomb = publisher.answer(gzip.compress(b"0" * 10_000_000), headers=headers)
    url = publisher.says("/list.xml", bomb)
    with pytest.raises(FetchError, match="larger than 100,000 bytes"):
        get(url, patience=Patience(most_bytes=100_000))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(publisher, get):
    url = publisher.says("/list.xml", publisher.answer(LIST))
    with pytest.raises(FetchError, match="larger than 1,000 bytes"):
        get(url, patience=Patience(most_bytes=1000))


def test_only_https_is_asked_and_followed(publisher, get):
    away = {"Location": "http://lists.example.org/list.xml"}
    url = publisher.says("/list.xml", publisher.answer(status=302, headers=away))
    with pytest.raises(
        FetchError,
        match=r"leads to http://lists\.example\.org/list\.xml, and only https",
    ):
        get(url)
    with pytest.raises(FetchError, match="only https"):
        get("http://lists.example.org/list.xml")


def test_a_stated_checksum_must_hold(publisher, now, tmp_path):
    url = publisher.says("/list.xml", publisher.answer(LIST))
    right = Address("main", url, "l.xml", hashlib.sha256(LIST).hexdigest())
    wrong = Address("main", url, "l.xml", "0" * 64)
    fetch(Dataset("t", "T", "t", addresses=(right,)), tmp_path, now=now)
    with pytest.raises(FetchError, match="its SHA-256 is"):
        fetch(Dataset("t", "T", "t", addresses=(wrong,)), tmp_path, now=now)


def test_a_dataset_without_an_address_says_what_to_do(get):
    with pytest.raises(UsageError, match="ostraka load test_list FILE"):
        get()
    with pytest.raises(FetchError, match="Ask the publisher for a copy"):
        get(manual="Ask the publisher for a copy.")


def test_progress_is_told(publisher, now, tmp_path):
    told: list[tuple[str, int, int | None]] = []
    url = publisher.says("/list.xml", publisher.answer(LIST))
    fetch(dataset(url), tmp_path, now=now, progress=lambda *step: told.append(step))
    assert told[-1] == ("part1.xml", len(LIST), len(LIST))
