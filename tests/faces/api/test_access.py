"""Tokens: made, shown once, asked for, limited, revoked."""

import json
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ostraka.errors import NotFoundError, StoreError, UsageError
from ostraka.faces.api.access import Doorkeeper, scope_of
from ostraka.faces.api.server import check_address, check_port
from ostraka.faces.api.settings import Limits, ServiceSettings
from ostraka.faces.api.tokens import Tokens, hash_of
from ostraka.faces.cli import cli
from ostraka.settings import Settings
from tests.faces.api.conftest import free_port, serving

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_token_is_kept_as_its_hash_for_its_owner_only(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("shop", ["match"], now=NOW)
    assert secret not in tokens.path.read_text("utf-8")
    assert tokens.all()[0].sha256 == hash_of(secret)
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600


def test_a_token_that_cannot_be_is_refused(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    tokens.add("shop", ["match"], now=NOW)
    for name, scopes in (
        ("shop", ["match"]),
        ("a b", ["read"]),
        ("x", ["all"]),
        ("y", []),
    ):
        with pytest.raises(UsageError):
            tokens.add(name, scopes, now=NOW)
    with pytest.raises(NotFoundError):
        tokens.revoke("nobody")


def test_no_secret_stands_in_a_traceback(tmp_path: Path) -> None:
    here = Settings(tmp_path, casework="postgresql://u:hunter2@db/cases", key="hunter2")
    service = ServiceSettings(home=tmp_path, update_token="hunter2")  # noqa: S106
    assert "hunter2" not in f"{here!r} {service!r}"


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("shop", ["admin"], now=NOW)
    tokens.path.write_text("{", "utf-8")
    with pytest.raises(StoreError):
        tokens.all()
    door = Doorkeeper(ServiceSettings(tmp_path))
    assert door.is_needed
    assert door.admit(secret) is None


def test_others_can_reach_it_only_when_there_is_a_token(tmp_path: Path) -> None:
    public = ServiceSettings(tmp_path, host="0.0.0.0")  # noqa: S104 - what is refused
    with pytest.raises(UsageError, match="no token yet"):
        check_address(public)
    Tokens(tmp_path).add("shop", ["match"], now=NOW)
    check_address(public)
    check_address(ServiceSettings(tmp_path))


def test_a_public_address_asks_for_tokens_even_when_the_last_is_revoked(
    tmp_path: Path,
) -> None:
    assert Doorkeeper(ServiceSettings(tmp_path, host="10.0.0.1")).is_needed
    assert not Doorkeeper(ServiceSettings(tmp_path)).is_needed


def test_a_taken_port_is_a_mistake_that_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot listen"):
        check_port(ServiceSettings(tmp_path, host="203.0.113.7", port=free_port()))
    for port in (99999, -5):
        with pytest.raises(UsageError, match="a port is from 0 to 65535"):
            check_port(ServiceSettings(tmp_path, port=port))


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/match/default", "match"),
        ("POST", "/reconcile/default", "match"),
        ("GET", "/reconcile/default", "read"),
        ("GET", "/search/default", "read"),
        ("GET", "/entities/x", "read"),
        ("GET", "/metrics", "admin"),
        ("GET", "/whatever", "read"),
    ],
)
def test_every_path_needs_a_scope(method: str, path: str, scope: str) -> None:
    assert scope_of(method, path) == scope


def test_a_rate_is_kept_and_recovers_with_time(tmp_path: Path) -> None:
    secret = Tokens(tmp_path).add("shop", ["match"], rate=2, now=NOW)
    clock = [0.0]
    door = Doorkeeper(ServiceSettings(tmp_path), clock=lambda: clock[0])
    token = door.admit(secret)
    assert [door.wait_for(token) for _ in range(3)] == [0.0, 0.0, 0.5]
    clock[0] = 0.5
    assert door.wait_for(token) == 0.0
    assert door.wait_for(token) > 0


def test_workers_share_a_rate(tmp_path: Path) -> None:
    settings = ServiceSettings(tmp_path, workers=4, limits=Limits(rate=8))
    door = Doorkeeper(settings, clock=lambda: 0.0)
    assert [door.wait_for(None) > 0 for _ in range(3)] == [False, False, True]


@pytest.mark.slow
def test_a_running_service_asks_for_tokens_and_forgets_a_revoked_one(
    demo_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for part in ("statements", "index"):
        (home / part).symlink_to(demo_home / part)
    tokens = Tokens(home)
    match, admin = (tokens.add(s, [s], now=NOW) for s in ("match", "admin"))
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": "Li"}}}}
    settings = ServiceSettings(home, port=free_port())
    with serving(settings) as url, httpx.Client(base_url=url) as client:
        assert client.get("/healthz").status_code == 200
        refused = client.post("/match/default", json=body)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        headers = {"Authorization": f"ApiKey {match}"}
        for scheme in ("Bearer", "bearer", "ApiKey"):
            headers = {"Authorization": f"{scheme} {match}"}
            assert client.post("/match/default", json=body, headers=headers).is_success
        assert client.get("/search/default", headers=headers).status_code == 403
        # OpenRefine can only put a key into the address.
        form = {"queries": json.dumps({"m": {"query": "Li"}})}
        assert client.post(f"/reconcile/default?api_key={match}", data=form).is_success
        assert client.get(f"/search/default?api_key={match}").status_code == 401
        chief = {"Authorization": f"Bearer {admin}"}
        assert client.get("/metrics", headers=chief).is_success
        assert client.post("/updatez", headers=chief).is_success
        tokens.revoke("match")
        until_refused(client, headers)


def until_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    for _ in range(200):
        if client.get("/catalog", headers=headers).status_code == 401:
            return
        time.sleep(0.02)
    raise AssertionError("a revoked token still works")


def test_the_command_makes_lists_and_revokes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path))

    def run(*words: str) -> str:
        cli.main(["tokens", *words], standalone_mode=False)
        return capsys.readouterr().out

    secret = run("add", "shop", "--scope", "match", "--rate", "5").strip()
    assert Doorkeeper(ServiceSettings(tmp_path)).admit(secret) is not None
    listed = json.loads(run("list", "--format", "json"))
    assert [(t["name"], t["scopes"], t["rate"]) for t in listed] == [
        ("shop", ["match"], 5.0)
    ]
    assert secret not in run("list")
    assert run("revoke", "shop") == ""
    with pytest.raises(NotFoundError):
        run("revoke", "shop")
