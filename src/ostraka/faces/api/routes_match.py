"""`POST /match/{dataset}`: is this party on a list, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from ostraka.errors import UsageError
from ostraka.faces.api.asking import Asked, read_example
from ostraka.faces.api.matching import ALGORITHM, Wishes, answer, to_json
from ostraka.faces.api.parameters import described, read_parameters
from ostraka.faces.api.service import (
    DatasetName,
    Here,
    json_response,
    scope_datasets,
)
from ostraka.faces.api.shapes import (
    Answer,
    EntityExample,
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


async def match_parameters(request: Request) -> MatchParameters:
    """Return the parameters in the address, read in a third of the time FastAPI takes."""
    if not request.url.query:
        return _DEFAULTS
    return read_parameters(MatchParameters, request.query_params)


@router.post(
    "/match/{dataset}",
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
    snapshot = await here.live.at(told.as_of)
    datasets = scope_datasets(
        snapshot, dataset, told.include_dataset, told.exclude_dataset
    )
    headers = _algorithm_headers(told.algorithm, body)
    _check_batch(len(body.queries), here.settings.limits.batch)
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
    here.metrics.queries(len(body.queries))

    def respond(query: tuple[str, EntityExample]) -> bytes:
        key, example = query
        return b"%b:%b" % (to_json(key), answer(snapshot, _read(example), wishes))

    answers = await here.run_all(respond, list(body.queries.items()))
    joined = b'{"responses":{%b},"limit":%d}' % (b",".join(answers), told.limit)
    headers["x-batch-size"] = str(len(answers))
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
    asked = check_algorithm(name)
    for key in body.config:
        if key not in YENTE_CONFIG:
            raise HTTPException(
                400,
                f"Invalid configuration parameter: {key} for algorithm {ALGORITHM}",
            )
    notes = [f"{asked} is answered by {ALGORITHM}"] if asked in YENTE_ALGORITHMS else []
    if body.config or body.weights:
        notes.append("weights and config have no effect")
    headers = {"x-algorithm": ALGORITHM}
    return {**headers, "x-algorithm-note": "; ".join(notes)} if notes else headers


def _check_batch(number: int, most: int) -> None:
    if number > most:
        raise HTTPException(400, f"Too many queries in one batch (limit: {most})")
    if not number:
        raise HTTPException(400, "No queries provided.")


def _read(example: EntityExample) -> Asked:
    try:
        return read_example(example.schema_, example.properties, example.id)
    except UsageError as error:
        raise HTTPException(400, f"Cannot parse example entity: {error}") from error
