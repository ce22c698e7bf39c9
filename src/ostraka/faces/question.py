"""What is asked of the lists in Python, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ostraka.errors import UsageError

if TYPE_CHECKING:
    from ostraka.screen import Query


#: What a field may be given as: text, several texts, a year or a day; None is not known.
Given = str | int | date | Sequence[str] | None


def check_limits(threshold: object, limit: object) -> None:
    """Refuse a threshold no score can reach, and a limit that asks for nothing.

    Raises:
        UsageError: The threshold is not from 0 to 1, or the limit is no number from 1.
    """
    is_score = isinstance(threshold, int | float) and 0 <= threshold <= 1
    if threshold is not None and not is_score:
        raise UsageError(f"threshold: a score is from 0 to 1, and {threshold!r} is not")
    if not isinstance(limit, int) or limit < 1:
        raise UsageError(f"limit: expected a whole number from 1, and got {limit!r}")


def read_question(name: str | Mapping[str, Any], fields: Mapping[str, Given]) -> Query:
    """Return the question for a name and its fields, or for a whole entity.

    Raises:
        UsageError: The name is no text, or a field is unknown or cannot be read.
    """
    from ostraka.screen import Query  # noqa: PLC0415
    from ostraka.screen.tables import entity_from_fields  # noqa: PLC0415

    if isinstance(name, Mapping):
        return Query.from_entity(name)
    if not isinstance(name, str):
        raise UsageError(f"expected a name, or an entity as FollowTheMoney writes it, and got {name!r}")  # fmt: skip
    known = {key: _texts(key, given) for key, given in fields.items() if given is not None}  # fmt: skip
    return Query.from_entity(entity_from_fields({"name": name, **known}))


def _texts(key: str, given: object) -> str | Sequence[str]:
    """Return a field's value as a file would have it: a year or a day as text.

    Raises:
        UsageError: It is something else, a truth value or a nested object.
    """
    if isinstance(given, str):
        return given
    if isinstance(given, date):
        return given.isoformat()[:10]
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, list | tuple) and all(isinstance(one, str) for one in given):
        return given
    raise UsageError(f"{key.replace('_', ' ')}: expected a text or several, and got {given!r}")  # fmt: skip
