"""How results stand in tables: which columns, which rows, and what is in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ostraka.sources.catalog import stated_day

#: Signs that make a spreadsheet compute a cell (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: One dict for each thing screened.
Results = Iterable[Mapping[str, Any]]
#: What made the results, by name.
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the results of one kind stand in a table.

    Attributes:
        columns: Column → width in a workbook, in characters.
        rows: Makes the rows of the results, read once, by column.
    """

    columns: Mapping[str, int]
    rows: Callable[[Results], Iterator[dict[str, Any]]]


def _rows_of_parties(results: Results) -> Iterator[dict[str, Any]]:
    """Yield one row for each match, and one for each row that could not be read."""
    for result in results:
        base = {
            name: result.get(name) for name in ("query_id", "row", "status", "asked")
        }
        if "error" in result:
            base["error"] = result["error"]
            if not result.get("matches"):
                yield base
        for rank, match in enumerate(result.get("matches", ()), start=1):
            yield {**match, **base, "rank": rank}


def formula_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: `'` before its first sign."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def explain(feature: Mapping[str, Any]) -> str:
    """Return one piece of evidence in words: both values, and the list that has one."""
    words = (
        f"{feature.get('feature')}: {feature.get('query')} ~ {feature.get('candidate')}"
    )
    remarks = [feature.get("detail"), feature.get("dataset")]
    if feature.get("since"):
        remarks.append(f"since {stated_day(feature.get('dataset'), feature['since'])}")
    told = ", ".join(str(remark) for remark in remarks if remark)
    return f"{words} ({told})" if told else words


def as_cell(value: Any) -> Any:
    """Return a value as a cell: numbers as they are, lists joined, texts made safe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return formula_safe(value)
    if all(isinstance(item, Mapping) for item in value):
        return formula_safe("; ".join(explain(item) for item in value))
    return formula_safe("; ".join(map(str, value)))


def whole(value: Any) -> Any:
    """Return a text without halves of characters, which no file can hold."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value


#: Results of rows, each a party.
PARTIES = Layout(
    columns={
        "query_id": 16,
        "row": 8,
        "status": 8,
        "rank": 6,
        "score": 8,
        "match": 8,
        "entity_id": 22,
        "caption": 40,
        "schema": 14,
        "datasets": 24,
        "explanation": 80,
        "referents": 24,
        "exposure": 60,
        "error": 40,
        "asked": 40,
    },
    rows=_rows_of_parties,
)
