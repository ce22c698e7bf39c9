"""Two parties compared, without a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ostraka.index.entry import Entry, Known
from ostraka.screen.evidence import compare_facts
from ostraka.screen.match import Comparison, Feature
from ostraka.screen.names import block_of, name_bits
from ostraka.screen.query import Query
from ostraka.screen.score import score_of
from ostraka.text.name import read_name


def compare(left: Mapping[str, Any], right: Mapping[str, Any]) -> Comparison:
    """Compare a party asked about with a listed one.

    Args:
        left: The party asked about, as FollowTheMoney writes an entity.
        right: The listed party, in the same form.

    Raises:
        UsageError: One of them cannot be read.
    """
    asked, known = Query.from_entity(left), Query.from_entity(right)
    entry = _entry(known)
    explanation = (
        *_best_name(asked, entry),
        *compare_facts(asked.facts, entry),
    )
    return Comparison(score_of(sum(f.bits for f in explanation)), explanation)


def _entry(query: Query) -> Entry:
    return Entry(
        id=query.id or "",
        schema=query.schema or "LegalEntity",
        caption=query.names[0][1] if query.names else "",
        datasets=(),
        referents=(),
        names=tuple((kind, Known(name, "")) for kind, name in query.names),
        facts={p: tuple(Known(v, "") for v in vs) for p, vs in query.facts.items()},
        since={},
    )


def _best_name(asked: Query, entry: Entry) -> tuple[Feature, ...]:
    forms = [
        (known.value, form.words)
        for kind, known in entry.names
        if kind != "weakAlias"
        for form in read_name(known.value)[:1]
    ]
    block = block_of([words for _, words in forms])
    best: Feature | None = None
    for kind, name in asked.names:
        if kind == "weakAlias" or not forms:
            continue
        for form in read_name(name):
            bits = name_bits(form.words, block)
            at = int(bits.argmax())
            if best is None or bits[at] > best.bits:
                best = Feature(
                    "name",
                    name,
                    forms[at][0],
                    None,
                    None,
                    float(bits[at]),
                    "names alike",
                )
    return () if best is None else (best,)
