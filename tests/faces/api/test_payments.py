"""`POST /payments/{dataset}`: ours, beside yente's."""

import httpx

from ostraka.faces.demo import demo_files


def message(name: str) -> bytes:
    with demo_files() as folder:
        return (folder / name).read_bytes()


def test_payments_are_screened_by_field(demo: httpx.Client) -> None:
    answer = demo.post("/payments/eu_fsf", content=message("payments.xml"))
    assert answer.status_code == 200
    found = {
        result["query_id"]: [(m["role"], m["entity_id"]) for m in result["matches"]]
        for result in answer.json()["results"]
    }
    assert found == {
        "RENT-03": [],
        "GIFT-1": [("creditor", "eu-fsf-eu-4881-55")],
        "INV-4711": [("remittance information", "eu-fsf-eu-3665-9")],
    }


def test_a_broken_message_does_not_stop_the_others(demo: httpx.Client) -> None:
    answer = demo.post("/payments/default", content=message("payments.fin"))
    assert [r["status"] for r in answer.json()["results"]] == [200, 400]


def test_payer_and_payee_are_left_out_on_request(demo: httpx.Client) -> None:
    raw = message("payments.xml")
    answer = demo.post("/payments/eu_fsf?instant=true", content=raw)
    (match,) = [m for r in answer.json()["results"] for m in r["matches"]]
    assert match["role"] == "remittance information"


def test_what_cannot_be_answered_says_why(demo: httpx.Client) -> None:
    assert demo.post("/payments/nowhere", content=b"<a/>").status_code == 404
    assert demo.post("/payments/default", content=b" ").status_code == 400
    assert demo.post("/payments/default?limit=0", content=b"<a/>").status_code == 422
