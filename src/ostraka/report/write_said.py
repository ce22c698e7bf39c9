"""What is said in a reading as JSON has it: claims, quotations, recommendations."""

from __future__ import annotations

from ostraka.report.reading import speaker_of
from ostraka.report.said.claims import Claim
from ostraka.report.said.quotes import Said, edits_of, nested_in
from ostraka.report.speech import Recommendation
from ostraka.report.tokens import Span
from ostraka.report.written import Json, Written


class SaidWriter(Written):
    """Writes what a text says, and who says it: claims, quotations, recommendations."""

    def claims(self) -> list[Json]:
        """Return the claims."""
        return [
            self._claim(f"c{n}", c) for n, c in enumerate(self.reading.claims, start=1)
        ]

    def _claim(self, number: str, claim: Claim) -> Json:
        speaker = None
        if claim.report is not None:
            speaker = self.party_at(speaker_of(self.reading.passage, claim.report))
        elif claim.said is not None:
            speaker = self.speaker(claim.said)
        written: Json = {
            "id": number,
            "span": self.span(claim.span),
            "holder": self.chain(speaker),
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
            "speaker": self.speaker(said),
            "cue": self.span(said.cue),
            "holder": self.chain(self.speaker(said)),
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
                    self.party_at(d.who) or self.teller(d.span),
                ),
            )
            for d in r.demands
        ]
        for call in r.calls:
            if any(_is_said_by(call.span, d) for d in r.demands):
                continue
            addressee = self.span(call.addressee)["text"] if call.addressee else None
            who = self.party_at(call.who) or self.teller(call.span)
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
            "holder": self.chain(who),
            "span": self.span(span),
            "modality": f"recommended ({modal})",
            "not_a_measure": True,
            "linked_to": self.reading.parties.within(what),
        }


def _is_said_by(call: Span, demand: Recommendation) -> bool:
    """Tell whether a call is an item of a list of demands, or what leads in to it."""
    lead_in = demand.addressee_span
    whole = lead_in is not None and call.holds(lead_in)
    return whole or demand.span.holds(call) or call.holds(demand.span)
