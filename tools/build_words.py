"""Write `src/ostraka/text/data/words.json` from `resources/words/*.yml`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from ostraka.text.fold import fold
from ostraka.text.romanise import romanise

ROOT = Path(__file__).parents[1]
#: Words of a legal form of which one may be left out, and letters of its longest word.
LONG_FORM, LONG_WORD = 3, 5


def main() -> None:
    """Read the hand-kept tables and write the one the program loads."""
    person, body, places = (load(name) for name in ("person", "body", "places"))
    table = {
        "particles": words(person["particles"]),
        "titles": words(person["titles"]),
        "articles": words(person["articles"]),
        "joining": words(person["joining"]),
        "endings": words(person["endings"]),
        "legal_forms": legal_forms(body["legal_forms"]),
        "stop": words(body["stop"]),
        "phrases": phrases(body["phrases"], set(words(body["stop"]))),
        "places": sorted({word for kind in places.values() for word in words(kind)}),
        "same": [
            *meanings(body["same"] + body["same_native"]),
            *meanings(person["same"]),
            *meanings(person["nicknames"]),
        ],
    }
    text = json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True)
    (ROOT / "src/ostraka/text/data/words.json").write_text(text + "\n", "utf-8")


def load(name: str) -> dict[str, Any]:
    """Read one of the hand-kept tables."""
    text = (ROOT / f"resources/words/{name}.yml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def legal_forms(listed: dict[str, list[str]]) -> dict[str, str]:
    """Return the class of each legal form, and of the long ones less one of their words.

    A word that was left out of *limited liability company* is none of the name.
    """
    whole = {spelled(p): form for form, phrases in listed.items() for p in phrases}
    found: dict[str, str] = {}
    for phrase, form in whole.items():
        parts = phrase.split()
        if len(parts) >= LONG_FORM and max(map(len, parts)) >= LONG_WORD:
            for at in range(len(parts)):
                less = parts[:at] + parts[at + 1 :]
                if max(map(len, less)) >= LONG_WORD:
                    found[" ".join(less)] = form
    return found | whole


def phrases(listed: dict[str, str], stop: set[str]) -> dict[str, str]:
    """Return what several words call by one name, with their function words or without."""
    whole = {spelled(phrase): word for phrase, word in listed.items()}
    bare = {
        " ".join(kept): word
        for phrase, word in whole.items()
        if len(kept := [w for w in phrase.split() if w not in stop]) > 1
    }
    return bare | whole


def meanings(lines: str) -> list[list[str]]:
    """Return the words of each meaning, lines with one first word joined."""
    found: dict[str, list[str]] = {}
    for line in lines.splitlines():
        known = [word for word in words(line) if word != "al"]
        if known:
            found[known[0]] = list(dict.fromkeys([*found.get(known[0], []), *known]))
    return list(found.values())


def words(text: str) -> list[str]:
    """Return the words of a line, spelled as names are read, each once."""
    return list(dict.fromkeys(spelled(text).split()))


def spelled(text: str) -> str:
    """Return a text as names are read."""
    return " ".join(romanise(word) for word in fold(text).split())


if __name__ == "__main__":
    main()
