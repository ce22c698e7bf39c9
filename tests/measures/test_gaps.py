"""Who listed what part since when, and who did not, as of any day."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ostraka.errors import NotFoundError
from ostraka.faces.session import Ostraka
from ostraka.measures.asking import Measures
from ostraka.measures.called import Call, follow
from ostraka.measures.picture import draw_matrix, draw_timeline
from ostraka.measures.timeline import Step, between
from ostraka.record.canonical import Answer, Judgement

HEAD = "id,name,alias,schema,country,listed\n"


@pytest.fixture
def home(tmp_path: Path) -> Ostraka:
    return Ostraka(tmp_path / "home", now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture
def load(home: Ostraka, tmp_path: Path) -> Callable[[str, str, str], None]:
    def load(dataset: str, published: str, rows: str) -> None:
        path = tmp_path / f"{dataset}-{published}.csv"
        path.write_text(HEAD + rows, "utf-8")
        home.load(dataset, path, published=published, accept=("vanished",))

    return load


@pytest.fixture
def measures(home: Ostraka, load) -> Measures:
    load("north", "2020-01-01", "1,Army of Light,,Organization,no,2010-05-01\n9,Quiet Bank,,Company,no,2011-01-01\n")  # fmt: skip
    load("north", "2024-01-01", "1,Army of Light,,Organization,no,2010-05-01\n7,Loud Bank,,Company,no,2023-01-01\n")  # fmt: skip
    load("south", "2024-01-01", "a,Light Army,Army of Light,Organization,no,2015-05-01\nb,Army of Night,,Organization,no,\n")  # fmt: skip
    load("west", "2024-01-01", "x,Army of Light Military Wing,,Organization,no,2013-07-26\n")  # fmt: skip
    load("east", "2024-01-01", "z,Somebody Else,,Person,ru,2001-01-01\n")
    return Measures(home.store, home.judgements, home.today)


def cells(measures: Measures, name: str, day: str) -> dict[str, tuple[str, str | None]]:
    matrix = measures.matrix(measures.ask([name]), date.fromisoformat(day))
    return {c.dataset: (c.status, c.since) for c in matrix.rows[0].cells}


def test_each_list_says_what_it_has_and_since_when(measures):
    assert cells(measures, "Army of Light", "2026-11-22") == {
        "north": ("listed", "2010-05-01"),
        "south": ("listed", "2015-05-01"),
        "west": ("part listed", "2013-07-26"),
        "east": ("never", None),
    }


@pytest.mark.parametrize(
    ("day", "south", "west"),
    [("2012-01-01", "not yet", "never"), ("2014-01-01", "not yet", "part listed")],
)
def test_a_past_day_is_answered_from_the_days_the_lists_state(
    measures, day, south, west
):
    found = cells(measures, "Army of Light", day)
    assert (found["south"][0], found["west"][0]) == (south, west)


def test_a_party_gone_from_a_list_is_shown_as_removed_and_on_which_day(measures):
    matrix = measures.matrix(measures.ask(["Quiet Bank"]), date(2026, 11, 22))
    (north,) = [c for c in matrix.rows[0].cells if c.dataset == "north"]
    assert (north.status, north.until) == ("removed", "2024-01-01")
    assert cells(measures, "Quiet Bank", "2022-01-01")["north"][0] == "listed"


def test_every_record_says_why_it_is_taken_for_the_party(measures):
    (group,) = measures.ask(["north-1"]).groups
    why = {m.id: m.why for m in group.members}
    assert set(why) == {"north-1", "south-a"}
    assert why["south-a"] == "bears the name 'Army of Light'"
    assert [(p.id, p.part) for p in group.parts] == [("west-x", "military wing")]


def test_a_judgement_counts_for_more_than_names(measures, home):
    moment = "2026-11-22T12:00:00"
    home.judgements.append(
        [
            Judgement("north-1", "south-a", Answer.DIFFERENT, "ann", moment),
            Judgement("north-1", "south-b", Answer.SAME, "ann", moment),
        ]
    )
    (group,) = measures.ask(["north-1"]).groups
    assert {m.id for m in group.members} == {"north-1", "south-b"}


def test_days_between_lists_are_counted_and_bounds_marked(measures):
    row = measures.matrix(measures.ask(["Army of Light"]), date(2026, 1, 1)).rows[0]
    (delay,) = row.delays
    assert (delay.first, delay.then, delay.days) == ("north", "south", 1826)


def test_a_party_is_called_by_id_or_name_and_an_unknown_one_is_said(measures):
    names = ("north-1", "army of light", "LIGHT ARMY")
    ids = [{m.id for m in measures.ask([n]).groups[0].members} for n in names]
    assert ids[0] == ids[1] == ids[2]
    with pytest.raises(NotFoundError):
        measures.ask(["Nobody At All"])


def test_the_timeline_has_every_listing_and_every_going(measures):
    steps = measures.steps(measures.ask(["Army of Light", "Quiet Bank"]))
    told = [(s.day, s.kind, s.dataset) for s in steps]
    assert told == sorted(told)
    assert ("2013-07-26", "listed", "west") in told
    assert ("2024-01-01", "gone from the list", "north") in told
    assert [s.day for s in between(steps, "2012", "2014")] == ["2013-07-26"]


def step(day: str, kind: str = "listed", country: str | None = "no") -> Step:
    return Step(day, kind, "Norway", country, "Foo", "north", "north-1", "stated")


def test_what_was_called_for_is_followed_by_what_was_done_since():
    call = Call("blacklist", "blacklist all of them", "ann", "2019-02", ("north-1",))
    steps = [step("2018-01-01"), step("2019-03-01"), step("2020-01-01", "expulsion")]
    followed = follow(call, steps, [step("2019-05-01", country="ca")])
    assert followed.before == 1
    assert [(a.delay, a.linked) for a in followed.done] == [(28, False), (89, True)]
    assert followed.by == ("Norway", "Canada")


def test_a_call_that_no_step_can_answer_says_so():
    call = Call("support", "support them", None, "2019-02-01", ())
    assert not follow(call, [step("2020-01-01")]).is_answerable


def test_pictures_are_whole_and_say_in_words_what_they_show(measures):
    asked = measures.ask(["Army of Light"])
    matrix = draw_matrix(measures.matrix(asked, date(2026, 11, 22)))
    line = draw_timeline(measures.steps(asked))
    for picture in (matrix, line, draw_timeline([])):
        root = ET.fromstring(picture)  # noqa: S314 - our own picture
        assert root.findtext("{http://www.w3.org/2000/svg}desc")
    assert "part listed" in matrix
    assert "2013-07-26" in line
