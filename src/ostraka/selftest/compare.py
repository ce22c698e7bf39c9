"""Two runs compared: what is gained, what is lost, and whether chance would explain it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ostraka.errors import UsageError
from ostraka.selftest.run import FORMAT

#: Cuts of recall that are compared.
CUTS = ("tier", "class", "list", "script", "kind")
#: Normal deviate beyond which a difference is more than chance, 19 times of 20.
_Z = 1.959964

Document = Mapping[str, Any]


def check_document(document: Any, where: str) -> Document:
    """Return results of a self-test.

    Raises:
        UsageError: They are none, or of another version of this program.
    """
    if not isinstance(document, dict) or document.get("kind") != "selftest":
        raise UsageError(
            f"{where}: no results of a self-test; make them with `ostraka selftest -o run.json`"
        )
    if document.get("format") != FORMAT:
        raise UsageError(
            f"{where}: results of another version of Ostraka; run the self-test again"
        )
    return document


def compare_runs(before: Document, after: Document) -> dict[str, Any]:
    """Return what differs between two runs.

    Args:
        before: Results of the first run.
        after: Results of the second.
    """
    lost, gained = _changed(before, after)
    return {
        "kind": "selftest comparison",
        "before": _about(before),
        "after": _about(after),
        "unlike": list(_unlike(before, after)),
        "recall": [
            row
            for cut in CUTS
            for row in _rows(cut, before["recall"][cut], after["recall"][cut])
        ],
        "alerts": _row(
            "alerts", "all", before["fairness"]["alerts"], after["fairness"]["alerts"]
        ),
        "alerts_by_origin": _rows(
            "origin", before["fairness"]["by_origin"], after["fairness"]["by_origin"]
        ),
        "wrong_first": _row(
            "wrong first", "all", before["wrong_first"], after["wrong_first"]
        ),
        "gained": gained,
        "lost": lost,
    }


def _about(document: Document) -> dict[str, Any]:
    keys = ("at", "program", "algorithm", "threshold", "seed", "lists")
    return {key: document.get(key) for key in keys}


def _unlike(before: Document, after: Document) -> Iterator[str]:
    """Yield what besides the results differs: it may be why they do."""
    for key in ("algorithm", "threshold", "lists", "seed", "as_of"):
        if before.get(key) != after.get(key):
            yield key
    for key in ("parties", "people", "source"):
        if before["sample"][key] != after["sample"][key]:
            yield f"sample: {key}"


def _rows(
    cut: str, before: list[Document], after: list[Document]
) -> list[dict[str, Any]]:
    known = {row["key"]: row for row in before}
    return [
        _row(cut, row["key"], known[row["key"]], row)
        for row in after
        if row["key"] in known
    ]


def _row(cut: str, key: str, before: Document, after: Document) -> dict[str, Any]:
    return {
        "cut": cut,
        "key": key,
        "before": before["rate"],
        "after": after["rate"],
        "difference": round(after["rate"] - before["rate"], 5),
        "beyond_chance": _beyond_chance(before, after),
    }


def _beyond_chance(before: Document, after: Document) -> bool:
    """Tell whether two shares differ by more than chance (pooled two-sample z)."""
    one, other = before["of"], after["of"]
    if not one or not other:
        return False
    pooled = (before["found"] + after["found"]) / (one + other)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / one + 1 / other))
    return bool(spread) and abs(before["rate"] - after["rate"]) > _Z * spread


def _changed(
    before: Document, after: Document
) -> tuple[list[Document], list[Document]]:
    """Return the names that were found and are missed now, and the other way.

    Where the runs drew other parties, nothing can be said name by name.
    """
    if (
        before["seed"] != after["seed"]
        or before["sample"]["parties"] != after["sample"]["parties"]
    ):
        return [], []
    was, now = ({_key(row): row for row in run["missed"]} for run in (before, after))
    return [now[key] for key in now if key not in was], [
        was[key] for key in was if key not in now
    ]


def _key(row: Document) -> tuple[str, str, str, str]:
    return row["class"], row["party"], row["listed"], row["asked"]
