"""What was matched about one person, on what, and what cleared them, in plain words.

Fit to be handed to them: GDPR art. 15 (what is held, where it comes from, how long) and
22 (a person decided), and filled in as far as we know for a request to release funds
blocked by mistake, 31 CFR 501.806.  The people who decided are not named in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.alerts import AlertFile, Step, read_alert
from ostraka.casework.model import REASONS, Decision, Status
from ostraka.casework.policy import read_policy
from ostraka.casework.tables import alert, subject
from ostraka.errors import NotFoundError
from ostraka.record.countries import country_label
from ostraka.sources.catalog import find_dataset

_SHOWN_PROPERTIES = {
    "name": "name", "alias": "other name", "firstName": "first name",
    "lastName": "last name", "birthDate": "date of birth", "country": "country",
    "nationality": "nationality", "gender": "gender", "address": "address",
    "passportNumber": "passport", "idNumber": "identity number",
}  # fmt: skip
_COUNTRIES = frozenset({"country", "nationality"})
#: What tells people of one name apart.
_TELLING = frozenset({"birthDate", "gender", "passportNumber", "idNumber"})
_DECIDED = {
    Decision.TRUE_MATCH: "that you are the party on the list",
    Decision.FALSE_POSITIVE: "that you are not the party on the list",
    Decision.UNRESOLVED: "that it cannot be told yet",
}
#: 31 CFR 501.806 (c) and (d): what a request states, and what we can fill in.
_REQUEST = (
    ("(c) Name of the party seeking the release", "name"),
    ("(c) Address", "address"),
    ("(c) Telephone number; fax number where available", None),
    ("(d)(1) Financial institution in which the funds are blocked", None),
    ("(d)(2) Amount blocked", None),
    ("(d)(3) Date of the blocking", None),
    ("(d)(4) Original remitter and intermediary financial institutions", None),
    ("(d)(5) Intended beneficiary of the blocked transfer", None),
    ("(d)(6) Underlying transaction, with copies of related documents", None),
    ("(d)(7) Nature of the applicant's interest in the funds", None),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: a heading, and lines below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The paper.

    Attributes:
        subject: Number of the customer or query.
        name: Whom it is about.
        day: When it was made.
        sections: Its parts.
        has_true_match: Whether an alert was decided to be them: read the law of your
            place before you hand it out.
    """

    subject: int
    name: str
    day: str
    sections: tuple[Section, ...]
    has_true_match: bool

    def to_text(self) -> str:
        """Return it as plain text."""
        parts = [f"What was compared about {self.name}", f"Made on {self.day}", ""]
        for section in self.sections:
            parts += [section.heading, "-" * len(section.heading)]
            parts += [*section.lines, ""]
        return "\n".join(parts)

    def to_html(self) -> str:
        """Return it as a page of its own, without anything fetched."""
        body = "".join(
            f"<h2>{escape(s.heading)}</h2><ul>"
            + "".join(f'<li dir="auto">{escape(line)}</li>' for line in s.lines)
            + "</ul>"
            for s in self.sections
        )
        title = f"What was compared about {escape(self.name)}"
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
            f'<body><h1 dir="auto">{title}</h1><p>Made on {self.day}</p>{body}</body></html>\n'
        )


def make_dossier(connection: Connection, key: int, day: date) -> Dossier:
    """Return the paper about one customer or query.

    Args:
        connection: From `Cases.reading`.
        key: Number of the customer or query.
        day: Today.

    Raises:
        NotFoundError: There is no such customer or query, or they were erased.
    """
    row = connection.execute(select(subject).where(subject.c.id == key)).one_or_none()
    if row is None or row.erased:
        gone = f", erased on {row.erased[:10]}" if row is not None else ""
        raise NotFoundError(f"there is no customer or query {key}{gone}")
    numbers = connection.execute(
        select(alert.c.id).where(alert.c.subject == key).order_by(alert.c.id)
    ).scalars()
    files = [read_alert(connection, number) for number in numbers.all()]
    days = read_policy(connection).retention_days
    sections = [
        _held(files),
        *(_compared(found) for found in files),
        _rights(days, day),
        _request(files),
    ]
    return Dossier(
        subject=key,
        name=row.caption,
        day=day.isoformat(),
        sections=tuple(sections),
        has_true_match=any(f.alert.decision is Decision.TRUE_MATCH for f in files),
    )


def find_subject(connection: Connection, ref: str) -> int:
    """Return the number of a customer, by their own id or ours.

    Raises:
        NotFoundError: There is none, or several files have a customer of that id.
    """
    rows = connection.execute(
        select(subject.c.id, subject.c.key).where(subject.c.ref == ref)
    ).all()
    if len(rows) > 1:
        several = ", ".join(f"{row.id} ({row.key})" for row in rows)
        raise NotFoundError(f"several customers have the id {ref}: {several}")
    if rows:
        return int(rows[0].id)
    if ref.isdigit():
        return int(ref)
    raise NotFoundError(f"there is no customer {ref} with an alert")


