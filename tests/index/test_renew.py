"""An index with some parties changed is the index of the parties as they are now."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index, renew_index
from ostraka.index.columns import Columns
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, search

WORDS = ("ali", "testov", "olga", "probeva", "zubrovka", "copper", "combine", "al", "mohammed",
         "muhammad", "taras", "юрий", "陈", "x" * 70, "x" * 69 + "y", "ltd", "bank", "o'neil")  # fmt: skip
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@st.composite
def parties(draw, dataset="one"):
    schema = draw(st.sampled_from(("Person", "Company", "Vessel", "LegalEntity")))
    facts = {
        "name": tuple(draw(st.lists(names, min_size=1, max_size=3, unique=True))),
        "weakAlias": tuple(draw(st.lists(names, max_size=1))),
        "country": tuple(draw(st.lists(st.sampled_from(("ir", "fr")), max_size=1))),
    }
    if schema == "Person":
        facts["birthDate"] = tuple(draw(st.lists(st.sampled_from(("1961", "1970")), max_size=1)))  # fmt: skip
        facts["passportNumber"] = tuple(draw(st.lists(st.sampled_from(("A1234567", "B7654321")), max_size=1)))  # fmt: skip
    number = draw(st.integers(0, 10_000))
    known = {p: tuple(Fact(v, dataset) for v in vs) for p, vs in facts.items() if vs}
    return Party(f"p{number}", schema, facts["name"][0], (dataset,), (), known, ())


many = st.lists(parties(), max_size=25, unique_by=lambda p: p.id)


def numbers_of(index, ids):
    return [n for id_ in ids for n in index.parties_with_id(id_)]


def answers(index, asked):
    query = Query.from_entity(
        {"schema": asked.schema, "properties": {p: list(asked.values(p)) for p in asked.facts}}
    )  # fmt: skip
    found = search(index, query, threshold=0.0, limit=100)
    return sorted(repr(m) for m in found)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=many, after=many, dropped=st.integers(0, 10))
def test_a_renewed_index_answers_as_one_built_anew(tmp_path, before, after, dropped):
    build_index(before, tmp_path / "base", manifest={})
    base = open_index(tmp_path / "base")
    changed = {p.id for p in after} | {p.id for p in before[:dropped]}
    gone = numbers_of(base, changed & {p.id for p in before})
    renew_index(base, tmp_path / "renewed", gone=gone, parties=after, manifest={})
    left = [p for p in before if p.id not in changed]
    build_index([*left, *after], tmp_path / "anew", manifest={})
    renewed, anew = open_index(tmp_path / "renewed"), open_index(tmp_path / "anew")
    assert renewed.manifest == anew.manifest
    for asked in [*before, *after]:
        assert answers(renewed, asked) == answers(anew, asked)
    assert [renewed.entry(n) for n in range(len(renewed))] == [
        anew.entry(n) for n in range(len(anew))
    ]
    for name in ("planes", "letter_sizes", "bounds", "whole", "identifier", "years",
                 "countries", "sounds", "sound_ends", "lane_letters", "party_ends"):  # fmt: skip
        assert np.array_equal(renewed.column(name), anew.column(name)), name
    assert words(renewed.columns) == words(anew.columns)


def words(columns: Columns):
    """Return the words of each name, and each word as its three texts."""
    rows = columns.names
    written = columns.written
    return {
        (int(row["party"]), int(row["slot"])): [
            [written[text][w] for text in ("text", "spelled", "key")]
            for w in columns.name_words[row["start"] : row["start"] + row["length"]]
        ]
        for row in rows
    }


def test_an_index_is_renewed_again_and_again(tmp_path):
    def named(id_, name):
        return Party(id_, "Person", name, ("one",), (), {"name": (Fact(name, "one"),)}, ())  # fmt: skip

    build_index([named("p0", "Ali Testov")], tmp_path / "0", manifest={})
    for n in range(1, 6):
        base = open_index(tmp_path / str(n - 1))
        renew_index(
            base,
            tmp_path / str(n),
            gone=numbers_of(base, [f"p{n - 2}"]) if n > 1 else [],
            parties=[named(f"p{n}", f"Olga Probeva {'abcdef'[n]}ova")],
            manifest={},
        )
    last = open_index(tmp_path / "5")
    assert {last.entry(n).id for n in range(len(last))} == {"p4", "p5"}
    assert last.manifest["stretches"] == [["one", 2]]
    assert [len(list(tmp_path.glob(".*")))] == [0]


def test_what_fails_leaves_nothing_behind(tmp_path):
    build_index([], tmp_path / "base", manifest={})

    def broken():
        raise KeyError("damaged")
        yield

    with pytest.raises(KeyError):
        renew_index(
            open_index(tmp_path / "base"), tmp_path / "new", gone=(), parties=broken(), manifest={}
        )  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["base"]
