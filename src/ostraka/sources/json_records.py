"""JSON files of a publisher: read whole, with limits, records found by their key."""

from __future__ import annotations

import json
from typing import Any, cast

from ostraka.sources.reader import Reading

#: Most bytes of a JSON list (the largest known has 60 MB).
_LIMIT = 512 * 1024**2


def read_records(
    reading: Reading, *, name: str, path: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the objects of the array at `path` in the main file.

    Args:
        reading: The version; faults go there.
        name: File name for messages.
        path: Keys from the top to the array: `("response", "ZPROCSUPP")`.

    Raises:
        RefusedError: No JSON, cut short, or another publisher's file.
    """
    with reading.open("main") as stream:
        content = stream.read(_LIMIT + 1)
    if len(content) > _LIMIT:
        raise reading.stop(name, "the file is larger than any list can be")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise reading.stop(
            name,
            f"not JSON: {error}",
            "the file is damaged, cut short or no JSON; fetch it again",
        ) from error
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise reading.stop(
            name,
            f"no list of records at {'.'.join(path)!r}",
            "this is another publisher's file or another format",
        )
    return cast("list[dict[str, Any]]", found)
