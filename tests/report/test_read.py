"""`ostraka read`: one object for a document, with the listings of each party it names."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import UsageError
from ostraka.record.store import Store
from ostraka.report import Lists, read_report
from ostraka.report.document import read_document
from ostraka.sources.load import load_files

TODAY = date(2026, 11, 22)
KEYS = [
    "document", "paragraphs", "entities", "places", "dates", "incidents", "measures",
    "claims", "quotes", "recommendations",
]  # fmt: skip


def record(
    key: str, name: str, since: str | None, **sanction: str
) -> list[dict[str, Any]]:
    """Return a party and its designation as FollowTheMoney writes them."""
    dates = {"listingDate": [since]} if since else {}
    act = {"entity": [key], "authority": ["Test"], **dates}
    act |= {prop: [value] for prop, value in sanction.items()}
    return [
        {"id": key, "schema": "Organization", "properties": {"name": [name]}},
        {"id": f"{key}-act", "schema": "Sanction", "properties": act},
    ]


FRONT = record("front", "Zorvash Front of Karvonia", "2016-05-01")
BUREAU = record("bureau", "Karvonian Bureau of Vigilance", "2020-03-01")
LEAGUE = record(
    "league", "Tamrashi League of Zorvash", "2001-01-01", endDate="2012-09-28"
)


@pytest.fixture
def load(store: Store, tmp_path: Path, now: datetime) -> Callable[..., None]:
    def load(
        published: str, *records: list[dict[str, Any]], dataset: str = "my_list"
    ) -> None:
        path = tmp_path / f"{dataset}-{published}.ftm.json"
        lines = [json.dumps(entity) + "\n" for found in records for entity in found]
        path.write_text("".join(lines), "utf-8")
        load_files(
            store, dataset, [path], now=now, published=published, accept=["vanished"]
        )

    return load


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def read(text: str, *, dated: str | None = None) -> dict[str, Any]:
        path = tmp_path / "report.txt"
        path.write_text(text, "utf-8", newline="")
        return read_report(path, Lists(store, TODAY), dated=dated)

    return read


def listings(report: dict[str, Any]) -> dict[str, tuple[bool | None, bool]]:
    return {
        found["entity_id"]: (found["as_of_document"], found["as_of_today"])
        for entity in report["entities"]
        for found in entity["listed"]
    }


TEXT = """VIENNA, 4 February 2019 – The Zorvash Front of Karvonia (ZFK) met in Austria.

