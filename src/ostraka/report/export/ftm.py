"""A reading as FollowTheMoney entities: a document, mentions, events and notes.

Nobody becomes a party of the record by being named in a document: a party is a
`Mention`, which refers to the records of lists that bear its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ostraka.measures.documents import DATASET_PREFIX, MEASURE
from ostraka.record.countries import country_label
from ostraka.record.model import Entity, new_entity
from ostraka.report.items import names_of

Json = Mapping[str, Any]
#: Keyword of the events that are incidents.
INCIDENT = "incident"
_SHOWN = 12
_MOST_NAMES = 5


def dataset_of(text_sha256: str) -> str:
    """Return the name of the dataset of a document."""
    return f"{DATASET_PREFIX}{text_sha256[:_SHOWN]}"


def entities_of(reading: Json) -> Iterator[Entity]:
    """Yield the entities of a reading, the document first.

    Args:
        reading: As JSON; of what was accepted only, where it is for the record.
    """
    document = _document(reading)
    yield document
    names = names_of(reading)
    listed = {
        e["id"]: [r["entity_id"] for r in e["listed"]] for e in reading["entities"]
    }
    for entity in reading["entities"]:
        yield _mention(document.id, entity)
    for incident in reading["incidents"]:
        yield _incident(document, incident, names)
    for measure in reading["measures"]:
        yield _measure(document, measure, names, listed)
    for kind, key in (
        ("recommendations", "span"),
        ("quotes", "content"),
        ("claims", "span"),
    ):
        for item in reading[kind]:
            note = _note(document, kind.rstrip("s"), item, item[key]["text"], names)
            for party in item.get("linked_to", ()):
                for record in listed.get(party, ()):
                    note.add("entity", record)
            yield note


def _document(reading: Json) -> Entity:
    facts = reading["document"]
    entity = new_entity("Document", dataset_of(facts["text_sha256"]))
    entity.add("fileName", facts["path"])
    entity.add("title", facts["path"])
    entity.add("publishedAt", facts["date_stated"])
    entity.add("date", facts["date_stated"])
    entity.add("notes", f"text SHA-256: {facts['text_sha256']}")
    for party in reading["entities"]:
        if "publisher" in party.get("roles", ()):
            entity.add("publisher", party["name"])
        if "source" in party.get("roles", ()):
            entity.add("author", party["name"])
    return entity


def _mention(document: str, party: Json) -> Entity:
    entity = new_entity("Mention", f"{document}-{party['id']}")
    entity.add("document", document)
    said = dict.fromkeys(m["text"] for m in party["mentions"] if m["how"] != "pronoun")
    for name in list(said)[:_MOST_NAMES]:
        entity.add("name", name)
    entity.add("detectedSchema", party["schema"])
    for record in dict.fromkeys(row["entity_id"] for row in party["listed"]):
        entity.add("resolved", record)
    return entity


def _event(document: Entity, item: Json, word: str, kind: str) -> Entity:
    entity = new_entity("Event", f"{document.id}-{item['id']}")
    entity.add("date", item["date"])
    entity.add("keywords", word)
    entity.add("keywords", kind)
    for span in item["evidence"]:
        entity.add("summary", span["text"])
    _attribute(entity, document, item)
    return entity


def _incident(document: Entity, item: Json, names: Mapping[str, str]) -> Entity:
    entity = _event(document, item, INCIDENT, item["type"])
    entity.add("name", _title(item["type"], item["country"], item["date"]))
    entity.add("country", item["country"])
    entity.add("keywords", item["outcome"])
    for label, key in (("stage reached", "stage_reached"), ("method", "method")):
        if item[key]:
            entity.add("notes", f"{label}: {item[key]}")
    for who in item["attributed_to"]:
        entity.add("notes", f"attributed by the document to: {names.get(who, who)}")
    for span in item["target_text"]:
        entity.add("notes", f"target: {span['text']}")
    return entity


def _measure(
    document: Entity,
    item: Json,
    names: Mapping[str, str],
    listed: Mapping[str, Sequence[str]],
) -> Entity:
    entity = _event(document, item, MEASURE, item["kind"])
    imposer = item["imposer_text"] or ""
    entity.add("name", " ".join(w for w in (item["kind"], "by", imposer) if imposer or w != "by"))  # fmt: skip
    entity.add("country", item["imposer_country"])
    entity.add("notes", f"imposed by: {imposer}" if imposer else None)
    for target in item["targets"]:
        entity.add("namesMentioned", names.get(target))
        for record in listed.get(target, ()):
            entity.add("involved", record)
    for span in item["target_text"]:
        entity.add("notes", f"against: {span['text']}")
    return entity


def _note(
    document: Entity, kind: str, item: Json, text: str, names: Mapping[str, str]
) -> Entity:
    entity = new_entity("Note", f"{document.id}-{item['id']}")
    entity.add("name", f"{kind} {item['id']}")
    entity.add("description", text)
    entity.add("keywords", kind)
    chain = " → ".join(names.get(holder, holder) for holder in item["holder"])
    entity.add("notes", f"held by: {chain}")
    if "action" in item:
        entity.add("notes", f"calls for: {item['action']}")
    _attribute(entity, document, item)
    return entity


def _attribute(entity: Entity, document: Entity, item: Json) -> None:
    """Say where an entity stands, and who accepted it."""
    entity.add("proof", document.id)
    for publisher in document.texts("publisher"):
        entity.add("publisher", publisher)
    decided = item.get("decided")
    if decided and "notes" in entity.schema.properties:
        entity.add("notes", f"accepted by {decided['by']} at {decided['at']}")


def _title(kind: str, country: str | None, day: str | None) -> str:
    words = [kind.replace("_", " ")]
    if country:
        words.append(f"in {country_label(country)}")
    if day:
        words.append(day)
    return " ".join(words)
