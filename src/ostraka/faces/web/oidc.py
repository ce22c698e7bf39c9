"""Signing in with an identity provider: OpenID Connect, code flow with PKCE.

The state, the nonce and the verifier wait in the database for ten minutes, so any worker
process can finish what another began.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from ostraka.casework import Cases
from ostraka.casework.database import moment
from ostraka.casework.model import ForbiddenError
from ostraka.casework.people import Person, person_of_identity
from ostraka.casework.tables import ticket
from ostraka.errors import FetchError, UsageError

_MINUTES = 10
_SECONDS = 10
_ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "PS256", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider.

    Attributes:
        issuer: Its address, as its tokens name it.
        client_id: What it calls us.
        client_secret: What we show it.
        claim: The claim that names a person as the admin wrote it.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "email"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Provider | None:
        """Read `OSTRAKA_OIDC_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, `…_CLAIM`.

        Raises:
            UsageError: There is an issuer, and not the rest; or it is not on https.
        """
        issuer = environment.get("OSTRAKA_OIDC_ISSUER", "").rstrip("/")
        if not issuer:
            return None
        client_id = environment.get("OSTRAKA_OIDC_CLIENT_ID", "")
        secret = environment.get("OSTRAKA_OIDC_CLIENT_SECRET", "")
        if not client_id or not secret:
            raise UsageError(
                "OSTRAKA_OIDC_ISSUER needs OSTRAKA_OIDC_CLIENT_ID and OSTRAKA_OIDC_CLIENT_SECRET"
            )
        local = issuer.startswith(("http://127.0.0.1", "http://localhost"))
        if not issuer.startswith("https://") and not local:
            raise UsageError("OSTRAKA_OIDC_ISSUER begins with https://")
        claim = environment.get("OSTRAKA_OIDC_CLAIM", "email")
        return cls(issuer, client_id, secret, claim)


def begin(cases: Cases, provider: Provider, back: str) -> str:
    """Return where to send a person who signs in with the provider.

    Args:
        cases: The cases, where the ticket waits.
        provider: The provider.
        back: Address to which it sends them back.
    """
    known = _describe(provider)
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with _client(provider, back) as client:
        address, state = client.create_authorization_url(
            known["authorization_endpoint"], nonce=nonce, code_verifier=verifier
        )
    now = cases.now()
    until = moment(now + timedelta(minutes=_MINUTES))
    with cases.engine.begin() as connection:
        connection.execute(delete(ticket).where(ticket.c.until < moment(now)))
        connection.execute(
            insert(ticket).values(
                state=state, nonce=nonce, verifier=verifier, until=until
            )
        )
    return str(address)


def finish(
    cases: Cases, provider: Provider, back: str, state: str, code: str
) -> Person:
    """Return the person the provider sent back.

    Args:
        cases: The cases.
        provider: The provider.
        back: The same address as at the beginning.
        state: As the provider sent it back.
        code: The same.

    Raises:
        ForbiddenError: The answer is not one to a question of ours, or no admin has let
            them in.
        FetchError: The provider cannot be asked.
    """
    waiting = _take_ticket(cases, state)
    known = _describe(provider)
    try:
        with _client(provider, back) as client:
            token = client.fetch_token(
                known["token_endpoint"], code=code, code_verifier=waiting.verifier
            )
        claims = _claims(provider, known, token["id_token"], waiting.nonce)
    except ForbiddenError:
        raise
    except Exception as error:
        # Whatever the libraries raise: the provider's answer is not what it has to be.
        raise ForbiddenError(
            f"the identity provider's answer does not hold: {type(error).__name__}"
        ) from error
    if provider.claim == "email" and claims.get("email_verified") is False:
        raise ForbiddenError("the identity provider has not verified your address")
    name = str(claims.get(provider.claim) or claims["sub"])
    return person_of_identity(cases, provider.issuer, str(claims["sub"]), name)


def _take_ticket(cases: Cases, state: str) -> Any:
    """Return the ticket of a state and tear it up: it holds once."""
    with cases.engine.begin() as connection:
        row = connection.execute(
            select(ticket).where(ticket.c.state == state, ticket.c.until > cases.moment)
        ).one_or_none()
        connection.execute(delete(ticket).where(ticket.c.state == state))
    if row is None:
        raise ForbiddenError(
            "signing in took too long, or was begun elsewhere; try again"
        )
    return row


def _claims(
    provider: Provider, known: Mapping[str, Any], text: str, nonce: str
) -> Mapping[str, Any]:
    """Return what an id token says, once its signature and claims hold (OIDC Core 3.1.3.7)."""
    from joserfc import jwt  # noqa: PLC0415 - only signing in pays for it
    from joserfc.jwk import KeySet  # noqa: PLC0415

    keys = KeySet.import_key_set(_ask(known["jwks_uri"]))  # type: ignore[arg-type]
    token = jwt.decode(text, keys, algorithms=_ALGORITHMS)
    registry = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    registry.validate(token.claims)
    return token.claims


def _client(provider: Provider, back: str) -> Any:
    # Imported here: only signing in pays for it; it has no types.
    from authlib.integrations import httpx_client  # type: ignore[import-untyped]  # noqa: PLC0415

    return httpx_client.OAuth2Client(
        provider.client_id,
        provider.client_secret,
        scope="openid email profile",
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=_SECONDS,
    )


def _describe(provider: Provider) -> Mapping[str, Any]:
    known = _ask(f"{provider.issuer}/.well-known/openid-configuration")
    if known.get("issuer", "").rstrip("/") != provider.issuer:
        raise FetchError("the identity provider calls itself by another name")
    return known


def _ask(address: str) -> Mapping[str, Any]:
    import httpx  # noqa: PLC0415 - only signing in pays for it

    try:
        answer = httpx.get(address, timeout=_SECONDS, follow_redirects=False)
        found: Mapping[str, Any] = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise FetchError(f"the identity provider cannot be asked: {error}") from error
    return found
