"""Facts from files: one source per line, and what was read in a report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from ostraka.errors import UsageError
from ostraka.report.beside.model import Fact, Source
from ostraka.report.tokens import fold_words

#: Kind of measure → the word for it in the key of an event: `m-nl-expel`.
_MEASURE_WORDS = {
    "expulsion": "expel",
    "sanctions": "sanction",
    "terror_listing": "list",
}
_RELATIVE = re.compile(r"\b(?:that|who|which),? (?P<said>.+)", re.DOTALL)
_KEY_WORDS = re.compile(r"[a-z]+|\d+")
Json = dict[str, Any]


def read_sources(path: Path) -> list[Source]:
    """Return the sources of a file with one JSON object on each line.

    Raises:
        UsageError: A line is no source; the file and line are named.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    return [_source(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]


def _source(path: Path, number: int, line: str) -> Source:
    try:
        entry: Json = json.loads(line)
        facts = tuple(
            Fact(entry["id"], f["event"], f["slot"], str(f["value"]), f.get("status", "reported"), f.get("holder", "publisher"))
            for f in entry["facts"]
        )  # fmt: skip
        published = entry.get("published")
        return Source(
            id=entry["id"],
            publisher=entry.get("publisher", ""),
            published=None if published in {None, "n/a"} else published,
            group=entry.get("independence_group") or entry["id"],
            facts=facts,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: line {number}: not a source with `id` and `facts`: {error}"
        ) from error


def source_of_reading(
    name: str, reading: Json, events: Iterable[str], *, group: str
) -> Source:
    """Return what a report states of some events.

    An incident of the report is one of the events if all words of the event's key stand
    in its passage, its date or its place; a measure, if the key names its imposer's
    country and its kind (`m-nl-expel`).

    Args:
        name: Id of the report as a source.
        reading: What was read in it, as JSON; of accepted proposals only.
        events: Keys of the events.
        group: Its independence group.
    """
    facts = [fact for event in events for fact in _facts(name, event, reading)]
    publisher = next(
        (e["name"] for e in reading["entities"] if "publisher" in e.get("roles", ())),
        "",
    )
    dated = reading["document"].get("date_stated") if "document" in reading else None
    return Source(name, publisher, dated, group, tuple(facts))


def _facts(name: str, event: str, reading: Json) -> Iterator[Fact]:
    for incident in reading["incidents"]:
        if _is_event(event, incident):
            yield from _incident_facts(name, event, incident)
    for measure in reading["measures"]:
        if _is_measure(event, measure):
            yield from _measure_facts(name, event, measure)


def _is_event(event: str, incident: Json) -> bool:
    """Tell whether every word of an event's key is said of an incident."""
    text = " ".join(span["text"] for span in incident["evidence"])
    words = fold_words(text)
    joined = {a + b for a, b in pairwise(words)}
    known = {*words, *joined, *str(incident["date"] or "").split("-")}
    return all(word in known for word in _key(event))


def _is_measure(event: str, measure: Json) -> bool:
    mark, _, rest = event.partition("-")
    country, _, kind = rest.partition("-")
    return (
        mark == "m"
        and measure["imposer_country"] == country
        and _MEASURE_WORDS.get(measure["kind"], measure["kind"]) == kind
    )


def _key(event: str) -> list[str]:
    return _KEY_WORDS.findall(event)


def _incident_facts(name: str, event: str, incident: Json) -> Iterator[Fact]:
    holder = "/".join(incident["holder"])
    casualties = incident["casualties"] or {}
    stated = {
        "date": incident["date"],
        "place": incident["country"],
        "outcome": None if incident["outcome"] == "unknown" else incident["outcome"],
        "killed": casualties.get("killed"),
        "injured": casualties.get("injured"),
    }
    for slot, value in stated.items():
        if value is not None:
            yield Fact(name, event, slot, str(value), "reported", holder)


def _measure_facts(name: str, event: str, measure: Json) -> Iterator[Fact]:
    holder = "/".join(measure["holder"])
    if measure["date"]:
        yield Fact(name, event, "date", measure["date"], "reported", holder)
    reasons: Sequence[str] = measure["motive_incidents"]
    for reason in reasons:
        status = "hedged" if measure["link_status"] else "reported"
        words = reason.removeprefix("unspecified: ").strip("'\"")
        yield Fact(name, event, "reason", _linked(measure, words), status, holder)


def _linked(measure: Json, words: str) -> str:
    """Return how a measure's targets are said to be linked to its reason, or the reason.

    `diplomats that were thought to be linked to the attacks` says how sure the link is.
    """
    for target in measure["target_text"]:
        if (found := _RELATIVE.search(target["text"])) and words in found["said"]:
            return found["said"]
    return words
