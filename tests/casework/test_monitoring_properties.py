"""Asking what changed finds what asking everything would, whatever happens in between."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ostraka.casework import (
    Actor,
    Role,
    asking,
    customers,
    holding,
    keeping,
    kept,
    monitoring,
    open_cases,
)
from ostraka.casework.customers import block_rows, find_numbers, read_customers
from ostraka.casework.keeping import Given, add_customers, remove_customers
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.proof import Proof, last_proof
from ostraka.casework.sealing import CLEAR
from ostraka.casework.seen import changes, look
from ostraka.casework.tables import pair
from ostraka.casework.verify import verify
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer, Judgement
from ostraka.screen import Query, find, search
from ostraka.screen.scan import RARE_SOUND
from tests.casework.lists import basis_of, write_list

pytestmark = pytest.mark.slow

ANNA = Actor("anna", Role.ANALYST)
WORDS = ("ruzbeh", "rouzbeh", "tavakkolinia", "tavakoli", "oleg", "Олег", "bank",
         "tarasyuk", "ltd", "mohammad", "ali", "zephyrine")  # fmt: skip
IDS = ("x-1", "x-2", "x-3", "x-4", "x-5")
REFS = ("C1", "C2", "C3", "C4")

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(" ".join)  # fmt: skip
values = st.fixed_dictionaries(
    {"name": names.map(lambda name: [name])},
    optional={
        "alias": names.map(lambda name: [name]),
        "weakAlias": names.map(lambda name: [name]),
        "birthDate": st.sampled_from([["1961-05-03"], ["1961"], ["1999"]]),
        "country": st.sampled_from([["ir"], ["ru"]]),
        "idNumber": st.sampled_from([["A1234567"], ["B7654321"]]),
    },
)
schemata = st.sampled_from(["Person", "Company", "LegalEntity"])
one = st.tuples(schemata, values)
steps = st.one_of(
    st.tuples(st.just("list"), st.dictionaries(st.sampled_from(IDS), one, min_size=1)),
    st.tuples(st.just("customers"), st.dictionaries(st.sampled_from(REFS), one)),
    st.tuples(st.just("leave"), st.sampled_from(REFS)),
    st.tuples(
        st.just("judge"),
        st.tuples(
            st.sampled_from(IDS),
            st.sampled_from(IDS),
            st.sampled_from([Answer.SAME, Answer.DIFFERENT]),
        ),
    ),
    st.tuples(st.just("threshold"), st.sampled_from([0.5, 0.7])),
    st.tuples(st.just("stop"), st.integers(0, 2)),
)


class Stopped(Exception):  # noqa: N818 - a stop is no error
    """Raised in the middle of a monitoring, as if it were killed."""


class World:
    """A home with a list that changes, customers, and judgements."""

    def __init__(self, home: Path) -> None:
        self.o = Ostraka(home)
        self.cases = open_cases(home)
        self.day = date(2026, 11, 1)
        self.threshold = 0.7

    def close(self) -> None:
        self.cases.close()
        self.o.judgements.close()

    def monitor(self, **how: Any) -> Proof:
        basis = basis_of(self.o, self.threshold)
        return monitor(self.cases, ANNA, basis, CLEAR, How(**how))

    def do(self, step: tuple[str, Any]) -> None:
        kind, what = step
        getattr(self, f"_{kind}")(what)

    def _list(self, parties: dict[str, tuple[str, dict[str, Any]]]) -> None:
        self.day += timedelta(days=1)
        rows = [entity(*party, id=key) for key, party in parties.items()]
        write_list(self.o, rows, self.day.isoformat())

    def _customers(self, found: dict[str, tuple[str, dict[str, Any]]]) -> None:
        rows = [Given(1, ref, entity(*one)) for ref, one in found.items()]
        add_customers(self.cases, ANNA, CLEAR, rows, "retail")

    def _leave(self, ref: str) -> None:
        with self.cases.reading() as connection:
            numbers = find_numbers(connection, CLEAR, "retail", [ref]).values()
        remove_customers(self.cases, ANNA, CLEAR, numbers, ground="left")

    def _judge(self, judged: tuple[str, str, Answer]) -> None:
        left, right, answer = judged
        if left != right:
            at = f"{self.day}T00:00:00Z"
            self.o.judgements.append([Judgement(left, right, answer, "anna", at)])

    def _threshold(self, threshold: float) -> None:
        self.threshold = threshold

    def _stop(self, after: int) -> None:
        """Begin a monitoring and stop it before its proof."""
        calls = 0

        def count(_done: int, _all: int) -> None:
            nonlocal calls
            calls += 1
            if calls > after:
                raise Stopped

        try:
            self.monitor(progress=count)
        except Stopped:
            with self.cases.reading() as connection:
                proof = last_proof(connection)
                assert proof is None or proof.holds

    def expected(self) -> dict[tuple[int, str], float]:
        """Return what every customer matches, each asked by itself."""
        index = self.o.index()
        with self.cases.reading() as connection:
            blocks = [row.number for row in block_rows(connection)]
            people = list(read_customers(connection, CLEAR, blocks))
        return {
            (one.number, match.entity_id): match.score
            for one in people
            for match in search(
                index, Query.from_entity(one.entity), threshold=self.threshold,
                limit=500, every=True,
            )
        }  # fmt: skip

    def standing(self) -> dict[tuple[int, str], float]:
        with self.cases.reading() as connection:
            rows = connection.execute(select(pair).where(pair.c.ended.is_(None))).all()
        found = {(row.customer, row.party): row.score for row in rows}
        assert len(found) == len(rows)
        return found


def entity(schema: str, found: dict[str, Any], **more: str) -> dict[str, Any]:
    if schema != "Person":
        found = {prop: value for prop, value in found.items() if prop != "birthDate"}
    return {"schema": schema, "properties": found, **more}


@pytest.fixture
def make_world(tmp_path: Path, prepared: Path) -> Callable[[], World]:
    def make() -> World:
        return World(Path(shutil.copytree(prepared, tmp_path / uuid4().hex / "home")))

    return make


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(steps, min_size=2, max_size=6),
    st.sampled_from([True, False]),
    st.sampled_from([0, 1, 32]),
)
def test_what_changed_is_everything(
    make_world: Callable[[], World],
    history: list[tuple[str, Any]],
    native: bool,
    stale: int,
) -> None:
    """With the kernel and without; blocks written anew at once, later or never."""
    world = make_world()
    kernel = find.compiled() if native else None
    patch = pytest.MonkeyPatch()
    patch.setattr(find, "compiled", lambda: kernel)
    patch.setattr(asking, "_MOST_STALE", stale)
    patch.setattr(asking, "_MOST_PACKS", 2)
    try:
        world.do(("customers", dict.fromkeys(REFS, ("Person", {"name": ["ruzbeh tavakoli"]}))))  # fmt: skip
        proof = world.monitor()
        for step in history:
            world.do(step)
            proof = world.monitor()
            assert world.standing() == world.expected()
        whole = world.monitor(everything=True)
        assert whole.facts["results_digest"] == proof.facts["results_digest"]
        found = whole.facts["matches"]
        assert (found["new"], found["changed"], found["ended"]) == (0, 0, 0)
        with world.cases.reading() as connection:
            assert verify(connection).ok
    finally:
        patch.undo()
        world.close()


@pytest.mark.parametrize("native", [True, False])
def test_blocks_are_held_in_threads_or_in_processes(
    make_world: Callable[[], World], monkeypatch: pytest.MonkeyPatch, native: bool
) -> None:
    for module in (customers, holding, keeping, kept, monitoring):
        monkeypatch.setattr(module, "BLOCK", 3)
    if not native:
        monkeypatch.setenv("OSTRAKA_NATIVE", "0")
        monkeypatch.setattr(find, "compiled", lambda: None)
    world = make_world()
    try:
        people = [f"{one} {other}" for one in WORDS[:5] for other in WORDS[5:8]]
        rows = [Given(n, f"B{n}", entity("Person", {"name": [name]})) for n, name in enumerate(people)]  # fmt: skip
        add_customers(world.cases, ANNA, CLEAR, rows, "retail")
        others = [entity("Person", {"name": [f"Zephyrine {n}"]}, id=f"o-{n}") for n in range(8)]  # fmt: skip
        write_list(world.o, others, "2026-11-01")
        world.monitor(workers=2)
        for day, listed in enumerate((people[2], people[8], people[14])):
            party = entity("Person", {"name": [listed]}, id="z-1")
            write_list(world.o, [*others, party], f"2026-11-{day + 2:02}")
            proof = world.monitor(workers=2)
            assert proof.facts["compared"]["with_changed"] > 0
            assert world.standing() == world.expected() != {}
    finally:
        world.close()


def test_a_sound_that_becomes_common_or_rare_touches_who_has_it(
    make_world: Callable[[], World],
) -> None:
    """Beyond 300 names of one sound, that sound no longer brings up a name."""
    world = make_world()

    def crowd(count: int) -> list[dict[str, Any]]:
        letters = "abcdefghijklmnopqrstuvwxyz"
        return [
            entity("Person", {"name": [f"Tarasyuk {letters[n % 26]}{letters[n // 26]}o"]}, id=f"y-{n}")
            for n in range(count)
        ]  # fmt: skip

    try:
        target = entity("Person", {"name": ["Wqx Taraszuq"]}, id="t-1")
        rows = [Given(n, f"S{n}", entity("Person", {"name": [name]})) for n, name in enumerate(("Tarasyuk", "Taraszuk Hi", "Else Body"))]  # fmt: skip
        add_customers(world.cases, ANNA, CLEAR, rows, "retail")
        world.threshold = 0.2
        write_list(world.o, [target, *crowd(RARE_SOUND - 2)], "2026-11-02")
        world.monitor()
        before = look(world.o.index())
        for day, count in (("2026-11-03", RARE_SOUND + 3), ("2026-11-04", 20)):
            write_list(world.o, [target, *crowd(count)], day)
            index = world.o.index()
            found = changes(before, look(index), index)
            assert found.sounds
            before = look(index)
            world.monitor(everything=False)
            assert world.standing() == world.expected()
    finally:
        world.close()


def test_a_weak_alias_elsewhere_touches_who_is_named_so(
    make_world: Callable[[], World],
) -> None:
    world = make_world()
    try:
        rows = [Given(1, "W1", entity("Person", {"name": ["Zubr"], "birthDate": ["1961"]}))]  # fmt: skip
        add_customers(world.cases, ANNA, CLEAR, rows, "retail")
        other = entity("Person", {"name": ["Zubra Kamenny"], "birthDate": ["1961"]}, id="z-1")  # fmt: skip
        weak = entity("Person", {"name": ["Oleg Tarasyuk"], "weakAlias": ["Zubr"]}, id="z-2")  # fmt: skip
        write_list(world.o, [other], "2026-11-02")
        world.monitor()
        for day, parties in (("2026-11-03", [other, weak]), ("2026-11-04", [other])):
            write_list(world.o, parties, day)
            proof = world.monitor()
            assert proof.facts["compared"]["with_all"] == 1
            assert world.standing() == world.expected()
    finally:
        world.close()
