"""The parties the seed report names, on every list that has them and on no other."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.faces.session import Ostraka, Scope
from ostraka.measures.asking import Measures
from ostraka.record.view import view_party
from ostraka.resolve.queue import Queue
from ostraka.resolve.resolving import Sources, read_lists, resolve
from ostraka.screen import Query, search

#: The newest version of each list the seed's parties were looked for in.
VERSIONS = {
    "au_dfat": "2026-03-15",
    "ca_sema": "2025-05-25",
    "ch_seco": "2026-03-15",
    "eu_fsf": "2026-02-26",
    "int_worldbank": "2026-03-15",
    "nz_mfat": "2026-03-15",
    "tr_masak": "2026-03-15",
    "uk_fcdo": "2026-08-22",
    "uk_ofsi": "2020-04-27",
    "un_sc": "2026-02-27",
    "us_ofac_cons": "2025-12-19",
    "us_ofac_sdn": "2024-06-27",
}


@pytest.fixture(scope="session")
def session(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Ostraka:
    session = Ostraka(
        tmp_path_factory.mktemp("seed"), now=lambda: datetime(2026, 11, 22, tzinfo=UTC)
    )
    for dataset, day in VERSIONS.items():
        files = [p for p in (lists / dataset / day).iterdir() if p.suffix != ".txt"]
        session.load(dataset, *files, published=day)
    return session


@pytest.fixture(scope="session")
def known(lists: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lists / "seed_parties.json").read_text("utf-8"))
    return found


def party_id(session: Ostraka, entry: dict[str, Any]) -> str:
    """Return our id of an entry: by its number where our id is made otherwise."""
    key = entry.get("ftm_id") if entry["dataset"] != "ca_sema" else None
    key = key or (
        f"gb-hmt-{entry['id']}" if entry["dataset"] == "uk_ofsi" else entry["id"]
    )
    return view_party(session.store, key, date(2026, 11, 22)).id


def entries(
    known: dict[str, Any], *groups: str
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return `(party, entry)` for the versions loaded here."""
    return [
        (party, entry)
        for group in groups
        for party in known[group]
        for entry in party["entries"]
        if VERSIONS.get(entry["dataset"]) == entry["version"]
    ]


def test_every_entry_is_there_with_its_name_and_number(
    session: Ostraka, known: dict[str, Any]
) -> None:
    found = entries(known, "seeds", "traps", "near")
    assert len(found) > 100
    for _, entry in found:
        view = view_party(session.store, party_id(session, entry), date(2026, 11, 22))
        assert view.listed, entry
        names = {
            s.value.casefold()
            for s in view.statements
            if s.prop in {"name", "alias", "weakAlias"}
        }
        shown = [part.strip().casefold() for part in entry["name"].split("/")]
        assert any(part in names for part in [entry["name"].casefold(), *shown]), (
            entry["name"],
            names,
        )


def test_every_seed_party_is_screened_on_each_list_that_has_it(
    session: Ostraka, known: dict[str, Any]
) -> None:
    missed = []
    for party, entry in entries(known, "seeds"):
        if entry["relation"] != "same party":
            continue
        index = session.index(Scope(lists=(entry["dataset"],)))
        query = Query.from_entity(
            {"properties": {"name": [entry["name"].split("/")[0]]}}
        )
        matches = search(index, query, limit=5)
        if party_id(session, entry) not in {m.entity_id for m in matches}:
            missed.append((party["key"], entry["dataset"], entry["id"]))
    assert missed == []


def test_no_list_that_lacks_a_seed_party_has_its_exact_name(
    session: Ostraka, known: dict[str, Any]
) -> None:
    """`absent_from` names lists by dataset and version."""
    for party in known["seeds"]:
        # Only the names it is listed under: "Ansar Allah" is an alias of Hizballah on
        # one list and of the Houthis on another.
        names = {entry["name"].casefold() for entry in party["entries"]}
        for words in party["absent_from"]:
            dataset = words.split()[0]
            if dataset not in VERSIONS or VERSIONS[dataset] not in words:
                continue
            for listed in session.parties(Scope(lists=(dataset,))):
                assert not names & {
                    fact.value.casefold() for _, fact in listed.names
                }, (party["key"], dataset, listed.id)


