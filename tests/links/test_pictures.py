"""Layered pictures: owners above, circles opened, every part named and reachable."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ostraka.faces.draw import Arrow, Box, Picture, draw
from ostraka.links.layers import lay_out

SVG = "{http://www.w3.org/2000/svg}"
names = st.sampled_from("ABCDEFG")


def test_an_owner_stands_above_all_it_owns():
    layout = lay_out("ABCD", [("A", "B"), ("B", "C"), ("A", "C"), ("D", "C")])
    assert [set(layer) for layer in layout.layers] == [{"A", "D"}, {"B"}, {"C"}]
    assert not layout.backward


def test_a_circle_is_opened_at_the_link_that_closes_it():
    layout = lay_out("XAB", [("X", "A"), ("A", "B"), ("B", "A")])
    assert layout.backward == {("B", "A")}
    assert [layer[0] for layer in layout.layers] == ["X", "A", "B"]


@settings(deadline=None, max_examples=60)
@given(links=st.lists(st.tuples(names, names), max_size=25))
def test_every_party_stands_once_and_no_other_link_runs_upwards(links):
    layout = lay_out("ABCDEFG", links)
    row = {p: n for n, layer in enumerate(layout.layers) for p in layer}
    assert sorted(p for layer in layout.layers for p in layer) == list("ABCDEFG")
    for upper, lower in links:
        if upper != lower and (upper, lower) not in layout.backward:
            assert row[upper] < row[lower]


PICTURE = Picture(
    "Who owns Kiln",
    (
        Box("x", "شرکت آزمون <b>", "listed", "listed by eu_fsf"),
        Box("a", "Kiln & Sons Ltd", "surely", "owned: EU"),
    ),
    (Arrow("x", "a", "62 %", "62 % (register)"),),
)


def test_every_part_of_a_picture_is_reached_by_keyboard_and_has_its_words():
    root = etree.fromstring(draw(PICTURE).encode())
    parts = [e for e in root.iter() if "part" in (e.get("class") or "").split()]
    assert len(parts) == 3
    for part in parts:
        assert part.get("tabindex") == "0"
        assert part.findtext(f"{SVG}title") == part.get("aria-label")
    titles = [part.get("aria-label") for part in parts]
    assert "Kiln & Sons Ltd (a): owned: EU" in titles
    assert "شرکت آزمون <b> → Kiln & Sons Ltd: 62 % (register)" in titles
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title") == "Who owns Kiln"


def test_a_party_with_an_address_is_a_link():
    root = etree.fromstring(draw(PICTURE, addresses={"a": "/parties/a"}).encode())
    assert [e.get("href") for e in root.iter(f"{SVG}a")] == ["/parties/a"]


def test_the_same_stands_in_a_table():
    assert PICTURE.rows() == [
        {
            "holder": "شرکت آزمون <b>",
            "holder_is": "listed by eu_fsf",
            "share": "62 %",
            "held": "Kiln & Sons Ltd",
            "held_is": "owned: EU",
            "sources": "62 % (register)",
        }
    ]