The ZFK’s chief met the Karvonian Bureau of Vigilance."""


def test_the_object_has_the_keys_of_the_contract(load, read):
    load("2026-01-01", FRONT, BUREAU)
    report = read(TEXT)
    assert list(report) == KEYS
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    document = report["document"]
    assert document["sha256"] == document["text_sha256"] == digest
    assert document["chars"] == len(TEXT)
    assert document["date_stated"] == "2019-02-04"
    assert document["date_bounds"] is None
    assert "text" not in document
    json.dumps(report)


def test_every_place_is_a_place_in_the_text(load, read):
    load("2026-01-01", FRONT, BUREAU)
    text = "😀 " + TEXT + " Zarek wrote: “In Austria.”\r\n"
    report = read(text)
    spans = [*spans_in(report)]
    assert len(spans) > 10
    assert all(text[s["start"] : s["end"]] == s["text"] for s in spans)


def spans_in(found: Any):
    if isinstance(found, dict):
        if {"start", "end", "text"} <= found.keys():
            yield found
        for value in found.values():
            yield from spans_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from spans_in(value)


def test_a_listed_party_is_shown_with_its_listing_on_both_days(load, read):
    load("2026-01-01", FRONT, BUREAU)
    front, bureau = read(TEXT)["entities"]
    assert [m["text"] for m in front["mentions"]] == [
        "Zorvash Front of Karvonia", "ZFK", "ZFK",
    ]  # fmt: skip
    assert front["listed"] == [
        {
            "entity_id": "front",
            "dataset": "my_list",
            "caption": "Zorvash Front of Karvonia",
            "schema": "Organization",
            "authority": "Test",
            "program": None,
            "since": "2016-05-01",
            "until": None,
            "as_of_document": True,
            "as_of_today": True,
            "basis": {
                "as_of_document": "listed since 2016-05-01, as the list states",
                "as_of_today": "in the version of 2026-01-01, in force on 2026-11-22",
            },
        }
    ]
    # Listed a year after the document.
    assert bureau["listed"][0]["as_of_document"] is False
    assert bureau["listed"][0]["as_of_today"] is True


def test_a_designation_that_ended_is_shown_as_such_and_not_as_listed(load, read):
    load("2026-01-01", FRONT, LEAGUE)
    text = "BERN, 4 March 2019 – the Tamrashi League of Zorvash met."
    (league,) = read(text)["entities"]
    (found,) = league["listed"]
    assert (found["as_of_document"], found["as_of_today"]) == (False, False)
    assert found["until"] == "2012-09-28"
    text = "BERN, 4 March 2009 – the Tamrashi League of Zorvash met."
    assert listings(read(text)) == {"league": (True, False)}


def test_the_version_in_force_on_the_document_s_day_decides(load, read):
    load("2018-01-01", FRONT, BUREAU)
    load("2021-01-01", FRONT)
    load("2025-01-01", FRONT, BUREAU, LEAGUE)
    text = "The Karvonian Bureau of Vigilance met."
    # Listed in 2020, the list says; its versions say otherwise.
    assert listings(read(text, dated="2018-06-01")) == {"bureau": (True, True)}
    assert listings(read(text, dated="2022-06-01")) == {"bureau": (False, True)}
    assert listings(read(text, dated="2026-06-01")) == {"bureau": (True, True)}
    assert listings(read(text)) == {"bureau": (None, True)}


def test_a_party_that_has_left_the_list_is_found_on_the_days_it_was_there(load, read):
    load("2018-01-01", FRONT, BUREAU)
    load("2021-01-01", FRONT)
    text = "The Karvonian Bureau of Vigilance met."
    (entity,) = read(text, dated="2019-06-01")["entities"]
    (found,) = entity["listed"]
    assert (found["as_of_document"], found["as_of_today"]) == (True, False)
    assert found["until"] == "2021-01-01"
    (unlisted,) = read(text, dated="2022-06-01")["entities"]
    assert unlisted["listed"] == []


def test_a_document_without_a_day_is_bounded_by_what_it_tells(load, read):
    load("2026-01-01", FRONT)
    report = read("The Zorvash Front of Karvonia met in 2014 and in May 2016.")
    assert report["document"]["date_stated"] is None
    assert report["document"]["date_bounds"] == {"not_before": "2016-05"}
    (found,) = report["entities"][0]["listed"]
    assert found["as_of_document"] is True
    assert found["basis"]["as_of_document"].endswith(
        "the document is not older than 2016-05"
    )


def test_who_is_quoted_is_an_entity_without_listings(load, read):
    load("2026-01-01", FRONT)
    text = "Anna Zarek came. Zarek wrote: “It is so.” But Zarek left."
    report = read(text)
    (zarek,) = report["entities"]
    assert zarek["name"] == "Anna Zarek"
    assert [m["text"] for m in zarek["mentions"]] == ["Anna Zarek", "Zarek", "Zarek"]
    assert zarek["roles"] == ["source"]
    assert zarek["listed"] == []
    assert report["quotes"][0]["speaker"] == zarek["id"]


def test_several_records_of_one_list_are_said_to_be_undecided(load, read):
    twin = record("twin", "Zorvash Front of Karvonia", "2017-01-01")
    load("2026-01-01", FRONT, twin)
    (entity,) = read("the Zorvash Front of Karvonia met")["entities"]
    assert entity["note"] == (
        "2 records of my_list bear the name; which is meant is not decided"
    )


def test_countries_of_a_list_and_of_its_programs_tell_whose_a_general_name_is(
    load, read
):
    # {"id": "own", "schema": "Organization", "properties": {"country": ["ly"], …}}
    own = record("own", "Central Security Office", "2016-05-01")
    own[0]["properties"]["country"] = ["ly"]
    program = "The Syria (Sanctions) Regulations"
    told = record("told", "Internal Security Bureau", "2016-05-01", program=program)
    load("2026-01-01", own, told)
    text = "the Central Security Office and the Internal Security Bureau"
    assert listings(read(f"In Libya, {text}")).keys() == {"own"}
    assert listings(read(f"In Syria, {text}")).keys() == {"told"}


def test_the_text_of_a_page_is_given_with_its_spans(load, store, tmp_path):
    load("2026-01-01", FRONT)
    path = tmp_path / "page.html"
    path.write_text("<html><p>The <b>Zorvash Front</b> of Karvonia</p></html>", "utf-8")
    report = read_report(path, Lists(store, TODAY))
    text = report["document"]["text"]
    (mention,) = report["entities"][0]["mentions"]
    assert text[mention["start"] : mention["end"]] == "Zorvash Front of Karvonia"


def test_a_given_day_must_be_one(load, read):
    load("2026-01-01", FRONT)
    with pytest.raises(UsageError, match="'soon' is not a day"):
        read(TEXT, dated="soon")


def test_without_lists_a_report_can_still_be_read(read):
    report = read(TEXT)
    assert report["dates"][0]["value"] == "2019-02-04"
    assert listings(report) == {}


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """Some of the real lists: enough for the parties of the seed."""
    store = Store(tmp_path_factory.mktemp("real"))
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    for dataset, version in (
        ("eu_fsf", "2026-02-26"),
        ("uk_fcdo", "2026-08-22"),
        ("ca_sema", "2025-05-25"),
        ("us_ofac_sdn", "2021-07-07"),
        ("un_sc", "2023-10-17"),
        ("un_sc", "2024-11-30"),
        ("un_sc", "2025-11-18"),
        ("un_sc", "2026-02-27"),
    ):
        files = [*(shared / "lists" / dataset / version).iterdir()]
        load_files(store, dataset, files, now=now, published=version)
    return Lists(store, TODAY)


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Path, dict[str, Any]]:
    folder = shared / "seed"
    truth = json.loads((folder / "seed_truth.json").read_text("utf-8"))
    return folder / truth["document"]["path"], truth


@pytest.fixture(scope="module")
def report(real: Lists, seed: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return read_report(seed[0], real)


class TestSeed:
    """The report the project began with."""

    def test_the_document_is_what_it_says_it_is(self, report, seed):
        expected = seed[1]["document"]
        for key in ("sha256", "chars", "language", "date_stated", "date_bounds"):
            assert report["document"][key] == expected[key]
        assert [(p["start"], p["end"]) for p in report["paragraphs"]] == [
            (p["start"], p["end"]) for p in seed[1]["paragraphs"]
        ]

    def test_the_listed_parties_it_names_are_found_with_their_places(
        self, report, seed
    ):
        truth = {e["id"]: e for e in seed[1]["entities"]}
        listed = {e["name"]: e for e in report["entities"] if e["listed"]}
        assert set(listed) == {"Iranian Ministry of Intelligence", "IRGC"}
        for name, key in (
            ("Iranian Ministry of Intelligence", "e-mois"),
            ("IRGC", "e-irgc"),
        ):
            assert [(m["start"], m["end"]) for m in listed[name]["mentions"]] == [
                (m["start"], m["end"]) for m in truth[key]["mentions"]
            ]
        mois = {
            x["entity_id"] for x in listed["Iranian Ministry of Intelligence"]["listed"]
        }
        irgc = {x["entity_id"] for x in listed["IRGC"]["listed"]}
        assert {"ofac-12111"} < mois
        assert {"ofac-10391", "eu-fsf-eu-2078-17", "gb-fcdo-inu0080"} < irgc
        # Canada listed the ministry in 2022 and the corps in 2016.
        canadian = {
            x["since"]: x["as_of_document"]
            for entity in listed.values()
            for x in entity["listed"]
            if x["dataset"] == "ca_sema"
        }
        assert canadian == {"2022-10-03": False, "2016-02-05": True}

    def test_the_mek_is_named_and_not_presented_as_listed(self, report, seed):
        truth = next(e for e in seed[1]["entities"] if e["id"] == "e-mek")
        (mek,) = [e for e in report["entities"] if "Mujahedin" in e["name"]]
        assert mek["listed"] == []
        expected = [(m["start"], m["end"]) for m in truth["mentions"]]
        assert [(m["start"], m["end"]) for m in mek["mentions"]] == expected

    def test_quotations_and_recommendations_are_those_of_the_truth(self, report, seed):
        def spans(items, key):
            return [(i[key]["start"], i[key]["end"]) for i in items]

        wanted = spans(seed[1]["quotes"], "content")
        assert spans(report["quotes"], "content") == wanted
        assert [q["kind"] for q in report["quotes"]] == [
            q["kind"] for q in seed[1]["quotes"]
        ]
        assert spans(report["recommendations"], "span") == spans(
            seed[1]["recommendations"], "span"
        )
        names = {e["id"]: e["name"] for e in report["entities"]}
        assert {names[q["speaker"]] for q in report["quotes"]} == {"Claude Moniquet"}

    def test_dates_agree_with_the_truth(self, report, seed):
        def said(dates):
            return [
                (d["span"]["start"], d["span"]["end"], d["value"], d["precision"])
                for d in dates
            ]

        assert said(report["dates"]) == said(seed[1]["dates"])


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2023-10-17", True),
        ("2024-12-15", False),
        ("2025-06-13", False),
        ("2026-01-10", True),
    ],
)
def test_iran_s_entries_of_the_un_are_off_the_list_for_two_years(
    real, tmp_path, day, listed
):
    # LISTED_ON is 2007-03-24 in every version that has this one of 84.
    path = tmp_path / "report.txt"
    path.write_text("In Iran the Qods Aeronautics Industries make them.", "utf-8")
    report = read_report(path, real, dated=day)
    (found,) = [
        x for e in report["entities"] for x in e["listed"] if x["dataset"] == "un_sc"
    ]
    assert found["since"] == "2007-03-24"
    assert (found["as_of_document"], found["as_of_today"]) == (listed, True)


@pytest.mark.parametrize("piece", ["“", "(ZFK) ", "2019 ", "Abc ", "(", "\n", "ZFK "])
def test_a_text_that_repeats_itself_is_read_in_time_with_its_length(load, read, piece):
    load("2026-01-01", FRONT)
    started = time.process_time()
    report = read("x" + piece * (60_000 // len(piece)))
    assert report["document"]["chars"] > 50_000
    # It takes a second; with the square of the length it would take a minute.
    assert time.process_time() - started < 10


def test_a_listing_that_hangs_on_the_day_is_not_known_for_a_month(load, read):
    # listingDate: 2016-05-10
    load("2020-01-01", record("front", "Zorvash Front of Karvonia", "2016-05-10"))
    for month, then in (("April", False), ("May", None), ("June", True)):
        report = read(f"{month} 2016\n\nThe Zorvash Front of Karvonia met.")
        (found,) = report["entities"][0]["listed"]
        assert report["document"]["date_stated"] is not None
        assert report["document"]["day"] is None
        assert found["as_of_document"] is then
        told = "which day of 2016-05 the document is from is not known"
        assert (told in found["basis"]["as_of_document"]) == (then is None)


@pytest.mark.parametrize(
    "data",
    [b"MZ\x90\x00\x03", bytes(range(32)) * 40, b"a\x01\x02b" * 9],
)
def test_what_is_no_text_is_refused(tmp_path, data):
    (tmp_path / "x.exe").write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.exe: (cannot read a|not a text)"):
        read_document(tmp_path / "x.exe")
