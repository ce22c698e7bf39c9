"""What is said of lists that are retired, old or not whole, wherever a person screens."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ostraka.faces import trust
from ostraka.faces.trust import cautions, is_old
from ostraka.record.store import Store
from ostraka.record.versions import Check, Version
from ostraka.sources.catalog import find_dataset
from ostraka.sources.memory import Memory

DAY = date(2026, 3, 1)
UN = Version(
    dataset="un_sc", id="2026-02-27", published="2026-02-27", published_basis="file",
    fetched=None, loaded="2026-02-28T00:00:00+00:00", format="un_xml", reader="0",
    files=(), entities=1, names=1, counts={}, statements=1, checks=(), official=True,
)  # fmt: skip


def test_lists_that_are_whole_and_of_this_week_are_not_spoken_of(store: Store) -> None:
    assert cautions(store, [UN], DAY) == []


@pytest.mark.parametrize(
    ("days", "asked", "old_on"),
    [
        (7, None, "2026-03-07"),  # a week, if the YAML says nothing
        (30, None, "2026-03-30"),  # as long as the YAML says
        (7, "2026-03-20", "2026-03-28"),  # as long as the publisher had nothing newer
    ],
)
def test_a_list_is_old_a_day_after_it_may_be(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    asked: str | None,
    old_on: str,
) -> None:
    listed = replace(find_dataset("un_sc"), fresh_days=days)
    monkeypatch.setattr(trust, "find_dataset", lambda _: listed)
    if asked is not None:
        (store.home / "statements" / "un_sc").mkdir(parents=True)
        moment = datetime.fromisoformat(asked).replace(tzinfo=UTC)
        Memory(store, "un_sc").keep(UN, {}, moment)
    day = date.fromisoformat(old_on)
    assert not is_old(store, UN, day - timedelta(days=1))
    assert is_old(store, UN, day)


def test_what_was_asked_later_or_of_another_version_makes_no_list_fresh(
    store: Store,
) -> None:
    (store.home / "statements" / "un_sc").mkdir(parents=True)
    Memory(store, "un_sc").keep(UN, {}, datetime(2026, 6, 1, tzinfo=UTC))
    assert is_old(store, UN, date(2026, 3, 20))
    assert is_old(
        store, replace(UN, id="2025-01-01", published="2025-01-01"), date(2026, 6, 2)
    )


def test_old_lists_are_counted_in_one_line_with_the_oldest(store: Store) -> None:
    old = [replace(UN, published=day) for day in ("2025-01-01", "2026-02-01")]
    (line,) = cautions(store, [*old, UN], DAY)
    assert line.startswith("2 lists are old, un_sc the most (424 days)")


def test_a_list_of_ones_own_is_as_old_as_it_is(store: Store) -> None:
    assert (
        cautions(store, [replace(UN, official=False, published="2019-01-01")], DAY)
        == []
    )


def test_a_retired_list_is_said_to_be_from_the_day_it_was_given_up(
    store: Store,
) -> None:
    """The Treasury's list was closed on 28 January 2026 in favour of the UK Sanctions List."""
    ofsi = replace(UN, dataset="uk_ofsi", published="2026-01-27")
    assert cautions(store, [ofsi], date(2026, 1, 27)) == []
    (line,) = cautions(store, [ofsi], DAY)
    assert line.startswith("uk_ofsi was retired on 2026-01-28, replaced by uk_fcdo")


def test_a_list_without_its_aliases_is_told_once(store: Store) -> None:
    check = Check("parts", ok=False, detail="in force without alias", refuses=False)
    assert cautions(store, [replace(UN, checks=(check,))], DAY) == [
        "un_sc of 2026-02-27: in force without alias"
    ]


def test_screen_says_it_after_the_answer_and_on_standard_error(
    command, tmp_path: Path
) -> None:
    entity = '{"id": "x", "schema": "Person", "properties": {"name": ["Ali Testov"]}}\n'
    (tmp_path / "a.ftm.json").write_text(entity, "utf-8")
    env = {"OSTRAKA_HOME": str(tmp_path / "home"), "PATH": ""}
    accepted = [
        w for s in ("Person", "Organization") for w in ("--accept", f"count {s}")
    ]
    command("load", "uk_ofsi", "a.ftm.json", "--published", "2020-04-27", *accepted, folder=tmp_path, env=env)  # fmt: skip
    done = command("screen", "Ali Testov", folder=tmp_path, env=env)
    assert "Ali Testov" in done.stdout
    assert "retired" not in done.stdout
    assert done.stderr.count("uk_ofsi was retired on 2026-01-28") == 1
    shown = command("show", "x", folder=tmp_path, env=env).stdout
    assert "on uk_ofsi, a list retired on 2026-01-28, replaced by uk_fcdo" in shown
