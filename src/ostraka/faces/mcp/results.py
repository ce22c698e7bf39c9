"""What the tools return, typed so that a model and its client know the fields."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Evidence(BaseModel):
    """One piece of evidence for or against a match."""

    feature: str
    query: str | None
    candidate: str | None
    dataset: str | None
    since: str | None = Field(
        description="Since when that list has the party, if it says so."
    )
    bits: float = Field(
        description="What it adds to the evidence; negative speaks against."
    )
    detail: str


class Match(BaseModel):
    """A party that may be the one asked about."""

    entity_id: str
    caption: str
    schema_: str = Field(alias="schema")
    datasets: list[str]
    score: float = Field(description="Orders matches; it is not a probability.")
    match: bool
    explanation: list[Evidence]
    referents: list[str]


class Screening(BaseModel):
    """The matches of a party, best first, and the lists that were asked."""

    matches: list[Match]
    asked: dict[str, str] = Field(description="List → version it was asked in.")
    as_of: str


class Standing(BaseModel):
    """Whether a list has the party on the day asked about."""

    dataset: str
    version: str
    listed: bool
    first_version: str
    removed: str | None
    ended: str | None


class Designation(BaseModel):
    """One authority's act against the party."""

    dataset: str
    version: str
    authority: str | None
    program: str | None
    listed: str | None
    started: str | None
    ended: str | None
    reference: str | None
    reason: str | None


class Link(BaseModel):
    """A relation a list states; a link is not a designation."""

    schema_: str = Field(alias="schema")
    label: str
    other: str
    other_caption: str
    outgoing: bool
    role: str | None
    dataset: str


class Statement(BaseModel):
    """One value, who says it and when it was seen."""

    prop: str
    value: str
    dataset: str
    original_value: str | None
    first_seen: str | None
    last_seen: str | None


class PartyRecord(BaseModel):
    """Everything the record says about one party as of a day."""

    entity: dict[str, Any]
    as_of: str
    listed: bool
    standings: list[Standing]
    designations: list[Designation]
    links: list[Link]
    statements: list[Statement]


class Change(BaseModel):
    """A property that differs between two versions."""

    prop: str
    before: list[str]
    after: list[str]
    moved: bool = Field(description="The same value in another place: no amendment.")


class Comparison(BaseModel):
    """Who was listed, amended and removed between two versions of a list."""

    dataset: str
    before: str
    after: str
    listed: dict[str, str] = Field(description="Id → name, the first of them.")
    amended: dict[str, list[Change]]
    removed: dict[str, str]
    counts: dict[str, int] = Field(description="How many there are in all.")


class Report(BaseModel):
    """A report read: whom it names, and whether they were listed."""

    document: dict[str, Any]
    entities: list[dict[str, Any]]
    quotes: list[dict[str, Any]]
    recommendations: list[dict[str, Any]]
    dates: list[dict[str, Any]]
    places: list[dict[str, Any]]
