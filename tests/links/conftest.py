"""Small graphs written by hand, built by the same code as large ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from ostraka.links.combine import combine
from ostraka.links.graph import Graph
from ostraka.links.segment import ALWAYS, NEVER_OVER, NO_PARTY, Segment
from ostraka.links.strings import Strings
from ostraka.links.wording import Wording


@dataclass(frozen=True)
class Said:
    """One link as a source states it."""

    source: str
    target: str
    wording: Wording
    since: int = ALWAYS
    until: int = NEVER_OVER


def owns(
    owner: str, asset: str, shares: str | float | None = None, **words: str
) -> Said:
    text = None if shares is None else str(shares)
    return Said(owner, asset, Wording("Ownership", shares=text, **words))


def controls(controller: str, controlled: str, **words: str) -> Said:
    return Said(controller, controlled, Wording("Control", **words))


def segment(
    links: Sequence[Said], *, dataset: str = "register", listed: Iterable[str] = ()
) -> Segment:
    """Return what one dataset says: links, and parties it lists."""
    parties = dict.fromkeys(listed, NEVER_OVER)
    ids = sorted({*parties, *(x for said in links for x in (said.source, said.target))})
    wordings = list(dict.fromkeys(said.wording for said in links))

    def numbers(values: Iterable[int]) -> np.ndarray:
        return np.array(list(values), np.int32)

    return Segment(
        dataset=dataset,
        ids=Strings.of(ids),
        captions=Strings.of(ids),
        schemata=Strings.of("Company" for _ in ids),
        listed_until=numbers(parties.get(name, NO_PARTY) for name in ids),
        links=Strings.of(f"link-{n}" for n in range(len(links))),
        source=numbers(ids.index(said.source) for said in links),
        target=numbers(ids.index(said.target) for said in links),
        wording=numbers(wordings.index(said.wording) for said in links),
        since=numbers(said.since for said in links),
        until=numbers(said.until for said in links),
        wordings=tuple(wordings),
    )


def graph_of(
    links: Sequence[Said],
    *,
    listed: Iterable[str] = (),
    regime_list: str = "us_ofac_sdn",
) -> Graph:
    """Return the graph of a register's links and one list of parties."""
    names = list(listed)
    lists = [segment([], dataset=regime_list, listed=names)] if names else []
    return combine([*lists, segment(links)])


@pytest.fixture(name="graph_of")
def graph_of_fixture():
    return graph_of
