"""Who may come in: local passwords, identities of a provider, lock-out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from ostraka.casework.database import Cases, Writing, moment
from ostraka.casework.model import Actor, ForbiddenError, Right, Role, Row
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import failure, person, sign_in
from ostraka.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: Shortest password (NIST SP 800-63B-4, 3.1.1.2, for a single factor); longest we hash.
SHORTEST, LONGEST = 15, 1_000
_LONGEST_NAME = 64
_REFUSED = "name or password is not right"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in.

    Attributes:
        id: Their number.
        name: As it stands in the audit.
        role: What they may.
        local: Whether they have a password here.
        active: Whether they may sign in.
        created: Since when.
    """

    id: int
    name: str
    role: Role
    local: bool
    active: bool
    created: str


def add_person(
    cases: Cases, actor: Actor, name: str, role: Role, password: str | None = None
) -> Person:
    """Add somebody who may sign in, with a password or for a provider's identity.

    Raises:
        UsageError: The name is taken or none, or the password is too short.
    """
    actor.need(Right.MANAGE)
    name = _checked_name(name)
    hashed = None if password is None else _hash(password)
    with cases.writing(actor) as writing:
        if _by_name(writing.connection, name) is not None:
            raise UsageError(f"there is a user {name} already")
        key = writing.insert(
            person, name=name, role=role, password=hashed, created=writing.at
        )
        writing.enter("user added", f"user {key}", name=name, role=role)
    return Person(
        key, name, role, password is not None, active=True, created=writing.at
    )


def change_person(
    cases: Cases,
    actor: Actor,
    name: str,
    *,
    role: Role | None = None,
    password: str | None = None,
    active: bool | None = None,
) -> None:
    """Change somebody's role or password, or shut them out; they are signed out.

    Raises:
        ForbiddenError: An admin would take their own rights away.
        NotFoundError: There is no such user.
    """
    actor.need(Right.MANAGE)
    if name == actor.name and (active is False or role not in {None, actor.role}):
        raise ForbiddenError("another admin must take your own rights away")
    values: dict[str, Any] = {}
    if role is not None:
        values["role"] = role
    if password is not None:
        values["password"] = _hash(password)
    if active is not None:
        values["active"] = int(active)
    if not values:
        raise UsageError("nothing to change")
    with cases.writing(actor) as writing:
        row = _by_name(writing.connection, name)
        if row is None:
            raise NotFoundError(f"there is no user {name}")
        writing.change(person, row["id"], **values)
        _sign_out_all(writing, row["id"])
        told = {k: v for k, v in values.items() if k != "password"}
        writing.enter(
            "user changed",
            f"user {row['id']}",
            new_password=password is not None,
            **told,
        )


def people(connection: Connection) -> list[Person]:
    """Return everybody, by name."""
    rows = connection.execute(select(person).order_by(person.c.name)).mappings()
    return [_person(row) for row in rows]


def check_password(cases: Cases, name: str, password: str) -> Person:
    """Return the person a name and password stand for.

    After some failures the name is locked for some minutes, whether it exists or not,
    so that neither guessing nor asking for names pays.

    Raises:
        ForbiddenError: They do not belong together, or the name is locked.
    """
    name = name.strip()[:_LONGEST_NAME]
    with cases.reading() as connection:
        if _is_locked(connection, name, cases.moment):
            raise ForbiddenError("too many failures; try again in some minutes")
        row = _by_name(connection, name)
    stored = row["password"] if row is not None and row["active"] else None
    # A name that is not here takes as long as one that is.
    right = _matches(stored or _no_password(), password)
    if row is None or stored is None or not right:
        _count_failure(cases, name)
        raise ForbiddenError(_REFUSED)
    with cases.engine.begin() as connection:
        connection.execute(delete(failure).where(failure.c.name == name))
    return _person(row)


def person_of_identity(cases: Cases, issuer: str, subject: str, name: str) -> Person:
    """Return the person a provider's identity stands for.

    An identity seen for the first time takes the place an admin made under its name
    without a password; nobody comes in whom no admin has let in.

    Args:
        cases: The cases.
        issuer: The provider.
        subject: Its id of the person, which never changes.
        name: What it calls them: a verified address or a user name.

    Raises:
        ForbiddenError: No admin has let them in.
    """
    known = (person.c.issuer == issuer) & (person.c.subject == subject)
    row: Row | None
    program = Actor(name[:_LONGEST_NAME] or "?", Role.VIEWER)
    with cases.writing(program) as writing:
        row = writing.connection.execute(select(person).where(known)).mappings().first()
        if row is None:
            row = _by_name(writing.connection, name)
            if row is None or row["password"] or row["subject"]:
                raise ForbiddenError(f"{name}: ask an admin to let you in")
            writing.change(person, row["id"], issuer=issuer, subject=subject)
            writing.enter("identity bound", f"user {row['id']}", issuer=issuer)
    if not row["active"]:
        raise ForbiddenError(f"{name}: ask an admin to let you in")
    return _person(row)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"a user's name has from 1 to {_LONGEST_NAME} characters")
    return name


def _by_name(connection: Connection, name: str) -> Row | None:
    found = connection.execute(select(person).where(person.c.name == name)).mappings()
    return found.one_or_none()


def _person(row: Row) -> Person:
    return Person(
        row["id"], row["name"], Role(row["role"]), row["password"] is not None,
        bool(row["active"]), row["created"],
    )  # fmt: skip


def _sign_out_all(writing: Writing, key: int) -> None:
    writing.connection.execute(delete(sign_in).where(sign_in.c.person == key))


def _is_locked(connection: Connection, name: str, now: str) -> bool:
    row = connection.execute(
        select(failure.c.tries, failure.c.until).where(failure.c.name == name)
    ).one_or_none()
    rules = read_policy(connection)
    return row is not None and row.tries >= rules.lock_after and row.until > now


def _count_failure(cases: Cases, name: str) -> None:
    """Count a failure; of somebody who is here it stands in the audit.

    Of other names only the one that locks them does: who is nobody fills no audit.
    """
    with cases.writing(Actor("ostraka", Role.VIEWER)) as writing:
        connection = writing.connection
        rules = read_policy(connection)
        until = moment(cases.now() + timedelta(minutes=rules.lock_minutes))
        connection.execute(delete(failure).where(failure.c.until <= writing.at))
        counted = connection.execute(
            update(failure)
            .where(failure.c.name == name)
            .values(tries=failure.c.tries + 1, until=until)
            .returning(failure.c.tries)
        ).scalar()
        key = connection.execute(
            select(func.coalesce(func.max(person.c.id), 0)).where(person.c.name == name)
        ).scalar_one()
        if key:
            writing.enter("sign-in failed", f"user {key}")
        if counted is None:
            connection.execute(insert(failure).values(name=name, tries=1, until=until))
        elif counted == rules.lock_after:
            writing.enter("name locked", f"user {key}", failures=counted)


@cache
def _hasher() -> PasswordHasher:
    # Imported here: only signing in pays for it.
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher()  # RFC 9106, low memory: 64 MiB, 3 passes


@cache
def _no_password() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _hash(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has from {SHORTEST} to {LONGEST:,} characters")
    return _hasher().hash(password)


def _matches(stored: str, password: str) -> bool:
    from argon2.exceptions import VerificationError  # noqa: PLC0415

    try:
        return _hasher().verify(stored, password[:LONGEST])
    except VerificationError:
        return False
