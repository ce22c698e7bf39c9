"""`POST /match/{dataset}`: is this party on a list, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.datastructures import QueryParams
from starlette.types import Scope

from ostraka.errors import UsageError
from ostraka.faces.api.asking import Asked, read_example
from ostraka.faces.api.matching import ALGORITHM, Wishes, answer, to_json
from ostraka.faces.api.parameters import described, read_parameters
from ostraka.faces.api.service import (
    DatasetName,
    Here,
    Service,
    json_response,
    scope_datasets,
)
from ostraka.faces.api.shapes import (
    Answer,
    MatchAnswer,
    MatchParameters,
    MatchRequest,
)
from ostraka.faces.api.snapshot import Snapshot

router = APIRouter(tags=["Matching"])

#: yente's algorithms: a client that names one gets ours, and is told.
YENTE_ALGORITHMS = frozenset(
    {"logic-v2", "logic-v1", "name-based", "name-qualified", "regression-v1"}
)
#: Configuration that clients of yente send; ours has none of its own.
YENTE_CONFIG = frozenset(
    {
        "nm_name_property",
        "nm_number_mismatch",
        "nm_extra_query_name",
        "nm_extra_result_name",
        "nm_family_name_weight",
        "nm_fuzzy_cutoff_factor",
    }
)

_DEFAULTS = MatchParameters()
PATH = "/match/{dataset}"


async def match_parameters(request: Request) -> MatchParameters:
    """Return the parameters in the address, read in a third of the time FastAPI takes."""
    return parameters_in(request.scope)


def parameters_in(scope: Scope) -> MatchParameters:
    """Return the parameters in an address.

    Args:
        scope: The request, as the server hands it on.

    Raises:
        RequestValidationError: 422, one is not what it should be.
    """
    if not scope["query_string"]:
        return _DEFAULTS
    return read_parameters(MatchParameters, QueryParams(scope["query_string"]))


@router.post(
    PATH,
    summary="Match a batch of parties against the lists",
    response_model=None,
    responses={
        200: {"model": MatchAnswer},
        400: {"model": Answer, "description": "The request cannot be understood."},
        404: {"model": Answer, "description": "There is no such dataset."},
    },
    openapi_extra={"parameters": described(MatchParameters)},
)
async def match(
    dataset: DatasetName,
    body: MatchRequest,
    told: Annotated[MatchParameters, Depends(match_parameters)],
    here: Here,
) -> Response:
    """Say which entities may be the parties asked about, best first, and why.

    A batch has up to 100 queries, each with a key of its own.  A score orders results;
    it is not a probability, and a person decides.
    """
    queries = [
        (key, Example(query.schema_, query.properties, query.id))
        for key, query in body.queries.items()
    ]
    headers = _algorithm_headers(told.algorithm, body)
    return await respond(here, dataset, queries, told, headers)


@dataclass(frozen=True, slots=True)
class Example:
    """One party asked about, as the caller wrote it.

    Attributes:
        schema: FollowTheMoney schema.
        properties: Values by property, each a text or a list.
        id: The caller's own id.
    """

    schema: str
    properties: Mapping[str, object]
    id: str | None


async def respond(
    here: Service,
    dataset: str,
    queries: Sequence[tuple[str, Example]],
    told: MatchParameters,
    headers: dict[str, str],
) -> Response:
    """Return the answers to a batch.

    Args:
        here: The service.
        dataset: Name of the dataset or collection.
        queries: What is asked, each with its key.
        told: The parameters.
        headers: Of the answer, as far as they are known.

    Raises:
        HTTPException: It asks for what is not there, or cannot be understood.
    """
    snapshot = await here.live.at(told.as_of)
    datasets = scope_datasets(
        snapshot, dataset, told.include_dataset, told.exclude_dataset
    )
    _check_batch(len(queries), here.settings.limits.batch)
    excluded: frozenset[str] = frozenset()
    if told.exclude_entity_ids:
        excluded = await here.run(canonical_ids, snapshot, told.exclude_entity_ids)
    wishes = Wishes(
        limit=told.limit,
        threshold=told.threshold,
        cutoff=min(told.cutoff, told.threshold),
        datasets=datasets,
        exclude_schema=frozenset(told.exclude_schema),
        topics=frozenset(told.topics),
        changed_since=told.changed_since,
        exclude_ids=excluded,
        explain_clear=told.explain_clear,
    )
    here.metrics.queries(len(queries))

    def one(query: tuple[str, Example]) -> bytes:
        key, example = query
        return b"%b:%b" % (to_json(key), answer(snapshot, _read(example), wishes))

    answers = await here.run_all(one, queries)
    joined = b'{"responses":{%b},"limit":%d}' % (b",".join(answers), told.limit)
    unasked = here.live.not_asked(snapshot, dataset)
    headers = {**headers, **unasked, "x-batch-size": str(len(answers))}
    return json_response(joined, headers=headers)


def check_algorithm(name: str) -> str:
    """Return the name of the algorithm that answers.

    Raises:
        HTTPException: 400, there is none of that name.
    """
    asked = name.lower().strip()
    if asked in {"best", ALGORITHM} or asked in YENTE_ALGORITHMS:
        return asked
    raise HTTPException(400, f"Invalid algorithm: {name}")


def canonical_ids(snapshot: Snapshot, ids: list[str]) -> frozenset[str]:
    """Return the canonical ids of entities given by any of their ids."""
    return frozenset(snapshot.records.canonicals(ids).values())


def _algorithm_headers(name: str, body: MatchRequest) -> dict[str, str]:
    """Check what is said about scoring, and note what is answered differently."""
    for key in body.config:
        if key not in YENTE_CONFIG:
            raise HTTPException(
                400,
                f"Invalid configuration parameter: {key} for algorithm {ALGORITHM}",
            )
    has_settings = bool(body.config or body.weights)
    return algorithm_headers(name, has_settings=has_settings)


def algorithm_headers(name: str, *, has_settings: bool) -> dict[str, str]:
    """Return the headers that say what answered, and what had no effect.

    Args:
        name: The algorithm asked for.
        has_settings: Whether weights or configuration are given.

    Raises:
        HTTPException: 400, there is no such algorithm.
    """
    asked = check_algorithm(name)
    notes = [f"{asked} is answered by {ALGORITHM}"] if asked in YENTE_ALGORITHMS else []
    if has_settings:
        notes.append("weights and config have no effect")
    headers = {"x-algorithm": ALGORITHM}
    return {**headers, "x-algorithm-note": "; ".join(notes)} if notes else headers


def _check_batch(number: int, most: int) -> None:
    if number > most:
        raise HTTPException(400, f"Too many queries in one batch (limit: {most})")
    if not number:
        raise HTTPException(400, "No queries provided.")


def _read(example: Example) -> Asked:
    try:
        return read_example(example.schema, example.properties, example.id)
    except UsageError as error:
        raise HTTPException(400, f"Cannot parse example entity: {error}") from error
