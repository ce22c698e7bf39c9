"""A browser that is signed in: its cookie, kept as a digest, and how long it lasts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from ostraka.casework.database import Cases, moment
from ostraka.casework.model import Actor, Role
from ostraka.casework.people import Person
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import person, sign_in


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is signed in.

    Attributes:
        actor: Who.
        csrf: What each form of theirs must carry.
        token: Digest under which it is kept.
    """

    actor: Actor
    csrf: str
    token: str


def begin_session(cases: Cases, who: Person) -> tuple[str, Session]:
    """Sign a person in and return the secret of the cookie, and the session."""
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    actor = Actor(who.name, who.role)
    with cases.writing(actor) as writing:
        hours = read_policy(writing.connection).session_hours
        ends = moment(cases.now() + timedelta(hours=24))
        connection = writing.connection
        connection.execute(delete(sign_in).where(sign_in.c.ends < writing.at))
        connection.execute(
            insert(sign_in).values(
                token=_digest(secret), person=who.id, csrf=csrf, began=writing.at,
                seen=writing.at, ends=min(ends, moment(cases.now() + timedelta(hours=hours))),
            )
        )  # fmt: skip
        writing.enter("signed in", f"user {who.id}")
    return secret, Session(actor, csrf, _digest(secret))


def find_session(cases: Cases, secret: str) -> Session | None:
    """Return the session of a cookie, or None; a click keeps it alive."""
    key, now = _digest(secret), cases.moment
    with cases.reading() as connection:
        row = connection.execute(
            select(sign_in, person.c.name, person.c.role)
            .join(person, person.c.id == sign_in.c.person)
            .where(sign_in.c.token == key, sign_in.c.ends > now, person.c.active == 1)
        ).one_or_none()
        hours = read_policy(connection).session_hours
    if row is None:
        return None
    if row.seen[:16] != now[:16]:  # once a minute
        ends = moment(cases.now() + timedelta(hours=hours))
        with cases.engine.begin() as connection:
            connection.execute(
                update(sign_in)
                .where(sign_in.c.token == key)
                .values(seen=now, ends=ends)
            )
    return Session(Actor(row.name, Role(row.role)), row.csrf, key)


def end_session(cases: Cases, session: Session) -> None:
    """Sign a person out."""
    with cases.engine.begin() as connection:
        connection.execute(delete(sign_in).where(sign_in.c.token == session.token))


def _digest(secret: str) -> str:
    """Return the form a cookie is kept in; it is random, so a fast digest is enough."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
