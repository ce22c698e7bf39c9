"""Who is designated, by whom, since when, and is this party one of them.

    import ostraka

    with ostraka.open() as o:                    # $OSTRAKA_HOME, or a path
        for match in o.screen("Assadollah Asadi", birth_date="1971-12-22", country="ir"):
            print(match.score, match.caption, match.datasets)
    ostraka.compare(left, right).score           # two FollowTheMoney-shaped dicts

Public names come from here only; what they need is imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ostraka.errors import (
        FetchError,
        NotFoundError,
        OstrakaError,
        RefusedError,
        StoreError,
        UsageError,
    )
    from ostraka.faces.session import Ostraka
    from ostraka.faces.session import open_home as open  # noqa: A004 - `ostraka.open` reads well
    from ostraka.payments import PaymentMatch, PaymentResult
    from ostraka.record.diff import Diff
    from ostraka.record.view import PartyView
    from ostraka.screen import Comparison, Feature, Match, compare

_HOMES = {
    "Comparison": "ostraka.screen",
    "Diff": "ostraka.record.diff",
    "Feature": "ostraka.screen",
    "FetchError": "ostraka.errors",
    "Match": "ostraka.screen",
    "NotFoundError": "ostraka.errors",
    "Ostraka": "ostraka.faces.session",
    "OstrakaError": "ostraka.errors",
    "PartyView": "ostraka.record.view",
    "PaymentMatch": "ostraka.payments",
    "PaymentResult": "ostraka.payments",
    "RefusedError": "ostraka.errors",
    "StoreError": "ostraka.errors",
    "UsageError": "ostraka.errors",
    "compare": "ostraka.screen",
    "open": "ostraka.faces.session:open_home",
}

__all__ = [
    "Comparison",
    "Diff",
    "Feature",
    "FetchError",
    "Match",
    "NotFoundError",
    "Ostraka",
    "OstrakaError",
    "PartyView",
    "PaymentMatch",
    "PaymentResult",
    "RefusedError",
    "StoreError",
    "UsageError",
    "compare",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ostraka' has no attribute {name!r}")
    module, _, other = _HOMES[name].partition(":")
    return getattr(import_module(module), other or name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
