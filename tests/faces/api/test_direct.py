"""A plain request is read without FastAPI, and nobody can tell by the answer."""

import json
from typing import Any

import httpx
import pytest

ASADI = {"schema": "Person", "properties": {"name": ["Assadollah Asadi"]}}
#: Which way a request goes is told by its content type.
DIRECTLY, BY_FASTAPI = "application/json", "application/json; charset=utf-8"
ITS_OWN = {"date", "x-request-id"}


def answers(
    demo: httpx.Client, path: str, body: bytes
) -> list[tuple[int, dict[str, str], Any]]:
    found = []
    for kind in (DIRECTLY, BY_FASTAPI):
        answer = demo.post(path, content=body, headers={"Content-Type": kind})
        headers = {k: v for k, v in answer.headers.items() if k not in ITS_OWN}
        found.append((answer.status_code, headers, answer.json()))
    return found


def written(**queries: Any) -> bytes:
    return json.dumps({"queries": queries}).encode()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/match/default", written(q=ASADI), 200),
        ("/match/europe", written(q=ASADI, r={**ASADI, "id": "mine"}), 200),
        ("/match/default?limit=1&threshold=0.5&explain_clear=true", written(q=ASADI), 200),
        ("/match/default?algorithm=logic-v2&exclude_schema=Person", written(q=ASADI), 200),
        ("/match/default?topics=crime&include_dataset=eu_fsf", written(q=ASADI), 200),
        ("/match/default?exclude_entity_ids=eu-fsf-eu-4881-55", written(q=ASADI), 200),
        ("/match/default?as_of=2026-03-01", written(q=ASADI), 200),
        ("/match/default", written(q={**ASADI, "properties": {"name": "Asadi"}}), 200),
        ("/match/default", written(q={**ASADI, "properties": {}}), 200),
        ("/match/default", written(q={**ASADI, "properties": {"name": [None, 1, {}]}}), 200),
        ("/match/default", written(q={**ASADI, "other": 1}), 200),
        ("/match/default", json.dumps({"queries": {"q": ASADI}, "weights": {"x": 1}}).encode(), 200),
        ("/match/nothing", written(q=ASADI), 404),
        ("/match/default?algorithm=none", written(q=ASADI), 400),
        ("/match/default?limit=501", written(q=ASADI), 422),
        ("/match/default", written(), 400),
        ("/match/default", written(**{str(n): ASADI for n in range(101)}), 400),
        ("/match/default", written(q={**ASADI, "schema": "Nothing"}), 400),
        ("/match/default", written(q={**ASADI, "schema": 1}), 422),
        ("/match/default", written(q={**ASADI, "id": 1}), 422),
        ("/match/default", written(q={"schema": "Person"}), 422),
        ("/match/default", written(q={**ASADI, "properties": {"name": 1}}), 422),
        ("/match/default", b"", 422),
        ("/match/default", b"{", 422),
        ("/match/default", b"[]", 422),
        ("/match/default", b'{"queries": ' + b"[" * 100_000 + b"}", 400),
    ],
)  # fmt: skip
def test_both_ways_answer_the_same(
    demo: httpx.Client, path: str, body: bytes, status: int
) -> None:
    directly, by_fastapi = answers(demo, path, body)
    assert directly == by_fastapi
    assert directly[0] == status


def test_both_ways_are_counted_under_the_route(demo: httpx.Client) -> None:
    answers(demo, "/match/default", written(q=ASADI))
    told = demo.get("/metrics").text
    (line,) = (
        line
        for line in told.splitlines()
        if line.startswith("ostraka_requests_total")
        and 'route="/match/{dataset}"' in line
        and 'status="200"' in line
    )
    assert float(line.split()[-1]) >= 2
