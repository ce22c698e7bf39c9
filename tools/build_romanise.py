"""Write `src/ostraka/text/data/romanise.json` from `resources/romanise/*.yml`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from ostraka.text.fold import fold

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Read the hand-kept tables and write the one the program loads."""
    tables = {}
    for path in sorted((ROOT / "resources/romanise").glob("*.yml")):
        found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        table: dict[str, Any] = {k: v for k, v in found.items() if k != "words"}
        if "letters" in found:
            table["letters"] = {fold(k): v for k, v in found["letters"].items()}
        for part in {"spellings", "first", "last"} & found.keys():
            table[part] = {k: ways(v) for k, v in found[part].items()}
        if "no_article" in found:
            table["no_article"] = fold(found["no_article"]).split()
        table["words"] = words(found.get("words", ""))
        tables[path.stem] = table
    text = json.dumps(tables, ensure_ascii=False, indent=0, sort_keys=True)
    (ROOT / "src/ostraka/text/data/romanise.json").write_text(text + "\n", "utf-8")


def ways(spelled: str) -> list[str]:
    """Return the ways to spell a letter, `-` for none."""
    return [way.strip("-") for way in spelled.split()]


def words(lines: str) -> dict[str, str]:
    """Return the words of a table with their Latin form."""
    found = {}
    for line in lines.splitlines():
        native, _, latin = line.strip().partition(" ")
        if native:
            found["".join(fold(native).split())] = latin.strip('" ')
    return found


if __name__ == "__main__":
    main()
