"""Requests and answers as they are described in the OpenAPI file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from ostraka.faces.api.words import BASE_SCHEMA

#: A day or a moment, as precise as it is.
MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"
MOST_RESULTS, MOST_OFFSET = 500, 9_499

#: pydantic's own mark of what is deprecated warns whenever we read it.
_OLD: dict[str, JsonValue] = {"deprecated": True}

Names = list[str]
Limit = Annotated[int, Field(le=MOST_RESULTS, description="Most results.")]
Offset = Annotated[
    int, Field(le=MOST_OFFSET, description="Results to leave out first.")
]
AsOf = Annotated[
    str | None,
    Field(
        description="The lists as they stood on that day, e.g. 2024-06-27; today if not given.",
        examples=["2024-06-27"],
    ),
]
Sorts = Annotated[
    list[str],
    Field(
        description="`field:asc` or `field:desc`; fields are `caption`, `schema`, `first_seen`, `last_seen`, `last_change` and `properties.…`."
    ),
]


class Parameters(BaseModel):
    """Parameters in the address."""

    model_config = ConfigDict(populate_by_name=True)


class Scoped(Parameters):
    """Which entities are wanted."""

    include_dataset: Annotated[
        Names, Field(description="Only entities of one of these datasets of the scope.")
    ] = []
    exclude_dataset: Annotated[
        Names, Field(description="These datasets are taken out of the scope.")
    ] = []
    exclude_schema: Annotated[
        Names, Field(description="No entities of these schemata.")
    ] = []
    topics: Annotated[
        Names, Field(description="Only entities with one of these topics.")
    ] = []
    changed_since: Annotated[
        str | None,
        Field(
            pattern=MOMENT, description="Only entities that changed after that moment."
        ),
    ] = None
    as_of: AsOf = None


class MatchParameters(Scoped):
    """Parameters of `/match`."""

    limit: Limit = 5
    threshold: Annotated[
        float, Field(description="Score from which a result is a match.")
    ] = 0.70
    cutoff: Annotated[
        float,
        Field(
            json_schema_extra=_OLD,
            description="Results must score more; never above the threshold, which it follows.",
        ),
    ] = 0.70
    algorithm: Annotated[
        str,
        Field(description="`best` or this program's own; yente's names mean the same."),
    ] = "best"
    exclude_entity_ids: Annotated[
        Names,
        Field(max_length=50, description="Entities to leave out, by id or merged id."),
    ] = []
    fuzzy: Annotated[
        bool | None, Field(json_schema_extra=_OLD, description="Without effect.")
    ] = None
    explain_clear: Annotated[
        bool,
        Field(
            description="Also say which near candidates were ruled out, and by what."
        ),
    ] = False


class Facet(StrEnum):
    """What results can be counted by."""

    DATASETS = "datasets"
    SCHEMA = "schema"
    COUNTRIES = "countries"
    IDENTIFIERS = "identifiers"
    TOPICS = "topics"
    GENDERS = "genders"


class SearchParameters(Scoped):
    """Parameters of `/search`."""

    q: Annotated[
        str,
        Field(
            description='Words, in Lucene\'s syntax: `"a phrase"`, `nam*`, `horvaht~`, `a OR b`, `-c`, `countries:ru`, `properties.birthDate:[1960 TO 1970]`.'
        ),
    ] = ""
    schema_: Annotated[
        str, Field(alias="schema", description="Only entities of this kind.")
    ] = BASE_SCHEMA
    countries: Annotated[Names, Field(description="Only of these countries.")] = []
    datasets: Annotated[Names, Field(description="Only of these datasets.")] = []
    filter_: Annotated[
        list[str],
        Field(
            alias="filter",
            description="`field:value`, e.g. `properties.birthDate:1985`.",
        ),
    ] = []
    limit: Limit = 10
    offset: Offset = 0
    sort: Sorts = []
    target: Annotated[
        bool | None,
        Field(
            json_schema_extra=_OLD,
            description="Only targets, or none; topics say more.",
        ),
    ] = None
    fuzzy: Annotated[
        bool, Field(description="Words may differ in a letter or two.")
    ] = False
    simple: Annotated[
        bool, Field(description="A forgiving syntax for what people type.")
    ] = False
    facets: Annotated[list[Facet], Field(description="What to count results by.")] = [
        Facet.COUNTRIES,
        Facet.TOPICS,
        Facet.DATASETS,
    ]
    filter_op: Annotated[
        Literal["OR", "AND"],
        Field(description="How several filters on one field are joined."),
    ] = "OR"


class AdjacentParameters(Parameters):
    """Parameters of `/entities/…/adjacent`."""

    limit: Limit = 10
    offset: Offset = 0
    sort: Sorts = []
    as_of: AsOf = None


class StatementParameters(Parameters):
    """Parameters of `/statements`."""

    dataset: Annotated[str | None, Field(description="The list that says so.")] = None
    entity_id: Annotated[
        str | None, Field(description="Id of the record, as its list has it.")
    ] = None
    canonical_id: Annotated[
        str | None, Field(description="Id of the party the record belongs to.")
    ] = None
    prop: Annotated[
        str | None, Field(description="The property, e.g. `birthDate`.")
    ] = None
    value: Annotated[str | None, Field(description="The value, letter by letter.")] = (
        None
    )
    schema_: Annotated[
        str | None, Field(alias="schema", description="Schema of the record.")
    ] = None
    sort: Annotated[
        list[str],
        Field(description="Fields of a statement, each with `:asc` or `:desc`."),
    ] = ["canonical_id", "prop"]
    limit: Annotated[int, Field(le=5_000, description="Most statements.")] = 50
    offset: Annotated[
        int, Field(le=1_000_000, description="Statements to leave out first.")
    ] = 0
    as_of: AsOf = None


class EntityExample(BaseModel):
    """One party asked about."""

    id: Annotated[str | None, Field(examples=["my-customer-1"])] = None
    schema_: Annotated[str, Field(alias="schema", examples=["Person"])]
    properties: Annotated[
        dict[str, str | list[Any]],
        Field(examples=[{"name": ["Assadollah Asadi"], "birthDate": ["1971-12-22"]}]),
    ]


class MatchRequest(BaseModel):
    """A batch of parties asked about."""

    weights: Annotated[
        dict[str, float],
        Field(description="Accepted for yente's clients; without effect."),
    ] = {}
    config: Annotated[
        dict[str, str | int | float | bool | None],
        Field(description="yente's own keys are accepted, without effect."),
    ] = {}
    queries: dict[str, EntityExample]


class Answer(BaseModel):
    """An error."""

    detail: str


class Total(BaseModel):
    """How many there are."""

    value: int
    relation: Literal["eq"] = "eq"


class Entity(BaseModel):
    """A FollowTheMoney entity."""

    id: str
    caption: str
    schema_: Annotated[str, Field(alias="schema")]
    properties: dict[str, list[str | Entity]]
    datasets: Names
    referents: Names
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class FeatureScore(BaseModel):
    """One kind of evidence: 0.5 says nothing, 1 decides for, 0 against."""

    detail: str | None
    score: float
    query: str | None
    candidate: str | None


class Evidence(BaseModel):
    """One piece of evidence, with the list that has it and the bits it adds."""

    feature: str
    query: str | None
    candidate: str | None
    dataset: str | None
    since: str | None
    weight: float
    detail: str


class Cleared(BaseModel):
    """A candidate that came near, and what spoke against it."""

    id: str
    caption: str
    schema_: Annotated[str, Field(alias="schema")]
    datasets: Names
    score: float
    explanation: list[Evidence]


class ScoredEntity(Entity):
    """An entity that may be the one asked about."""

    score: Annotated[float, Field(description="Orders results; not a probability.")]
    match: bool
    explanations: dict[str, FeatureScore]
    explanation: list[Evidence]


class Matches(BaseModel):
    """The answer to one query."""

    status: int
    results: list[ScoredEntity]
    total: Total
    query: EntityExample
    cleared: Annotated[
        list[Cleared] | None, Field(description="With `explain_clear`.")
    ] = None


class MatchAnswer(BaseModel):
    """The answers to a batch."""

    responses: dict[str, Matches]
    limit: int


class FacetValue(BaseModel):
    """How many results have a value."""

    name: str
    label: str
    count: int


class FacetCounts(BaseModel):
    """Results counted by the values of a field."""

    label: str
    values: list[FacetValue]


class Page(BaseModel):
    """Some of a number of entities."""

    limit: int
    offset: int
    total: Total
    results: list[Entity]


class SearchAnswer(Page):
    """A page of results with their facets."""

    facets: dict[str, FacetCounts]


class AdjacentAnswer(BaseModel):
    """An entity and what stands beside it, by property."""

    entity: Entity
    adjacent: dict[str, Page]


class StatementAnswer(BaseModel):
    """Some of a number of statements."""

    limit: int
    offset: int
    total: Total
    results: list[dict[str, str | None]]


class Status(BaseModel):
    """That all is well."""

    status: str = "ok"
