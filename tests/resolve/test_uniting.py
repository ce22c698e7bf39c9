"""Records become parties, the surest pair first, unless something keeps them apart."""

from ostraka.resolve.uniting import CONTRADICTING, KEPT_APART, Uniting

ONE, TWO, THREE = 0, 1, 2


def test_what_one_list_keeps_apart_stays_apart_through_another_list() -> None:
    uniting = Uniting([ONE, ONE, TWO])
    assert uniting.unite(0, 2) is None
    assert uniting.unite(1, 2) == KEPT_APART
    assert [uniting.party(n) for n in range(3)] == [0, 1, 0]


def test_a_list_that_has_a_party_twice_does_not_keep_it_apart() -> None:
    uniting = Uniting([ONE, ONE, TWO], twice={(0, 1)})
    assert uniting.unite(0, 2) is None
    assert uniting.unite(1, 2) is None
    assert sorted(uniting.members(1)) == [0, 1, 2]


def test_records_that_contradict_each_other_meet_through_no_third() -> None:
    uniting = Uniting([ONE, TWO, THREE], contradicting={(0, 2)})
    assert uniting.unite(0, 1) is None
    assert uniting.unite(1, 2) == CONTRADICTING


def test_what_was_judged_is_joined_whatever_speaks_against_it() -> None:
    uniting = Uniting([ONE, ONE], contradicting={(0, 1)})
    uniting.join(0, 1)
    assert sorted(uniting.members(0)) == [0, 1]


def test_records_that_are_on_no_list_are_never_kept_apart_by_one() -> None:
    assert Uniting([-1, -1]).unite(0, 1) is None
