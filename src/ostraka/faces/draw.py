"""Ownership as a picture: layered SVG that is read with the keyboard, and prints.

Every party and every link can be reached with Tab and has its words as a title.  There
is no script, and colour says nothing that a word does not say.  The same stands in a
table beside it: see `Picture.rows`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from ostraka.links.layers import Layout, lay_out

_WIDTH, _HEIGHT, _GAP, _DROP = 190, 66, 26, 96
_MARGIN = 24
_LINE = 15
_LETTERS = 25
_MOST_LINES = 2
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#111}"
    ".small{font-size:11px}"
    ".box{fill:#fff;stroke:#333;stroke-width:1.2}"
    ".listed .box{stroke-width:3}"
    ".surely .box{stroke-dasharray:none;stroke-width:2}"
    ".possibly .box{stroke-dasharray:6 3;stroke-width:2}"
    ".link path{fill:none;stroke:#333;stroke-width:1.2}"
    ".control path{stroke-dasharray:3 3}"
    ".part:focus .box,.part:focus path{stroke:#0b57d0;stroke-width:3}"
    ".part:focus{outline:none}"
    ".halo{stroke:#fff;stroke-width:4;paint-order:stroke}"
)
_ARROW_HEAD = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#333"/>'
    "</marker></defs>"
)


@dataclass(frozen=True, slots=True)
class Box:
    """One party of a picture.

    Attributes:
        party: Its id.
        caption: Its name.
        standing: `listed`, `surely`, `possibly` or `other`.
        words: The standing in words: `listed by eu_fsf`, `owned 62 %, EU`.
    """

    party: str
    caption: str
    standing: str
    words: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One link of a picture, from whoever holds to what is held.

    Attributes:
        upper: Id of the holder.
        lower: Id of the party held.
        label: Short words on the line: `62 %`, `controls`.
        words: What the sources say, with their names.
        is_control: Whether it is control without a share.
    """

    upper: str
    lower: str
    label: str
    words: str
    is_control: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Parties and links to be drawn."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def rows(self) -> list[dict[str, str]]:
        """Return the same as a table: one row for each link."""
        names = {box.party: box for box in self.boxes}
        return [
            {
                "holder": names[a.upper].caption,
                "holder_is": names[a.upper].words,
                "share": a.label,
                "held": names[a.lower].caption,
                "held_is": names[a.lower].words,
                "sources": a.words,
            }
            for a in self.arrows
        ]


