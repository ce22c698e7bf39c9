"""Documents that name a person are found at their erasure, and erased whole when asked."""

from pathlib import Path

import pytest
from sqlalchemy import select

from ostraka.casework import Actor, Cases, Decision
from ostraka.casework.decisions import decide
from ostraka.casework.documents import documents_naming, find_document
from ostraka.casework.dossier import find_subject
from ostraka.casework.export import entries
from ostraka.casework.model import Answer, ForbiddenError
from ostraka.casework.readings import (
    FindingAnswer,
    answer_finding,
    keep_reading,
    readings,
)
from ostraka.casework.screenings import Outcome
from ostraka.casework.tables import finding
from ostraka.casework.verify import verify
from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.erasing import erase_customer, erase_kept
from ostraka.faces.session import Ostraka
from ostraka.report.document import read_document
from ostraka.report.export.ftm import dataset_of
from ostraka.report.review.publish import publish
from ostraka.report.review.store import Decision as Made
from ostraka.report.review.store import Reviews

People = dict[str, Actor]
NAMING = (
    "Freedonia expelled two diplomats on 3 May 2021, said TAVAKKOLINIA, Ruzbeh.\n\n"
    "A bomb exploded in Oslo on 1 May 2021.\n"
)
OTHER = "Norway expelled two Zemblan diplomats on 3 May 2021, said Tavakkolinian.\n"


@pytest.fixture
def kept(home: Ostraka, cases: Cases, people: People) -> str:
    """Two documents kept, the first with answers in all places; return its id."""
    reviews = Reviews(home.home)
    ids = []
    for name, text in (("naming.txt", NAMING), ("other.txt", OTHER)):
        path = home.home.parent / name
        path.write_text(text, "utf-8")
        result = home.read(path)
        whole = read_document(path).text
        ids.append(reviews.keep(result, cases.moment, text=whole))
        if name == "naming.txt":
            keep_reading(cases, people["analyst"], name, whole, result)
    reviews.decide(ids[0], [Made("i1", "accepted", "ann", cases.moment, {}, "Ruzbeh rang")])  # fmt: skip
    publish(home.store, reviews, ids[0], cases.now())
    answer_finding(cases, people["analyst"], 1, 1, FindingAnswer("accepted"))
    return ids[0]


def test_documents_that_name_them_are_found_in_either_order_of_the_name(
    home: Ostraka, cases: Cases, screened: Outcome, kept: str
) -> None:
    assert screened.opened
    reviews = Reviews(home.home)
    with cases.reading() as connection:
        named = [
            [one.name for one in documents_naming(connection, reviews, find_subject(connection, ref))]
            for ref in ("C1", "C2")
        ]  # fmt: skip
        assert named == [["naming.txt"], []]
        for name in ("naming.txt", kept[:12]):
            assert find_document(connection, reviews, name).digest == kept
        with pytest.raises(NotFoundError, match="no document"):
            find_document(connection, reviews, "third.txt")


def test_a_person_s_erasure_names_the_documents_and_leaves_them(
    home: Ostraka, cases: Cases, screened: Outcome, people: People, kept: str
) -> None:
    not_them = Answer(Decision.FALSE_POSITIVE, "other", "showed a passport")
    decide(cases, people["analyst"], screened.opened[2], 1, not_them)
    with cases.reading() as connection:
        key = find_subject(connection, "C3")
    told = erase_customer(home, cases, people["admin"], key, "asked")
    assert told[0] == "erased; 1 screening cannot be run again"
    assert told[1].startswith(f"named in 1 kept document, which may mean a namesake and so stay: naming.txt ({kept[:12]})")  # fmt: skip
    assert Reviews(home.home).reading(kept)["document"]["text"] == NAMING
    with cases.reading() as connection:
        assert documents_naming(connection, Reviews(home.home), key) == ()


def test_not_a_byte_of_an_erased_document_is_left_and_the_chain_is_whole(
    home: Ostraka, cases: Cases, people: People, kept: str
) -> None:
    reviews = Reviews(home.home)
    with cases.reading() as connection:
        document = find_document(connection, reviews, kept)
        proposals = len(connection.execute(select(finding.c.id)).all())
    told = erase_kept(home, cases, people["admin"], document, "GDPR art. 17")
    assert told == f"naming.txt is erased with {proposals} findings of the pages, 1 decision of `ostraka review` and 1 version of its dataset"  # fmt: skip
    assert [name for _, name in reviews.documents()] == ["other.txt"]
    assert reviews.decisions(kept) == []
    assert home.store.versions(dataset_of(kept)) == []
    assert dataset_of(kept) not in home.store.known()
    with cases.reading() as connection:
        assert readings(connection) == []
        found = verify(connection)
        assert (found.faults, found.erased) == ((), proposals + 1)
        last = list(entries(connection))[-1]
    assert last["action"] == "document erased"
    assert last["subject"] == f"document {kept[:12]}"
    assert '"ground":"GDPR art. 17"' in last["facts"]
    cases.close()
    for path in _files(home.home):
        content = path.read_bytes()
        assert b"TAVAKKOLINIA" not in content, path
        assert b"Ruzbeh rang" not in content, path


def _files(home: Path) -> list[Path]:
    """All files that keep what was read, with the databases' logs."""
    found = [p for p in home.rglob("*") if p.is_file()]
    return [p for p in found if "sqlite" in p.name or p.suffix == ".parquet"]


def test_only_an_admin_with_a_ground_erases_a_document(
    home: Ostraka, cases: Cases, people: People, kept: str
) -> None:
    with cases.reading() as connection:
        document = find_document(connection, Reviews(home.home), kept)
    with pytest.raises(ForbiddenError):
        erase_kept(home, cases, people["reviewer"], document, "asked")
    with pytest.raises(UsageError, match="ground"):
        erase_kept(home, cases, people["admin"], document, " ")
    assert Reviews(home.home).reading(kept)


def test_what_stopped_half_way_is_done_by_the_same_command_again(
    home: Ostraka,
    cases: Cases,
    people: People,
    kept: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with cases.reading() as connection:
        document = find_document(connection, Reviews(home.home), kept)

    def stop(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Reviews, "erase", stop)
        with pytest.raises(KeyboardInterrupt):
            erase_kept(home, cases, people["admin"], document, "asked")
    with cases.reading() as connection:
        again = find_document(connection, Reviews(home.home), "naming.txt")
    erase_kept(home, cases, people["admin"], again, "asked")
    assert [name for _, name in Reviews(home.home).documents()] == ["other.txt"]
    with cases.reading() as connection:
        assert verify(connection).ok