def _held(files: list[AlertFile]) -> Section:
    lines = []
    for prop, values in _properties(files):
        called = _SHOWN_PROPERTIES.get(prop, prop)
        shown = map(country_label, values) if prop in _COUNTRIES else map(str, values)
        lines.append(f"{called}: {', '.join(shown)}")
    lines += [
        "These details came from the institution that hands you this paper.",
        "They were compared with published lists. A resemblance is not a finding: the program orders what resembles, and a person decides.",
    ]
    return Section("What is held about you", tuple(lines))


def _properties(files: list[AlertFile]) -> Iterator[tuple[str, list[Any]]]:
    if files:
        properties: Mapping[str, Any] = files[0].entity.get("properties", {})
        for prop, values in properties.items():
            yield prop, values if isinstance(values, list) else [values]


def _compared(found: AlertFile) -> Section:
    lists = " and on ".join(find_dataset(n).title for n in found.alert.datasets)
    opened = found.alert.opened[:10]
    explanation = found.match.get("explanation", ())
    lines = [
        f"On {opened} your details resembled those of “{found.alert.caption}”, listed on {lists}.",
        *(f"For it: {_words(f)}" for f in explanation if f["bits"] >= 0),
        *(f"Against it: {_words(f)}" for f in explanation if f["bits"] < 0),
        *_unstated(found),
        *(_step_words(step) for step in found.steps if step.decision),
        _standing(found),
    ]
    return Section(f"Compared with “{found.alert.caption}” on {lists}", tuple(lines))


def _unstated(found: AlertFile) -> Iterator[str]:
    """Say what you state and the list does not: nothing of it could clear you."""
    held = found.entity.get("properties", {})
    for prop, words in _SHOWN_PROPERTIES.items():
        if prop in _TELLING and held.get(prop) and not found.party_evidence.get(prop):
            yield f"The list gives no {words} to compare yours with."


def _words(feature: Mapping[str, Any]) -> str:
    called = str(feature["feature"]).replace("_", " ")
    yours, theirs = str(feature["query"]), str(feature["candidate"])
    if called in {"country", "nationality"}:
        yours, theirs = country_label(yours), country_label(theirs)
    # How words of names were held against each other is the program's own language.
    detail = "" if called == "name" else f" ({feature['detail']})"
    return f"{called}: yours is “{yours}”, the listed party's is “{theirs}”{detail}"


def _step_words(step: Step) -> str:
    decided = _DECIDED[Decision(step.decision or Decision.UNRESOLVED)]
    if step.what == "confirmed":
        return f"On {step.at[:10]} a second person confirmed it."
    reason = REASONS.get(step.reason or "", "")
    return f"On {step.at[:10]} a person decided {decided}: {reason}."


def _standing(found: AlertFile) -> str:
    if found.alert.status is Status.CLOSED:
        answer = found.alert.decision
        if answer is None:
            return "It went into another alert on the same listed party."
        return f"It stands decided {_DECIDED[answer]}."
    if found.alert.reopened:
        return f"It is open and will be looked at again, since {found.alert.reopened}."
    return "It is not decided yet."


def _rights(days: int, day: date) -> Section:
    until = (day + timedelta(days=days)).isoformat()
    return Section(
        "Your rights",
        (
            "A program finds what resembles and decides nothing: whatever was or will be decided about you, a person decides (GDPR art. 22).",
            "You may see what is held about you (art. 15), have it corrected (art. 16) and complain to a supervisory authority (art. 77).",
            f"What is held is erased when the law no longer asks for it: {days:,} days after the last decision, that is not before {until} for one made today.",
            "If a list is wrong about the listed party, only the authority that keeps the list can change it.",
        ),
    )


def _request(files: list[AlertFile]) -> Section:
    held = dict(_properties(files))
    lines = []
    for label, prop in _REQUEST:
        values = held.get(prop, []) if prop else []
        lines.append(f"{label}: {', '.join(map(str, values)) or '…'}")
    reasons = [
        _words(feature)
        for found in files
        if found.alert.decision is Decision.FALSE_POSITIVE
        for feature in found.match.get("explanation", ())
        if feature["bits"] < 0
    ]
    told = "; ".join(reasons) or "…"
    lines.append(
        f"(d)(8) Reasons why the funds were blocked by mistaken identity: {told}"
    )
    return Section(
        "If funds were blocked by mistake: request to OFAC under 31 CFR 501.806",
        tuple(lines),
    )
