"""Everything that is found in one document, before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.report.acts.calling import Call
from ostraka.report.acts.calls import find_calls
from ostraka.report.acts.dates import dates_of
from ostraka.report.acts.measures import find_acts
from ostraka.report.acts.model import Act
from ostraka.report.acts.repeated import told_once
from ostraka.report.context import Context
from ostraka.report.entities import group_entities
from ostraka.report.grammar.passage import Passage
from ostraka.report.incidents.counting import Facts
from ostraka.report.incidents.find import find_incidents
from ostraka.report.incidents.mentions import find_tellings
from ostraka.report.incidents.model import Incident
from ostraka.report.incidents.telling import TAKEN_UP, Telling
from ostraka.report.mentions import Mention, find_mentions
from ostraka.report.names import NameIndex
from ostraka.report.parties.build import Known, all_parties
from ostraka.report.parties.described import (
    documents,
    nationals,
    participants,
    publisher,
    rulers,
)
from ostraka.report.parties.model import Described
from ostraka.report.parties.named import named_bodies, named_people
from ostraka.report.parties.pronouns import speaking, they
from ostraka.report.parties.states import states_acting
from ostraka.report.places import PlaceMention, find_places
from ostraka.report.said.attribution import beside
from ostraka.report.said.claims import Claim, find_claims
from ostraka.report.said.quotes import Said, all_quotes
from ostraka.report.said.reporting import Report, find_reports
from ostraka.report.spans import Placed
from ostraka.report.speech import (
    Recommendation,
    find_quotes,
    find_recommendations,
    quoted_spans,
)
from ostraka.report.text_dates import TextDate, find_dates
from ostraka.report.tokens import Span, Tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says.

    Attributes:
        passage: Its text.
        parties: The parties it names or describes.
        places: The places it names.
        dates: The dates it mentions.
        incidents: What it says happened.
        acts: What it says authorities did.
        act_dates: When, for each of `acts`.
        motives: What each of `acts` is said to answer.
        claims: What it claims.
        quotes: Whose words it gives.
        demands: The items of its lists of demands.
        calls: What else it says should be done.
        reports: Where it says that somebody says something.
    """

    passage: Passage
    parties: Known
    places: Sequence[PlaceMention]
    dates: Sequence[TextDate]
    incidents: Sequence[Incident]
    acts: Sequence[Act]
    act_dates: Sequence[TextDate | None]
    motives: Sequence[Sequence[Span]]
    claims: Sequence[Claim]
    quotes: Sequence[Said]
    demands: Sequence[Recommendation]
    calls: Sequence[Call]
    reports: Sequence[Report]


def read_text(
    text: str, indexes: Sequence[NameIndex], written: date | None = None
) -> Reading:
    """Return what a text says.

    Args:
        text: The text.
        indexes: The names of listed parties.
        written: The day it is from, if that is certain.
    """
    tokens = Tokens(text)
    mentions = find_mentions(tokens, indexes)
    words = Tokens(text, dotted=True) if "." in text else tokens
    p = Passage(words, quoted_spans(text), [m.span for m in mentions])
    dates = find_dates(text, written)
    countries = Context(tokens).countries
    reports = list(find_reports(p))
    demands = find_recommendations(text)
    quotes = all_quotes(p, find_quotes(text), reports, demands)
    named = [m.span for m in mentions]
    places = find_places(tokens, named, countries)
    by_place = Placed(places, lambda m: m.span)
    by_date = Placed(dates, lambda d: d.span)
    incidents = find_incidents(Facts(p, by_date, by_place, written))
    told_acts = find_acts(p)
    days = dates_of(p, told_acts, by_date, written)
    acts, act_dates = told_once(p, told_acts, days)
    told = _Told(reports, quotes, demands, incidents, acts)
    parties = _parties(p, mentions, told)
    return Reading(
        passage=p,
        parties=parties,
        places=_outside(places, parties),
        dates=dates,
        incidents=incidents,
        acts=acts,
        act_dates=act_dates,
        motives=_motives(p, acts),
        claims=find_claims(p, reports, quotes, [d.span for d in demands]),
        quotes=quotes,
        demands=demands,
        calls=find_calls(p),
        reports=reports,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What tells of parties beside their names."""

    reports: Sequence[Report]
    quotes: Sequence[Said]
    demands: Sequence[Recommendation]
    incidents: Sequence[Incident]
    acts: Sequence[Act]

    @property
    def speakers(self) -> list[Span]:
        """Who is quoted or demands something."""
        spoken = [q.who for q in self.quotes] + [d.who for d in self.demands]
        return [span for span in spoken if span is not None]

    @property
    def victims(self) -> list[Span]:
        """Whom incidents were aimed at."""
        return [span for incident in self.incidents for span in incident.targets]

    @property
    def taking_part(self) -> list[Span]:
        """Whom acts hit, who has a role in incidents, whom these were aimed at."""
        hit = [span for act in self.acts for span in act.targets]
        roles = [role.who for incident in self.incidents for role in incident.roles]
        return [*hit, *roles, *self.victims]


def _parties(p: Passage, mentions: Sequence[Mention], told: _Told) -> Known:
    """Return the parties of a text, named ones first and then those described."""
    speakers = told.speakers
    others = [*named_people(p, told.victims), *named_bodies(p)]
    entities = group_entities(p.tokens, mentions, speakers, others)
    known = [m.span for e in entities for m in e.mentions]
    author = next(iter(speakers), None)
    described: list[Described] = [
        *states_acting(p),
        *rulers(p),
        *nationals(p),
        *participants(p, told.taking_part),
        *documents(p, author),
        *speaking(p, told.reports),
    ]
    said_by = publisher(p.text)
    if said_by is not None:
        described.append(said_by)
    described += they(p, [*known, *(d.span for d in described)])
    return all_parties(entities, described)


def _outside(places: Sequence[PlaceMention], parties: Known) -> list[PlaceMention]:
    """Return the places that are not the names of states that act."""
    mentions = (m for e in parties.entities for m in e.mentions)
    states = Placed(
        (m.span for m in mentions if m.how in {"state", "title", "publisher"}),
        lambda span: span,
    )
    return [m for m in places if not states.around(m.span)]


def _motives(p: Passage, acts: Sequence[Act]) -> list[list[Span]]:
    """Return what each measure is said to answer: the incidents its clause speaks of."""
    tellings: dict[int, list[Telling]] = {}
    for telling in find_tellings(p) if acts else ():
        number = p.sentence_of(telling.head).number
        tellings.setdefault(number, []).append(telling)
    return [
        _answered(p, act, tellings.get(p.sentence_of(act.verb.head).number, ()))
        for act in acts
    ]


def _answered(p: Passage, act: Act, tellings: Sequence[Telling]) -> list[Span]:
    if "already" in p.low[act.verb.first : act.verb.head]:
        return []  # it came before
    return [
        p.span(t.first, t.head)
        for t in tellings
        if t.head > act.verb.head
        and act.span.holds(p.span(t.head, t.head))
        and (t.manner == TAKEN_UP or t.verb is None)
    ]


def speaker_of(p: Passage, report: Report) -> Span:
    """Return the words that say who speaks: a name where there is one."""
    return beside(p, report.subject) or p.span(*report.subject)