def draw(picture: Picture, *, addresses: Mapping[str, str] | None = None) -> str:
    """Return a picture as an SVG document.

    Args:
        picture: What to draw.
        addresses: Where a party's box leads to, by id; without one it is only read.
    """
    links = [(a.upper, a.lower) for a in picture.arrows]
    layout = lay_out([box.party for box in picture.boxes], links)
    places, width, height = _places(layout)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    label = quoteattr(picture.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="group" aria-label={label}>',
        f"<title>{escape(picture.title)}</title><style>{_STYLE}</style>",
        _ARROW_HEAD,
        *_arrows(picture, places),
        *_boxes(picture, places, addresses or {}),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


_Place = tuple[float, float]


def _places(layout: Layout) -> tuple[dict[str, _Place], int, int]:
    """Return the upper left corner of each box, and the size of the whole."""
    widest = max((len(layer) for layer in layout.layers), default=1)
    width = widest * (_WIDTH + _GAP) - _GAP + 2 * _MARGIN
    places: dict[str, _Place] = {}
    for row, layer in enumerate(layout.layers):
        begin = (width - len(layer) * (_WIDTH + _GAP) + _GAP) / 2
        for column, party in enumerate(layer):
            places[party] = (
                begin + column * (_WIDTH + _GAP),
                _MARGIN + row * (_HEIGHT + _DROP),
            )
    rows = len(layout.layers)
    height = rows * (_HEIGHT + _DROP) - _DROP + 2 * _MARGIN
    return places, width, height


def _boxes(
    picture: Picture, places: Mapping[str, _Place], addresses: Mapping[str, str]
) -> Iterator[str]:
    for box in picture.boxes:
        x, y = places[box.party]
        title = f"{box.caption} ({box.party}): {box.words}"
        address = addresses.get(box.party)
        name = "a" if address else "g"
        opening = (
            f" href={quoteattr(address)}" if address else ' tabindex="0" role="img"'
        )
        lines = _lines(box.caption)
        text = "".join(
            f'<text x="{x + _WIDTH / 2:g}" y="{y + 20 + n * _LINE:g}" '
            f'text-anchor="middle" direction="{_direction(line)}">{escape(line)}</text>'
            for n, line in enumerate(lines)
        )
        yield (
            f'<{name} class="part {box.standing}"{opening} aria-label={quoteattr(title)}>'
            f"<title>{escape(title)}</title>"
            f'<rect class="box" x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="4"/>'
            f'{text}<text class="small" x="{x + _WIDTH / 2:g}" y="{y + _HEIGHT - 10:g}" '
            f'text-anchor="middle">{escape(_short(box.words, 32))}</text></{name}>'
        )


def _arrows(picture: Picture, places: Mapping[str, _Place]) -> Iterator[str]:
    captions = {box.party: box.caption for box in picture.boxes}
    for number, arrow in enumerate(picture.arrows):
        path, (x, y) = _curve(places[arrow.upper], places[arrow.lower], number)
        title = f"{captions[arrow.upper]} → {captions[arrow.lower]}: {arrow.words}"
        kind = " control" if arrow.is_control else ""
        yield (
            f'<g class="part link{kind}" tabindex="0" role="img" aria-label={quoteattr(title)}>'
            f'<title>{escape(title)}</title><path d="{path}" marker-end="url(#arrow)"/>'
            f'<text class="small halo" x="{x:g}" y="{y:g}" text-anchor="middle">'
            f"{escape(_short(arrow.label, 30))}</text></g>"
        )


def _curve(upper: _Place, lower: _Place, number: int) -> tuple[str, _Place]:
    """Return the path of a link, and where its label stands."""
    x1, y1 = upper[0] + _WIDTH / 2, upper[1] + _HEIGHT
    x2, y2 = lower[0] + _WIDTH / 2, lower[1]
    if y2 > y1:
        middle = (y1 + y2) / 2
        part = 0.3 + 0.2 * (number % 3)
        path = f"M{x1:g},{y1:g} C{x1:g},{middle:g} {x2:g},{middle:g} {x2:g},{y2:g}"
        return path, (x1 + (x2 - x1) * _eased(part), y1 + (y2 - y1) * part)
    # A link that closes a circle runs up beside the boxes.
    side = max(upper[0], lower[0]) + _WIDTH + 18
    x1, y1 = upper[0] + _WIDTH, upper[1] + _HEIGHT / 2
    x2, y2 = lower[0] + _WIDTH, lower[1] + _HEIGHT / 2
    path = f"M{x1:g},{y1:g} C{side:g},{y1:g} {side:g},{y2:g} {x2:g},{y2:g}"
    return path, (side - 6, (y1 + y2) / 2)


def _eased(part: float) -> float:
    """Return how far across the curve is where it is `part` of the way down."""
    return (1 - math.cos(math.pi * part)) / 2


def _lines(caption: str) -> Sequence[str]:
    lines = wrap(caption, _LETTERS) or [caption]
    if len(lines) > _MOST_LINES:
        kept = lines[:_MOST_LINES]
        return [*kept[:-1], _short(kept[-1] + " …", _LETTERS)]
    return lines


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _direction(text: str) -> str:
    """Return the direction of a text by its first letter that has one."""
    for letter in text:
        if "\u0590" <= letter <= "\u08ff":
            return "rtl"
        if letter.isalpha():
            return "ltr"
    return "ltr"
