"""What clients should not send: each gets an answer, none gets a 500."""

import json
import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from logging.handlers import QueueHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pytest

from ostraka.faces.api.logs import LOGGER, JsonLines
from ostraka.faces.api.server import PatientProtocol
from ostraka.faces.api.settings import Limits, ServiceSettings
from tests.faces.api.conftest import free_port, serving

QUERY = {"schema": "Person", "properties": {"name": "Assadollah Asadi"}}
SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}


class HastyProtocol(PatientProtocol):
    """Waits a moment only, so that the test does."""

    header_seconds = 0.3


@pytest.fixture(scope="module")
def small(demo_home: Path) -> Iterator[str]:
    """A service with small limits."""
    settings = ServiceSettings(
        demo_home, port=free_port(), limits=Limits(body=20_000, seconds=1.0)
    )
    with serving(settings, HastyProtocol) as url:
        yield url


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 422),
        (b"null", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"queries": {"q": null}}', "application/json", 422),
        (b'{"queries": {"q": \xff\xfe}}', "application/json", 400),
        (b'{"queries": {"\\ud800": {"schema": "Person", "properties": {}}}}', "application/json", 200),
        (b'{"queries": {"q": {"schema": "\\ud800", "properties": {}}}}', "application/json", 400),
        (b'{"queries": {"q": {"schema": "Person", "properties": {"name": ["\\ud800 Asadi"]}}}}', "application/json", 200),
        (b'{"queries": {"q": {"schema": "Person", "properties": {"name": ["\\u0000\\u202e x"]}}}}', "application/json", 200),
        (b'{"queries": {"q": {"schema": "Person", "properties": {"name": [{"a": 1}, null, [], true, NaN]}}}}', "application/json", 200),
        (b'{"queries": {"q": {"schema": "Person", "properties": {"name": NaN}}}}', "application/json", 422),
        (b'{"weights": {"x": Infinity}, "queries": {"q": 1e999}}', "application/json", 422),
        (b'{"queries": ' + b"[" * 100_000 + b"}", "application/json", 400),
        (b'{"queries": ' + b"9" * 10_000 + b"}", "application/json", 400),
        (b"queries=x", "application/x-www-form-urlencoded", 422),
        (json.dumps({"queries": {"q": QUERY}}).encode(), "text/plain", 422),
        (json.dumps({"queries": {"q": QUERY}}).encode(), "application/json", 200),
        (json.dumps({"queries": {"q": QUERY}}).encode("utf-16"), "application/json", 200),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(
    demo: httpx.Client, body: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}
    answer = demo.post("/match/default", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()


@pytest.mark.parametrize(
    "url",
    [
        "/match/default", "/no/such/path", "/entities/%FF%FE", "/entities/%00",
        "/entities/" + "x" * 5_000, "/search/default?q=%FF", "/search/default?q=%00",
        "/search/default?limit=501", "/search/default?offset=9500", "/search/default?limit=-5",
        "/search/default?facets=nothing", "/search/default?changed_since=yesterday",
        "/search/default?filter=x:%00&countries=%00", "/search/%2e%2e%2f?q=x",
        "/search/default?" + "&".join(["topics=x"] * 3_000), "/statements?value=%27%20OR%201=1--",
        "/statements?limit=-1&offset=-1", "/reconcile/default/suggest/entity?prefix=%22%2a",
        "/search/default?q=%22%22&limit=1e9",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_or_finds_nothing(
    demo: httpx.Client, url: str
) -> None:
    answer = demo.get(url)
    assert answer.status_code in {200, 307, 400, 404, 405, 422}, answer.text
    assert SECURITY.items() <= dict(answer.headers).items()


def test_a_name_that_is_too_long_to_be_kept_is_asked_all_the_same(
    demo: httpx.Client,
) -> None:
    """FollowTheMoney keeps 384 letters of a name; to leave it aside would clear it."""
    name = "Assadollah " + "Asadi " * 80
    asked = {"queries": {"a": {**QUERY, "properties": {"name": [name]}}}}
    found = demo.post("/match/default", json=asked).json()["responses"]["a"]
    assert found["query"]["properties"]["name"] == [name.strip()]
    assert found["results"][0]["match"]


def test_an_address_that_is_too_long_is_refused(demo: httpx.Client) -> None:
    answer = demo.get("/search/default", params={"q": "x" * 60_001})
    assert answer.status_code == 414
    assert answer.json() == {"detail": "Request URI too long"}


def test_another_host_than_its_own_is_refused(demo: httpx.Client) -> None:
    # A web page whose name is made to point at this machine must not get through.
    for host in ("evil.example", "evil.example:8000", ""):
        assert demo.get("/healthz", headers={"Host": host}).status_code == 400
    for host in ("localhost", "127.0.0.1:1", "[::1]:80"):
        assert demo.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(small: str) -> None:
    body = {"queries": {str(n): QUERY for n in range(400)}}
    assert httpx.post(f"{small}/match/default", json=body).status_code == 413

    def endless() -> Iterator[bytes]:
        yield b'{"queries": {'
        for _ in range(100):
            yield b" " * 1_000

    answer = httpx.post(f"{small}/match/default", content=endless())
    assert answer.status_code == 413


def test_a_body_that_does_not_arrive_is_not_waited_for(small: str) -> None:
    with connection(small) as slow:
        slow.sendall(
            b"POST /match/default HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Length: 1000\r\nContent-Type: application/json\r\n\r\n{"
        )
        assert slow.recv(100).startswith(b"HTTP/1.1 408")


def test_headers_that_do_not_end_are_not_waited_for(small: str) -> None:
    with connection(small) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        assert is_closed(slow)
    with connection(small) as idle:
        assert is_closed(idle)


def test_headers_without_end_are_cut_off(small: str) -> None:
    def flood(sock: socket.socket) -> None:
        sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        for _ in range(1_000):
            sock.sendall(b"X-Many: " + b"x" * 10_000 + b"\r\n")

    with connection(small) as sock, pytest.raises(OSError, match=r"reset|pipe"):
        flood(sock)


def connection(url: str) -> socket.socket:
    found = httpx.URL(url)
    return socket.create_connection((found.host, found.port or 80), timeout=5)


def is_closed(sock: socket.socket) -> bool:
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def test_health_answers_while_a_hundred_batches_wait(demo_url: str) -> None:
    queries = {str(n): QUERY for n in range(4)}

    def batch(_: int) -> int:
        answer = httpx.post(
            f"{demo_url}/match/default", json={"queries": queries}, timeout=60
        )
        return answer.status_code

    with ThreadPoolExecutor(100) as pool:
        waiting = [pool.submit(batch, n) for n in range(100)]
        time.sleep(0.3)
        assert httpx.get(f"{demo_url}/healthz", timeout=5).status_code == 200
        assert {done.result() for done in waiting} == {200}


def test_a_log_line_names_the_route_and_nothing_that_was_asked(
    demo: httpx.Client,
) -> None:
    with log_lines() as lines:
        answer = demo.get(
            "/search/default?q=somebody-secret", headers={"X-Request-ID": "id-7"}
        )
        told = line_of(lines, "id-7")
    assert answer.headers["x-request-id"] == "id-7"
    line: dict[str, Any] = json.loads(told)
    assert (line["route"], line["status"]) == ("/search/{dataset}", 200)
    assert "secret" not in told


class Lines(QueueHandler):
    """Puts each line into a queue as it would be written."""

    def prepare(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return JsonLines().format(record)


@contextmanager
def log_lines() -> Iterator[SimpleQueue[str]]:
    """Give the lines the service logs; each comes after its answer, from another thread."""
    lines: SimpleQueue[str] = SimpleQueue()
    handler = Lines(lines)
    log = logging.getLogger(LOGGER)
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def line_of(lines: SimpleQueue[str], request: str) -> str:
    """Wait for the line of a request."""
    while True:
        line = lines.get(timeout=20)
        if json.loads(line).get("request") == request:
            return line


def test_an_error_of_ours_is_logged_without_its_message() -> None:
    with pytest.raises(ValueError, match="secret") as raised:
        int("somebody-secret")
    trace = (raised.type, raised.value, raised.tb)
    log = logging.getLogger("x")
    record = log.makeRecord("x", logging.ERROR, "", 0, "our fault", (), trace)
    line = JsonLines().format(record)
    assert "secret" not in line
    assert json.loads(line)["error"] == "ValueError"


def test_a_request_id_that_could_forge_a_log_line_is_not_taken(
    demo: httpx.Client,
) -> None:
    answer = demo.get("/healthz", headers={"X-Request-ID": 'x" injected'})
    assert answer.headers["x-request-id"] != 'x" injected'
