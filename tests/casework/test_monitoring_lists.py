"""Monitoring with some of the lists: nothing is called over that was not asked."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ostraka.casework import Actor, Role, open_cases
from ostraka.casework.alerts import queue, read_alert
from ostraka.casework.keeping import Given, add_customers
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.pairs import LEFT_LISTS
from ostraka.casework.proof import Proof, last_proof
from ostraka.casework.sealing import CLEAR
from ostraka.casework.tables import monitoring, pair
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.errors import UsageError
from ostraka.faces.casework import basis_of
from ostraka.faces.session import Ostraka

ANNA = Actor("anna", Role.ANALYST)
NAMES = ("Ruzbeh Tavakkolinia", "Marquita Oldenbroek", "Ottokar Brzezinka")
LISTS = ("list_a", "list_b", "list_c")
OVER = f"The match is over: {LEFT_LISTS}."


class Stopped(Exception):  # noqa: N818 - a stop is no error
    """Raised in the middle of a monitoring, as if it were killed."""


class World:
    """A home with several lists, and three customers."""

    def __init__(self, home: Path) -> None:
        self.o = Ostraka(home)
        self.cases = open_cases(home)
        self.listed: dict[str, set[str]] = {}
        self.loads = 0
        people = [
            Given(n, f"C{n}", {"schema": "Person", "properties": {"name": [name]}})
            for n, name in enumerate(NAMES)
        ]
        add_customers(self.cases, ANNA, CLEAR, people, "retail")

    def close(self) -> None:
        self.cases.close()
        self.o.judgements.close()

    def load(self, name: str, people: Iterable[str]) -> None:
        """Load a version of a list that has these people and one more."""
        self.loads += 1
        self.listed[name] = set(people)
        path = self.o.home.parent / f"{name}-{self.loads}.jsonl"
        parties = [*sorted(self.listed[name]), f"Nobody of {name}"]
        path.write_text("".join(
            json.dumps({"id": f"{name}-{one.split()[0].lower()}", "schema": "Person",
                        "properties": {"name": [one], "alias": [f"Edition {self.loads}"]}}) + "\n"
            for one in parties
        ), "utf-8")  # fmt: skip
        day = f"2026-{1 + self.loads // 28:02}-{1 + self.loads % 28:02}"
        self.o.load(name, path, published=day, accept=["vanished", "counts"])

    def monitor(self, lists: Iterable[str] | None, **how: Any) -> Proof:
        basis = basis_of(self.o, lists=lists)
        return monitor(self.cases, ANNA, basis, CLEAR, How(**how))

    def standing(self) -> set[tuple[str, str]]:
        """Return customer and list of each match that stands."""
        with self.cases.reading() as connection:
            rows = connection.execute(select(pair).where(pair.c.ended.is_(None))).all()
        return {(NAMES[row.customer].split()[0].lower(), row.party) for row in rows}

    def expected(self, lists: Iterable[str]) -> set[tuple[str, str]]:
        return {
            (key, f"{name}-{key}")
            for name in lists
            for key in (one.split()[0].lower() for one in self.listed[name])
        }

    def monitorings(self) -> int:
        with self.cases.reading() as connection:
            wanted = select(func.count()).select_from(monitoring)
            return int(connection.execute(wanted).scalar_one())

    def untrue(self) -> list[str]:
        """Return parties called gone who are listed, by the last word on their alert."""
        with self.cases.reading() as connection:
            found, _ = queue(connection, Wanted(), size=100)
            told = [read_alert(connection, one.id) for one in found]
        called = [
            one.alert.party
            for one in told
            if [step.text for step in one.steps if step.text][-1:] == [OVER]
        ]
        here = {party for _, party in self.expected(self.listed)}
        return [party for party in called if party in here]


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[[], World]:
    def make() -> World:
        home = tmp_path / uuid4().hex / "home"
        home.mkdir(parents=True)
        return World(home)

    return make


@pytest.fixture
def world(make_world: Callable[[], World]) -> World:
    found = make_world()
    found.load("list_a", NAMES[:1])
    found.load("list_b", NAMES[:2])
    return found


def test_fewer_lists_than_the_proof_has_are_refused_and_nothing_is_written(
    world: World,
) -> None:
    world.monitor(None)
    before = world.standing()
    with pytest.raises(UsageError, match="compared with list_b too"):
        world.monitor(["list_a"])
    assert world.standing() == before == world.expected(LISTS[:2])
    assert world.monitorings() == 1
    assert world.untrue() == []
    world.close()


def test_more_lists_than_before_are_welcome(world: World) -> None:
    first = world.monitor(["list_a"])
    assert set(first.facts["lists"]) == {"list_a"}
    assert world.standing() == world.expected(["list_a"])
    assert set(world.monitor(None).facts["lists"]) == {"list_a", "list_b"}
    assert world.standing() == world.expected(LISTS[:2])
    world.close()


def test_what_was_begun_without_a_proof_counts(world: World) -> None:
    def stop(_done: int, _all: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        world.monitor(None, progress=stop)
    with pytest.raises(UsageError, match="list_b"):
        world.monitor(["list_a"])
    world.close()


def test_a_list_that_is_gone_from_here_is_not_missed(world: World) -> None:
    world.monitor(None)
    shutil.rmtree(world.o.home / "statements" / "list_b")
    del world.listed["list_b"]
    world.monitor(["list_a"])
    assert world.standing() == world.expected(["list_a"])
    assert world.untrue() == []
    world.close()


some_lists = st.sets(st.sampled_from(LISTS), min_size=1)
steps = st.one_of(
    st.tuples(
        st.just("load"), st.sampled_from(LISTS), st.sets(st.sampled_from(NAMES))
    ),
    st.tuples(st.just("monitor"), st.one_of(st.none(), some_lists), st.booleans()),
)  # fmt: skip


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=3, max_size=8))
def test_what_stands_is_what_the_lists_of_the_proof_say(
    make_world: Callable[[], World], history: list[tuple[str, Any, Any]]
) -> None:
    """Whatever lists are named, in whatever order."""
    world = make_world()
    try:
        for name in LISTS:
            world.load(name, NAMES[:2])
        proven: set[str] = set()
        for kind, what, more in history:
            if kind == "load":
                world.load(what, more)
                continue
            wanted = set(LISTS) if what is None else set(what)
            if proven <= wanted:
                proof = world.monitor(what, everything=more)
                proven = set(proof.facts["lists"])
                assert proven == wanted
                assert world.standing() == world.expected(proven)
                assert world.untrue() == []
            else:
                before = world.standing()
                with pytest.raises(UsageError, match="compared with"):
                    world.monitor(what)
                assert world.standing() == before
        with world.cases.reading() as connection:
            last = last_proof(connection)
            assert last is None or last.holds
            assert verify(connection).ok
    finally:
        world.close()
