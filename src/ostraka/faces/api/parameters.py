"""Parameters in the address read by one pydantic model, and described in the OpenAPI file.

FastAPI reads a model field by field, which costs more than all the rest it does for a
request; where that counts, the model reads them at once.  Errors look the same.
"""

from __future__ import annotations

from typing import Any, TypeVar, get_origin

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import QueryParams

M = TypeVar("M", bound=BaseModel)


def read_parameters(model: type[M], given: QueryParams) -> M:
    """Return the parameters of an address.

    Args:
        model: What they are; a list where one may be repeated.
        given: As they stand in the address; others are ignored.

    Raises:
        RequestValidationError: 422, one is not what it should be.
    """
    values: dict[str, Any] = {}
    for field, info in model.model_fields.items():
        name = info.alias or field
        if name in given:
            many = get_origin(info.annotation) is list
            values[name] = given.getlist(name) if many else given[name]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError(
            [{**item, "loc": ("query", *item["loc"])} for item in found]
        ) from error


def described(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the parameters as the OpenAPI file describes them."""
    properties = model.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.get("description", ""),
            **({"deprecated": True} if schema.get("deprecated") else {}),
            "schema": {
                key: value
                for key, value in schema.items()
                if key not in {"description", "deprecated"}
            },
        }
        for name, schema in properties.items()
    ]
