"""What every candidate is judged for: a party's match depends on that party alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ostraka.index import build_index, open_index
from ostraka.record.party import Designation, Fact, Party
from ostraka.screen import Query, search
from ostraka.screen.few import Few
from ostraka.screen.prepared import prepare

WORDS = ("oleg", "Олег", "tarasyuk", "taraszuk", "bank", "ltd", "mohammad", "muhammed",
         "hosseini", "zubr", "trading", "star", "kamenny", "al", "ali", "محمد", "olegovich", "olegovih", "nasiruddin",
         "nasirudfin", "sayyed")  # fmt: skip
SCHEMATA = ("Person", "Company", "LegalEntity", "Vessel")

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
facts = st.fixed_dictionaries(
    {},
    optional={
        "weakAlias": st.lists(names, min_size=1, max_size=1),
        "alias": st.lists(names, min_size=1, max_size=2),
        "birthDate": st.sampled_from([["1961-05-03"], ["1961"], ["1999"]]),
        "country": st.sampled_from([["ir"], ["ru"]]),
        "idNumber": st.sampled_from([["A1234567"], ["B7654321"]]),
        "address": st.just(["1 Main Street, Tehran"]),
    },
)
parties = st.tuples(st.sampled_from(SCHEMATA), names, facts)


def listed(number, given):
    schema, name, values = given
    values = {"name": [name], **values}
    if schema != "Person":
        values.pop("birthDate", None)
    return Party(
        id=f"p{number}",
        schema=schema,
        caption=name,
        datasets=("list",),
        referents=(),
        facts={p: tuple(Fact(v, "list") for v in vs) for p, vs in values.items()},
        designations=(Designation("list", "1", listed="2020-02-01"),),
    )


def asked(given):
    schema, name, values = given
    return Query.from_entity(
        {"schema": schema, "properties": {"name": [name], **values}}
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(parties, min_size=1, max_size=8),
    st.lists(parties, min_size=1, max_size=4),
    st.sampled_from([0.3, 0.7, 0.9]),
)
def test_parties_apart_match_as_they_do_together(
    tmp_path_factory, given_parties, queries, threshold
):
    folder = tmp_path_factory.mktemp("apart")
    whole = [listed(n, p) for n, p in enumerate(given_parties)]
    build_index(whole, folder / "whole", manifest={})
    index = open_index(folder / "whole")
    alone = []
    for party in whole:
        build_index([party], folder / party.id, manifest={})
        alone.append(open_index(folder / party.id))
    for query in map(asked, queries):
        together = search(index, query, threshold=threshold, limit=100, every=True)
        kept = prepare(query)
        matched = {match.entity_id for match in together}
        for party, one in zip(whole, alone, strict=True):
            few = Few(one, threshold, index)
            if party.id in matched:
                assert few.may_have(kept)
                assert few.has(query)
            elif few.has(query):
                assert set(kept.numbers) & set(one.numbers.tolist())
        weak = index.weak_wholes
        if not set(weak.tolist()) & set(kept.plain):
            apart = [
                m
                for one in alone
                for m in search(one, query, threshold=threshold, every=True)
            ]
            assert set(together) == set(apart)


def test_nothing_cut_off_is_found_beyond_the_nearest(tmp_path):
    """Of 1,500 who share a word the nearest thousand are judged, unless every one is."""
    crowd = [
        listed(n, ("Person", f"Tarasyuk {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x", {}))
        for n in range(1500)
    ]  # fmt: skip
    build_index(crowd, tmp_path / "crowd", manifest={})
    index = open_index(tmp_path / "crowd")
    query = asked(("Person", "Tarasyuk Oleg", {}))
    few = search(index, query, threshold=0.01, limit=5000)
    every = search(index, query, threshold=0.01, limit=5000, every=True)
    assert len(few) < len(every)
    assert set(few) <= set(every)
