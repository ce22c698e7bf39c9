"""Who acts on the command line, and the cases opened for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.model import ForbiddenError
from ostraka.casework.people import people
from ostraka.errors import NotFoundError
from ostraka.faces.casework import cases_of
from ostraka.faces.cli.login import login_name
from ostraka.faces.session import Ostraka


def who_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as` to a verb."""
    return click.option(
        "--as", "who", metavar="USER", envvar="OSTRAKA_USER",
        help="Who acts; the name you are logged in with if not given.",
    )(function)  # fmt: skip


def actor_of(cases: Cases, who: str | None, role: Role) -> Actor:
    """Return who acts on this machine.

    The command line trusts the machine: whoever can write the database needs no
    password of ours.  Until there is a user, whoever comes has the role a verb needs.

    Raises:
        NotFoundError: There are users, and none of that name.
        UsageError: Nobody is named or logged in.
    """
    name = who or login_name("--as")
    with cases.reading() as connection:
        known = {one.name: one for one in people(connection) if one.active}
    if name in known:
        return Actor(name, known[name].role)
    if known:
        raise NotFoundError(
            f"there is no user {name}; say who acts with --as USER or in OSTRAKA_USER; "
            f"users are: {', '.join(sorted(known))}"
        )
    return Actor(name, role)


@contextmanager
def at_work(
    who: str | None, role: Role = Role.REVIEWER
) -> Iterator[tuple[Cases, Actor]]:
    """Open the cases for somebody.

    Raises:
        ForbiddenError: They may not do what is done; where nobody was named, how to.
    """
    with Ostraka() as o:
        cases = cases_of(o)
        try:
            yield cases, actor_of(cases, who, role)
        except ForbiddenError as error:
            if who is not None:
                raise
            raise ForbiddenError(f"{error}, or say who acts with --as USER") from error
        finally:
            cases.close()
