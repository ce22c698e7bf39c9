"""Which column of a file is what, kept under a name for the next file of its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ostraka.errors import NotFoundError, UsageError
from ostraka.screen.results import draft_of

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def save_profile(home: Path, name: str, mapping: Mapping[str, str]) -> Path:
    """Keep a mapping under a name, in place of what stood there.

    Args:
        home: `OSTRAKA_HOME`.
        name: Small letters, digits, `-` and `_`.
        mapping: Column of the file → our name for it.

    Raises:
        UsageError: The name is none, or the mapping says nothing.
    """
    if not mapping:
        raise UsageError("--save-profile keeps what --map says; give --map OURS=THEIRS")
    path = _path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"mapping": dict(mapping)}, ensure_ascii=False, indent=1)
    with draft_of(path) as draft:
        draft.write_text(text + "\n", "utf-8")
    return path


def read_profile(home: Path, name: str) -> dict[str, str]:
    """Return the mapping kept under a name.

    Raises:
        NotFoundError: There is none of that name.
        UsageError: The name is none, or somebody damaged the profile.
    """
    path = _path(home, name)
    try:
        mapping = json.loads(path.read_text("utf-8"))["mapping"]
        return {str(column): str(field) for column, field in mapping.items()}
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.json")))
        raise NotFoundError(
            f"there is no profile {name!r}; there is {known or 'none yet'}"
        ) from None
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(f"{path}: damaged profile: {error}") from error


def _path(home: Path, name: str) -> Path:
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name!r} is no name for a profile: small letters, digits, - and _"
        )
    return home / "profiles" / f"{name}.json"
