"""A reading as JSON has it: the keys of the contract, every value with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ostraka.report.acts.model import Act
from ostraka.report.entities import Entity
from ostraka.report.incidents.model import Incident
from ostraka.report.places import PlaceMention
from ostraka.report.reading import Reading, speaker_of
from ostraka.report.said.claims import DOCUMENT_VOICE, Claim
from ostraka.report.said.quotes import Said, edits_of, nested_in
from ostraka.report.said.reporting import Report, by_sentence
from ostraka.report.speech import Recommendation
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span

Json = dict[str, Any]
#: Who holds what a text says, where no publisher is stated.
THE_DOCUMENT = "document"


@dataclass(frozen=True)
class Writer:
    """Writes one reading as JSON."""

    reading: Reading

    @property
    def text(self) -> str:
        """The text all places count."""
        return self.reading.passage.text

    def span(self, span: Span) -> Json:
        """Return a place with its words."""
        return {
            "start": span.start,
            "end": span.end,
            "text": self.text[span.start : span.end],
        }

    def spans(self, spans: Iterable[Span]) -> list[Json]:
        """Return several places with their words."""
        return [self.span(span) for span in spans]

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
            "target": [i for span in found.targets if (i := self._id(span))],
            "target_text": self.spans(found.targets),
            "attributed_to": [
                self._id(r.who) or self.span(r.who)["text"] for r in behind
            ],
            "attribution_status": "asserted_by_source" if behind else "not stated",
            "alleged": found.is_alleged,
            "thwarted_by": [
                self._id(r.who) or self.span(r.who)["text"] for r in stopped
            ],
            "actors": [
                {"who": self._id(r.who), "role": r.role, "span": self.span(r.span)}
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
        targets = [i for span in act.targets if (i := self._id(span))]
        inside = [i for i in self._inside(act) if i not in targets]
        if taken_up is not None and not targets:
            targets = taken_up["targets"]
        imposer = act.imposer
        return {
            "id": number,
            "kind": act.kind,
            "imposer": self._id(imposer.span) if imposer else None,
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
    def _reports(self) -> dict[int, list[Report]]:
        return by_sentence(self.reading.passage, self.reading.reports)

    @cached_property
    def _place_ids(self) -> dict[tuple[str, str], str]:
        keys = dict.fromkeys(_place_key(m) for m in self.reading.places)
        return {key: f"l{n}" for n, key in enumerate(keys, start=1)}

    @cached_property
    def _places_at(self) -> dict[Span, PlaceMention]:
        return {m.span: m for m in self.reading.places}

    @cached_property
    def _publisher(self) -> str:
        parties = self.reading.parties.entities
        return next((e.id for e in parties if e.role == "publisher"), THE_DOCUMENT)

    def claims(self) -> list[Json]:
        """Return the claims."""
        return [
            self._claim(f"c{n}", c) for n, c in enumerate(self.reading.claims, start=1)
        ]

    def _claim(self, number: str, claim: Claim) -> Json:
        speaker = None
        if claim.report is not None:
            speaker = self._id(speaker_of(self.reading.passage, claim.report))
        elif claim.said is not None:
            speaker = self._speaker(claim.said)
        written: Json = {
            "id": number,
            "span": self.span(claim.span),
            "holder": self._chain(speaker),
            "mode": claim.mode,
            "status": "hedged" if claim.hedged else "reported",
            "about": self.reading.parties.within(claim.span),
        }
        if claim.marker is not None:
            written["certainty_marker"] = self.span(claim.marker)
        return written

    def quotes(self) -> list[Json]:
        """Return the quotations."""
        return [
            self._quote(f"q{n}", q) for n, q in enumerate(self.reading.quotes, start=1)
        ]

    def _quote(self, number: str, said: Said) -> Json:
        written: Json = {
            "id": number,
            "content": self.span(said.content),
            "kind": said.kind,
            "speaker": self._speaker(said),
            "cue": self.span(said.cue),
            "holder": self._chain(self._speaker(said)),
        }
        if edits := edits_of(self.text, said.content) if said.kind == "direct" else []:
            written["edits"] = self.spans(edits)
        if nested := nested_in(self.text, said.content):
            written["nested"] = self.spans(nested)
        return written

    def recommendations(self) -> list[Json]:
        """Return what the text says should be done; none of it is a measure."""
        r = self.reading
        found: list[tuple[Span, Json]] = [
            (
                d.span,
                self._recommendation(
                    d.span,
                    d.action,
                    d.object,
                    d.addressee,
                    d.modal,
                    self._id(d.who) or self._teller(d.span),
                ),
            )
            for d in r.demands
        ]
        for call in r.calls:
            if any(_is_said_by(call.span, d) for d in r.demands):
                continue
            addressee = self.span(call.addressee)["text"] if call.addressee else None
            who = self._id(call.who) or self._teller(call.span)
            found.append(
                (
                    call.span,
                    self._recommendation(
                        call.span, call.action, call.object, addressee, call.modal, who
                    ),
                )
            )
        found.sort(key=lambda pair: pair[0].start)
        return [{"id": f"r{n}", **item} for n, (_, item) in enumerate(found, start=1)]

    def _recommendation(
        self,
        span: Span,
        action: str,
        what: Span,
        addressee: str | None,
        modal: str,
        who: str | None,
    ) -> Json:
        return {
            "action": action,
            "object": self.span(what),
            "addressee": addressee,
            "holder": self._chain(who),
            "span": self.span(span),
            "modality": f"recommended ({modal})",
            "not_a_measure": True,
            "linked_to": self.reading.parties.within(what),
        }

    def holder(self, span: Span) -> list[str]:
        """Return who holds what a passage says: the publisher, then whom it quotes."""
        return self._chain(self._teller(span))

    def _teller(self, span: Span) -> str | None:
        """Return who is said to say what a passage says, or None for the text itself."""
        for quote in self._quotes_near(span):
            if quote.content.holds(span):
                return self._speaker(quote)
        p = self.reading.passage
        for report in self._reports.get(p.sentence_at(span.start).number, ()):
            said = report.content
            if said is not None and p.tokens.starts[said] < span.end:
                return self._id(speaker_of(p, report))
        return None

    def _quotes_near(self, span: Span) -> Sequence[Said]:
        quotes = self.reading.quotes
        after = bisect_right(quotes, span.start, key=lambda q: q.content.start)
        return quotes[max(0, after - 2) : after]

    def _chain(self, speaker: str | None) -> list[str]:
        mine = self._publisher
        return [mine, *([speaker] if speaker and speaker != mine else [])]

    def _speaker(self, said: Said) -> str | None:
        return self._id(said.who) or self._id(said.pronoun) or self._id(said.phrase)

    def _id(self, span: Span | None) -> str | None:
        return self.reading.parties.at(span)


def _is_said_by(call: Span, demand: Recommendation) -> bool:
    """Tell whether a call is an item of a list of demands, or what leads in to it."""
    lead_in = demand.addressee_span
    whole = lead_in is not None and call.holds(lead_in)
    return whole or demand.span.holds(call) or call.holds(demand.span)


def _place_key(mention: PlaceMention) -> tuple[str, str]:
    place = mention.place
    return place.kind, (place.code if place.kind == "country" else None) or place.name


def write_reading(reading: Reading, listed: Mapping[str, Sequence[Json]]) -> Json:
    """Return a reading as JSON.

    Args:
        reading: What was found.
        listed: What lists have of each party, by its id in the reading.
    """
    write = Writer(reading)
    return {
        "entities": [
            write.entity(e, listed.get(e.id, ())) for e in reading.parties.entities
        ],
        "places": write.places(),
        "dates": [write.date(found) for found in reading.dates],
        "incidents": write.incidents(),
        "measures": write.measures(),
        "claims": write.claims(),
        "quotes": write.quotes(),
        "recommendations": write.recommendations(),
    }


__all__ = ["DOCUMENT_VOICE", "THE_DOCUMENT", "Writer", "write_reading"]
