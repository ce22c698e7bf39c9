"""A reading as JSON has it: the keys of the contract, every value with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ostraka.report.acts.model import Act
from ostraka.report.entities import Entity
from ostraka.report.incidents.model import Incident
from ostraka.report.places import PlaceMention
from ostraka.report.reading import Reading
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span
from ostraka.report.write_said import SaidWriter
from ostraka.report.written import Json, Written


class Writer(Written):
    """Writes what a text names and tells: parties, places, dates, incidents, measures."""

    def entity(self, entity: Entity, listed: Sequence[Json]) -> Json:
        """Return a party with its mentions and what lists have of it."""
        written: Json = {
            "id": entity.id,
            "schema": entity.schema,
            "name": self.text[entity.name.start : entity.name.end],
            "mentions": [{**self.span(m.span), "how": m.how} for m in entity.mentions],
            "listed": list(listed),
        }
        role = entity.role or ("source" if entity.is_speaker else None)
        extra = {
            "roles": [role] if role else None,
            "country": entity.country,
            "note": entity.note,
        }
        if entity.is_unnamed:
            extra["unnamed"] = True  # type: ignore[assignment]
        return written | {key: value for key, value in extra.items() if value}

    def places(self) -> list[Json]:
        """Return the places, each with every mention of it."""
        found: dict[tuple[str, str], Json] = {}
        for mention in self.reading.places:
            entry = found.setdefault(
                _place_key(mention), self._place(mention, len(found) + 1)
            )
            entry["spans"].append({**self.span(mention.span), "role": mention.role})
        return list(found.values())

    def _place(self, mention: PlaceMention, number: int) -> Json:
        place = mention.place
        return {
            "id": f"l{number}",
            "name": place.name,
            "code": place.code,
            "kind": place.kind,
            "spans": [],
        }

    def date(self, found: TextDate) -> Json:
        """Return a date with its precision, and where its year is from."""
        written = {
            "span": self.span(found.span),
            "value": found.value,
            "precision": found.precision,
        }
        extra = {"basis": found.basis, "note": found.note}
        return written | {key: value for key, value in extra.items() if value}

    def incidents(self) -> list[Json]:
        """Return the incidents."""
        return [
            self._incident(f"i{n}", i)
            for n, i in enumerate(self.reading.incidents, start=1)
        ]

    def _incident(self, number: str, found: Incident) -> Json:
        place = self._places_at.get(found.place_span) if found.place_span else None
        behind = [r for r in found.roles if r.role == "attributed to"]
        stopped = [r for r in found.roles if r.role == "thwarted by"]
        return {
            "id": number,
            "type": found.kind,
            "method": found.method,
            "stage_reached": found.stage,
            "outcome": found.outcome,
            "date": found.date.value if found.date else None,
            "date_span": self.span(found.date.span) if found.date else None,
            "date_basis": found.date.basis if found.date else None,
            "place": self._place_ids.get(_place_key(place)) if place else None,
            "country": found.place,
            "target": [i for span in found.targets if (i := self.party_at(span))],
            "target_text": self.spans(found.targets),
            "attributed_to": [
                self.party_at(r.who) or self.span(r.who)["text"] for r in behind
            ],
            "attribution_status": "asserted_by_source" if behind else "not stated",
            "alleged": found.is_alleged,
            "thwarted_by": [
                self.party_at(r.who) or self.span(r.who)["text"] for r in stopped
            ],
            "actors": [
                {"who": self.party_at(r.who), "role": r.role, "span": self.span(r.span)}
                for r in found.roles
                if r.role not in {"attributed to", "thwarted by"}
            ],
            "casualties": self._casualties(found),
            "evidence": self.spans(found.evidence),
            "holder": self.holder(found.evidence[0]),
        }

    def _casualties(self, found: Incident) -> Json | None:
        if found.casualties is None:
            return None
        return {
            "killed": found.killed,
            "injured": found.injured,
            "basis": self.span(found.casualties),
        }

    def measures(self) -> list[Json]:
        """Return the measures."""
        r = self.reading
        written: list[Json] = []
        for number, (act, when, why) in enumerate(
            zip(r.acts, r.act_dates, r.motives, strict=True), start=1
        ):
            written.append(self._measure(f"m{number}", act, when, why, written))
        return written

    def _measure(
        self,
        number: str,
        act: Act,
        when: TextDate | None,
        why: Sequence[Span],
        before: Sequence[Json],
    ) -> Json:
        taken_up = before[-1] if act.continues and before else None
        targets = [i for span in act.targets if (i := self.party_at(span))]
        inside = [i for i in self._inside(act) if i not in targets]
        if taken_up is not None and not targets:
            targets = taken_up["targets"]
        imposer = act.imposer
        return {
            "id": number,
            "kind": act.kind,
            "imposer": self.party_at(imposer.span) if imposer else None,
            "imposer_text": self.span(imposer.span)["text"] if imposer else None,
            "imposer_country": imposer.code if imposer else None,
            "targets": targets or inside,
            "target_text": self.spans(act.targets),
            "date": when.value if when else None,
            "date_span": self.span(when.span) if when else None,
            "date_basis": when.basis if when else None,
            "status": act.status,
            "link_status": f"hedged: {self.span(act.hedge)['text']}"
            if act.hedge
            else None,
            "first_time": act.first_time,
            "relation": f"takes up {taken_up['id']}" if taken_up else None,
            "motive_incidents": [self._motive(span) for span in why],
            "evidence": self.spans((act.span, *act.again)),
            "holder": self.holder(act.span),
        }

    def _inside(self, act: Act) -> list[str]:
        return [i for t in act.targets for i in self.reading.parties.within(t)][:1]

    def _motive(self, span: Span) -> str:
        """Return the incident a phrase is about, or the phrase where that is not said."""
        near = self._heads.get(self.reading.passage.sentence_at(span.start).number, {})
        for head, incident in near.items():
            if span.holds(head):
                return incident
        return f"unspecified: {self.span(span)['text']!r}"

    @cached_property
    def _heads(self) -> dict[int, dict[Span, str]]:
        """Where each incident is told, by sentence."""
        found: dict[int, dict[Span, str]] = {}
        for number, incident in enumerate(self.reading.incidents, start=1):
            sentence = self.reading.passage.sentence_at(incident.head.start)
            found.setdefault(sentence.number, {})[incident.head] = f"i{number}"
        return found

    @cached_property
    def _place_ids(self) -> dict[tuple[str, str], str]:
        keys = dict.fromkeys(_place_key(m) for m in self.reading.places)
        return {key: f"l{n}" for n, key in enumerate(keys, start=1)}

    @cached_property
    def _places_at(self) -> dict[Span, PlaceMention]:
        return {m.span: m for m in self.reading.places}


def _place_key(mention: PlaceMention) -> tuple[str, str]:
    place = mention.place
    return place.kind, (place.code if place.kind == "country" else None) or place.name


def write_reading(reading: Reading, listed: Mapping[str, Sequence[Json]]) -> Json:
    """Return a reading as JSON.

    Args:
        reading: What was found.
        listed: What lists have of each party, by its id in the reading.
    """
    write, said = Writer(reading), SaidWriter(reading)
    return {
        "entities": [
            write.entity(e, listed.get(e.id, ())) for e in reading.parties.entities
        ],
        "places": write.places(),
        "dates": [write.date(found) for found in reading.dates],
        "incidents": write.incidents(),
        "measures": write.measures(),
        "claims": said.claims(),
        "quotes": said.quotes(),
        "recommendations": said.recommendations(),
    }