def test_the_seed_report_names_what_it_names(session: Ostraka, shared: Path) -> None:
    document = session.read(shared / "seed" / "000_f80a803b0c0603ca.txt")
    text = (shared / "seed" / "000_f80a803b0c0603ca.txt").read_text("utf-8")
    listed = {
        mention["text"]: {row["entity_id"] for row in entity["listed"]}
        for entity in document["entities"]
        if entity.get("listed")
        for mention in entity["mentions"]
    }
    assert "ofac-12111" in listed["Iranian Ministry of Intelligence"]
    assert "ofac-10391" in listed["IRGC"]
    for entity in document["entities"]:
        for mention in entity["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
    # The MEK was listed once, by the EU until 2009 and the United States until 2012.
    assert not [words for words in listed if "MEK" in words or "Mujahedin" in words]
    assert not [
        words for words in listed if words in {"Regime", "the Regime", "France", "Iran"}
    ]


def ours(session: Ostraka, entry: dict[str, Any]) -> tuple[str, str]:
    return entry["dataset"], party_id(session, entry)


@pytest.fixture(scope="session")
def measures(session: Ostraka) -> Measures:
    return Measures(session.store, session.judgements, session.today)


@pytest.mark.parametrize(
    "key",
    ["mois", "mois_internal_security", "irgc", "quds_force", "hezbollah", "asadi", "hashemi_moghadam"],
)  # fmt: skip
def test_gaps_are_those_worked_out_by_hand(
    session: Ostraka, measures: Measures, known: dict[str, Any], key: str
) -> None:
    """Who listed what part since when, and who did not."""
    (party,) = [p for p in known["seeds"] if p["key"] == key]
    held = [e for e in party["entries"] if VERSIONS.get(e["dataset"]) == e["version"]]
    asked = measures.ask([party_id(session, held[0])])
    (group,) = asked.groups
    row = measures.matrix(asked, session.today).rows[0]
    cells = {cell.dataset: cell for cell in row.cells}
    of_parts = ("part of", "military wing")
    whole = {ours(session, e) for e in held if not e["relation"].startswith(of_parts)}
    parts = {ours(session, e) for e in held if e["relation"].startswith(of_parts)}
    assert {(m.dataset, m.id) for m in group.members} == whole
    assert parts <= {(m.dataset, m.id) for m in group.parts}
    for dataset, _ in whole:
        stated = [
            day
            for e in held
            if e["dataset"] == dataset and ours(session, e) in whole
            for k in ("listing_date_in_file", "start_date_in_file")
            for day in e.get(k, ())
        ]
        assert cells[dataset].status == "listed"
        assert cells[dataset].since == min(stated, default=None)
    for words in party["absent_from"]:
        dataset = words.split()[0]
        if dataset in cells and dataset not in {d for d, _ in whole}:
            assert cells[dataset].status in {"never", "part listed"}


def test_on_the_day_of_the_report_the_directorate_was_listed_and_the_ministry_not(
    measures: Measures,
) -> None:
    asked = measures.ask(["MOIS", "EU.4883.53"])
    ministry, directorate = measures.matrix(asked, date(2019, 2, 1)).rows
    of_ministry = {cell.dataset: cell.status for cell in ministry.cells}
    of_directorate = {cell.dataset: cell.status for cell in directorate.cells}
    assert of_ministry["uk_ofsi"] == "part listed"
    assert of_directorate["uk_ofsi"] == "listed"
    assert of_ministry["ca_sema"] == "not yet"
    # The United States states no day, and no version of 2019 is here.
    assert of_ministry["us_ofac_sdn"] == "not known"


@pytest.mark.parametrize(
    "trap", ["revolutionary_guard_corps_libya", "hezbollah_others"]
)
def test_parties_of_like_names_are_not_taken_for_one_another(
    session: Ostraka, measures: Measures, known: dict[str, Any], trap: str
) -> None:
    asked = measures.ask(["ofac-10391", "ofac-4697", "ofac-10465"])
    taken = {(m.dataset, m.id) for g in asked.groups for m in (*g.members, *g.parts)}
    (party,) = [p for p in known["traps"] if p["key"] == trap]
    others = {
        ours(session, e)
        for e in party["entries"]
        if VERSIONS.get(e["dataset"]) == e["version"]
    }
    assert others
    assert not taken & others


@pytest.fixture(scope="module")
def of_party(
    session: Ostraka, known: dict[str, Any]
) -> dict[tuple[str, str], set[str]]:
    """Our ids by party and by what each record is of it: `same party`, a part, a trap."""
    found: dict[tuple[str, str], set[str]] = {}
    for party, entry in entries(known, "seeds", "traps"):
        trap = party not in known["seeds"]
        name = party["confused_with"] if trap else party["key"]
        kind = "trap" if trap else entry["relation"].split(",")[0]
        key = entry.get("ftm_id") or f"gb-hmt-{entry['id']}"
        own = party_id(session, entry) if entry["dataset"] == "ca_sema" else key
        found.setdefault((name, kind), set()).add(own)
    return found


@pytest.fixture(scope="module")
def resolved(
    session: Ostraka,
    of_party: dict[tuple[str, str], set[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Ostraka:
    """The same lists with judgements: only these records are compared, as if new."""
    home = tmp_path_factory.mktemp("resolved")
    session.index()
    for part in ("statements", "index"):
        (home / part).symlink_to(session.home / part)
    copy = Ostraka(home, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    sources = Sources(
        copy.store, copy.versions_in_force(Scope()), copy.index(), copy.judgements, Queue(home)
    )  # fmt: skip
    new = set().union(*of_party.values())
    old = {
        dataset: {id_: c for id_, c in found.items() if id_ not in new}
        for dataset, found in read_lists(sources).checksums.items()
    }
    sources.queue.keep(old, [], about=set())
    resolve(sources, "2026-11-22T00:00:00Z")
    return copy


def test_the_records_of_a_seed_party_are_one_party_and_nothing_else(
    resolved: Ostraka, of_party: dict[tuple[str, str], set[str]]
) -> None:
    """Listed twice by the EU and by Switzerland, the Quds Force is one party still."""
    parties: dict[str, tuple[str, str]] = {}
    for what, ids in of_party.items():
        if what[1] != "trap":
            canonical = {resolved.canonical(id_) for id_ in ids}
            assert len(canonical) == 1, (what, canonical)
            assert canonical.isdisjoint(parties), (what, parties)
            parties[canonical.pop()] = what
    assert len(parties) == 14


def test_look_alikes_stay_out_of_the_seed_parties(
    resolved: Ostraka, of_party: dict[tuple[str, str], set[str]]
) -> None:
    seeds, traps = (
        {resolved.canonical(i) for (_, k), ids in of_party.items() if (k == "trap") is trap for i in ids}
        for trap in (False, True)
    )  # fmt: skip
    assert len(traps) > 30
    assert seeds.isdisjoint(traps)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("eu-fsf-eu-3071-69", "ofac-4697"),  # the military wing of Hizballah
        ("eu-fsf-eu-4883-53", "ofac-12111"),  # a directorate of the ministry
        ("gb-fcdo-irn0186", "gb-fcdo-inu0082"),  # Unit 840 of the Quds Force
        ("gb-fcdo-inu0082", "ofac-10391"),  # the Quds Force of the corps
    ],
)
def test_a_difference_of_scope_is_a_link_and_no_merge(
    resolved: Ostraka, part: str, whole: str
) -> None:
    canonical = resolved.judgements.canonical
    wholes = {
        canonical(judgement.right) for judgement in resolved.judgements.parts(part)
    }
    assert canonical(whole) in wholes
    assert canonical(whole) != canonical(part)
