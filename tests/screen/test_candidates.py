"""The search finds what judging every listed name finds (`bench/candidates.py`, a sample)."""

import json
import random

import numpy as np
import pytest

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen.find import find_names, judge_all
from ostraka.screen.floor import Floor
from ostraka.screen.score import DEFAULT_THRESHOLD, bits_of
from ostraka.text.name import read_name

LEAST = bits_of(DEFAULT_THRESHOLD)


def jsonl(path):
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def index(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("candidates") / "index"
    listed = jsonl(shared / "bench/samples/index_alias.ftm.jsonl")
    parties = (
        Party(e["id"], e["schema"], name, ("l",), (), {"name": (Fact(name, "l"),)}, ())
        for e in listed[::3]
        for name in e["properties"]["name"][:1]
    )
    build_index(parties, folder, manifest={})
    return open_index(folder)


@pytest.mark.parametrize("sample", ["list_alias", "list_native"])
def test_the_candidates_hold_the_matches_of_brute_force(index, shared, sample):
    queries = jsonl(shared / f"bench/samples/q_{sample}.jsonl")
    wanted = kept = 0
    for query in random.Random(1).sample(queries, 80):  # noqa: S311 - the same on every run
        for reading, start, end in index.ranges(None):
            for form in read_name(query["name"], reading):
                bits = judge_all(index.columns, form, reading, np.arange(start, end))
                everyone = {start + n for n, b in enumerate(bits) if b >= LEAST}
                found = find_names(
                    index.columns, form, reading, ((start, end),), Floor(least=LEAST)
                )
                wanted += len(everyone)
                kept += len(
                    everyone & {row for row, bits, *_ in found if bits >= LEAST}
                )
    assert wanted > 20
    assert kept >= 0.99 * wanted
