"""What is asked of the lists in Python, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ostraka.errors import UsageError

if TYPE_CHECKING:
    from ostraka.screen import Query


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


def read_question(
    name: str | Mapping[str, Any], fields: Mapping[str, str | Sequence[str]]
) -> Query:
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
    return Query.from_entity(entity_from_fields({"name": name, **fields}))
