"""The queue is searched in capitals and small letters of every script."""

import pytest

from ostraka.casework import Actor, Cases
from ostraka.casework.alerts import queue
from ostraka.casework.screenings import Basis, screen_into
from ostraka.casework.wanted import Wanted
from tests.casework.lists import file_of, person


@pytest.mark.parametrize(
    "text", ["Тавакколиния", "тавакколиния", "ТАВАККОЛИНИЯ", "аКкОл", "рузбех тав"]
)
def test_a_name_is_found_however_it_is_written(
    cases: Cases, basis: Basis, people: dict[str, Actor], text: str
) -> None:
    """The customer's name has its surname in capitals, as many files have."""
    rows = [person("C1", "Рузбех ТАВАККОЛИНИЯ", birthDate="1971-12-22")]
    done = screen_into(cases, people["analyst"], basis, file_of(), rows)
    assert done.opened
    with cases.reading() as connection:
        assert queue(connection, Wanted(text=text))[1] == len(done.opened)
        assert queue(connection, Wanted(text="никто"))[1] == 0
        assert queue(connection, Wanted(text="ruzBEH tava"))[1] == len(done.opened)
