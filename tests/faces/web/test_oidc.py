"""Signing in with an identity provider, against a small one that runs here."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ostraka.casework import Cases, Role
from ostraka.casework.people import add_person
from ostraka.errors import UsageError
from ostraka.faces.web.app import create_web
from ostraka.faces.web.oidc import Provider
from tests.faces.api.conftest import free_port
from tests.faces.web.conftest import ROOT


class Issuer:
    """An identity provider: one key, one person, and what it is told to do wrong."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self.other = RSAKey.generate_key(2048, {"kid": "k1"})
        self.asked: dict[str, str] = {}
        self.wrong: dict[str, object] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def describe(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        )

    async def keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def token(self, request: Request) -> JSONResponse:
        async with request.form() as form:
            verifier = str(form["code_verifier"]).encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest())
        if challenge.rstrip(b"=").decode() != self.asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        claims = {
            "iss": self.address, "aud": "ostraka", "sub": "s-1",
            "email": "carla@example.org", "email_verified": True,
            "nonce": self.asked["nonce"], "exp": int(time.time()) + 60,
            "iat": int(time.time()), **self.wrong,
        }  # fmt: skip
        key = self.other if self.wrong.get("forged") else self.key
        text = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": text})  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    issuer = Issuer()
    config = uvicorn.Config(issuer.app, port=issuer.port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield issuer
    server.should_exit = True
    thread.join()


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    running.wrong = {}
    return running


@pytest.fixture
def browser(place: Path, cases: Cases, issuer: Issuer) -> Iterator[TestClient]:
    add_person(cases, ROOT, "carla@example.org", Role.REVIEWER)
    app = create_web(place, provider=Provider(issuer.address, "ostraka", "secret"))
    with TestClient(app) as client:
        yield client


def come_back(browser: TestClient, issuer: Issuer, **changed: str) -> tuple[int, str]:
    """Go to the provider and come back as it sends people back."""
    away = browser.get("/sign-in/provider", follow_redirects=False)
    address = urlsplit(away.headers["location"])
    assert address.netloc == urlsplit(issuer.address).netloc
    issuer.asked = {key: values[0] for key, values in parse_qs(address.query).items()}
    given = {"state": issuer.asked["state"], "code": "c-1", **changed}
    answer = browser.get("/sign-in/back", params=given)
    return answer.status_code, answer.text


def test_who_the_provider_knows_and_an_admin_let_in_comes_in(
    browser: TestClient, issuer: Issuer
) -> None:
    status, page = come_back(browser, issuer)
    assert (status, "carla@example.org</bdi>, reviewer" in page) == (200, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"forged": True},
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"email_verified": False},
        {"email": "anna"},  # has a password here
        {"email": "stranger@example.org"},
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    browser: TestClient, issuer: Issuer, wrong: dict[str, object]
) -> None:
    issuer.wrong = wrong
    assert come_back(browser, issuer)[0] == 403
    assert browser.get("/").url.path == "/sign-in"


def test_a_state_holds_once_and_is_ours(browser: TestClient, issuer: Issuer) -> None:
    assert come_back(browser, issuer, state="guess")[0] == 403
    assert come_back(browser, issuer)[0] == 200
    again = {"state": issuer.asked["state"], "code": "c-1"}
    assert browser.get("/sign-in/back", params=again).status_code == 403


def test_a_provider_is_set_up_whole_and_on_https() -> None:
    issuer = {"OSTRAKA_OIDC_ISSUER": "https://id.example"}
    assert Provider.from_environment({}) is None
    with pytest.raises(UsageError, match="CLIENT_ID"):
        Provider.from_environment(issuer)
    whole = {**issuer, "OSTRAKA_OIDC_CLIENT_ID": "o", "OSTRAKA_OIDC_CLIENT_SECRET": "s"}
    assert Provider.from_environment(whole) == Provider("https://id.example", "o", "s")
    with pytest.raises(UsageError, match="https"):
        Provider.from_environment({**whole, "OSTRAKA_OIDC_ISSUER": "http://id.example"})
