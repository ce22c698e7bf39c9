"""`POST /payments/{dataset}`: payment messages screened by field; ours, not yente's."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field

from ostraka.faces.api.parameters import described, read_parameters
from ostraka.faces.api.service import DatasetName, Here, json_response, scope_datasets
from ostraka.faces.api.shapes import Answer, AsOf
from ostraka.faces.payments import screen_bytes
from ostraka.payments import Screening
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD

router = APIRouter(tags=["Matching"])


class PaymentParameters(BaseModel):
    """Parameters of `/payments`."""

    threshold: Annotated[
        float, Field(ge=0, le=1, description="Least score of a match.")
    ] = DEFAULT_THRESHOLD
    limit: Annotated[
        int, Field(ge=1, le=500, description="Most matches of a party or text.")
    ] = 5
    instant: Annotated[
        bool,
        Field(
            description="Leave out payer and payee, as of instant credit transfers in euro."
        ),
    ] = False
    as_of: AsOf = None


class PaymentAnswer(BaseModel):
    """What is answered to the payments of a request."""

    results: Annotated[
        list[dict[str, Any]],
        Field(description="One for each transaction, batch and broken message."),
    ]


async def payment_parameters(request: Request) -> PaymentParameters:
    """Return the parameters in the address."""
    return read_parameters(PaymentParameters, request.query_params)


@router.post(
    "/payments/{dataset}",
    summary="Screen payment messages by field",
    response_model=None,
    responses={
        200: {"model": PaymentAnswer},
        400: {"model": Answer, "description": "The message or the day cannot be read."},
        404: {"model": Answer, "description": "There is no such dataset."},
    },
    openapi_extra={
        "parameters": described(PaymentParameters),
        "requestBody": {
            "required": True,
            "content": {
                "application/xml": {"schema": {"type": "string"}},
                "text/plain": {"schema": {"type": "string"}},
            },
        },
    },
)
async def payments(
    dataset: DatasetName,
    request: Request,
    told: Annotated[PaymentParameters, Depends(payment_parameters)],
    here: Here,
) -> Response:
    """Say for each payment of ISO 20022 or SWIFT MT who may be listed, and where it stands.

    The body is one message or several, as they are.  A message that cannot be read has
    status 400 in its result and the others are answered.  Nothing of it is kept.
    """
    snapshot = await here.live.at(told.as_of)
    body = await request.body()
    if not body.strip():
        raise HTTPException(400, "No message provided.")
    screening = Screening(
        snapshot.index,
        threshold=told.threshold,
        limit=told.limit,
        instant=told.instant,
        datasets=scope_datasets(snapshot, dataset),
    )
    results: list[dict[str, Any]] = await here.run(
        lambda: [result.to_dict() for result in screen_bytes(screening, body)]
    )
    headers = {"x-algorithm": ALGORITHM, **here.live.not_asked(snapshot, dataset)}
    return json_response({"results": results}, headers=headers)
