"""Two records side by side: each value with its list, and where the two differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ostraka.errors import NotFoundError
from ostraka.faces.session import Ostraka
from ostraka.record.model import BASE_ID, KEPT_PREFIX
from ostraka.record.view import PartyView
from ostraka.sources.catalog import stated_day

_FIRST = ("name", "alias", "weakAlias", "birthDate", "nationality", "country")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One property of two records.

    Attributes:
        prop: The property, or `listed`, `program`, `number`, `reason` of a designation.
        left: Values of the one, each with the list that says so.
        right: Values of the other.
        mark: `=` where a value is on both sides, `≠` where both have others only.
    """

    prop: str
    left: Values
    right: Values
    mark: str


def side_by_side(o: Ostraka, left: str, right: str) -> list[Row]:
    """Return two records property by property, names first.

    Args:
        o: The lists.
        left: Id of a record; one that no list has any more is said to be gone.
        right: Id of the other.
    """
    here, there = _values(o, left), _values(o, right)
    return [
        Row(
            prop,
            here.get(prop, {}),
            there.get(prop, {}),
            _mark(here.get(prop, {}), there.get(prop, {})),
        )
        for prop in sorted({*here, *there}, key=_order)
    ]


def _values(o: Ostraka, id_: str) -> dict[str, dict[str, str]]:
    try:
        view = o.record(id_)
    except NotFoundError:
        return {"gone": {"no list has it any more": ""}}
    found: dict[str, dict[str, str]] = {}
    for statement in view.statements:
        prop = statement.prop
        own = statement.canonical_id == view.id and prop != BASE_ID
        if own and prop[0] != KEPT_PREFIX:
            found.setdefault(prop, {})[statement.value] = statement.dataset
    _add_acts(found, view)
    return found


def _add_acts(found: dict[str, dict[str, str]], view: PartyView) -> None:
    for act in view.designations:
        for prop, value in (
            ("listed", act.since and stated_day(act.dataset, act.since)), ("program", act.program),
            ("number", act.reference), ("reason", act.reason),
        ):  # fmt: skip
            if value:
                found.setdefault(prop, {})[value] = act.dataset


def _mark(left: Values, right: Values) -> str:
    here, there = ({value.casefold() for value in side} for side in (left, right))
    if not here or not there:
        return ""
    return "=" if here & there else "≠"


def _order(prop: str) -> tuple[int, str]:
    return (_FIRST.index(prop) if prop in _FIRST else len(_FIRST), prop)
