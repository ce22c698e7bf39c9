"""Territories by code and by name, in FollowTheMoney's codes (ISO 3166-1 and a few more).

`data/countries.json` is generated from rigour's territories by
`tools/build_schema.py`; publishers' own spellings stand in each list's YAML.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, Any]:
    text = files("ostraka.record").joinpath("data/countries.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def fold_country(name: str) -> str:
    """Fold a territory's name for look-up: letters and digits, no case, no marks."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


@lru_cache(maxsize=8192)
def country_code(name: str) -> str | None:
    """Return the code of a territory given by name or code, or None if unknown.

    Args:
        name: `Iran`, `IR`, `IRN`, `Iran (Islamic Republic of)`, in many languages.
    """
    folded = fold_country(name)
    code: str | None = _table()["names"].get(folded)
    if code is None and folded.startswith("the "):
        code = _table()["names"].get(folded.removeprefix("the "))
    return code


def country_label(code: str) -> str:
    """Return the English name of a code, or the code itself if unknown."""
    label: str = _table()["labels"].get(code, code)
    return label


def is_country(code: str) -> bool:
    """Tell whether `code` is one of FollowTheMoney's territory codes."""
    return code in _table()["labels"]


def country_labels() -> dict[str, str]:
    """Return the English name of every code."""
    return dict(_table()["labels"])
