"""Where the parties of an ownership picture stand: owners above, what they own below.

A layered drawing: each party is a layer below the lowest of its owners, circles are
opened at the link that closes them, and within a layer parties stand near those they
are linked to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of parties.

    Attributes:
        layers: The parties of each layer, from left to right, the top layer first.
        backward: The links that run upwards, since they close a circle.
    """

    layers: tuple[tuple[str, ...], ...]
    backward: frozenset[tuple[str, str]]


def lay_out(parties: Sequence[str], links: Sequence[tuple[str, str]]) -> Layout:
    """Return a layered layout of parties and the links between them.

    Args:
        parties: Ids; their order decides where nothing else does.
        links: `(upper, lower)` for each link.
    """
    pairs = list(dict.fromkeys((a, b) for a, b in links if a != b))
    backward = _closing(parties, pairs)
    forward = [pair for pair in pairs if pair not in backward]
    above: dict[str, list[str]] = {party: [] for party in parties}
    below: dict[str, list[str]] = {party: [] for party in parties}
    for upper, lower in forward:
        above[lower].append(upper)
        below[upper].append(lower)
    depth = _depths(parties, above)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for party in parties:
        layers[depth[party]].append(party)
    for _ in range(_SWEEPS):
        _sort_by(layers, above)
        _sort_by(layers[::-1], below)
    return Layout(tuple(map(tuple, layers)), frozenset(backward))


def _closing(
    parties: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return the links that close a circle, met on a walk from the top."""
    below: dict[str, list[str]] = {party: [] for party in parties}
    has_owner = {lower for _, lower in pairs}
    for upper, lower in pairs:
        below[upper].append(lower)
    closing: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in sorted(parties, key=lambda p: p in has_owner):
        if start in done:
            continue
        walk = [(start, iter(below[start]))]
        inside = {start}
        while walk:
            party, following = walk[-1]
            for held in following:
                if held in inside:
                    closing.add((party, held))
                elif held not in done:
                    inside.add(held)
                    walk.append((held, iter(below[held])))
                    break
            else:
                walk.pop()
                inside.discard(party)
                done.add(party)
    return closing


def _depths(
    parties: Sequence[str], above: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Return for each party the longest way down to it from an owner without owners."""
    depth: dict[str, int] = {}
    for start in parties:
        walk = [start]
        while walk:
            party = walk[-1]
            open_owners = [o for o in above[party] if o not in depth]
            if open_owners:
                walk += open_owners
                continue
            walk.pop()
            depth[party] = max((depth[o] + 1 for o in above[party]), default=0)
    return depth


def _sort_by(layers: Sequence[list[str]], neighbours: Mapping[str, list[str]]) -> None:
    """Sort each layer by the mean place of what its parties are linked to."""
    place: dict[str, float] = {}
    for layer in layers:
        own = {party: number / max(len(layer), 1) for number, party in enumerate(layer)}

        def mean(party: str, own: dict[str, float] = own) -> float:
            near = [place[n] for n in neighbours[party] if n in place]
            return sum(near) / len(near) if near else own[party]

        layer.sort(key=mean)
        place.update(
            {party: number / max(len(layer), 1) for number, party in enumerate(layer)}
        )
