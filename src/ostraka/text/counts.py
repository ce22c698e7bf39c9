"""A number and what it counts, in words: `1 row`, `2 rows`, `1,234 entries`."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun in the right number.

    Args:
        number: How many.
        noun: What of, in the singular: `row`, `kept document`.
        plural: Its plural, where it is not made by the rule of English.
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or _plural(noun)}"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun}s"
