"""Ten thousand rows asked in four ways, and whether all give the same matches.

    python bench/same.py BENCH HOME [--rows N] [--spark]

BENCH is the folder of the labelled data, HOME a home with lists loaded (`bench/lists.py
LISTS --home HOME`).  The rows are people and companies on no list and official aliases,
some with a birth date and a country, some with a day that cannot be: what is left of
such a row is asked, and only the file and Spark tell of it.  They are asked one by one
(`Ostraka.screen`), as a file (`Ostraka.screen_file`), of the service over HTTP (`POST
/match/default`), and, in an environment with Spark and Java
(`tests/spark/requirements.txt`), as a data frame.
Compared are the ids and scores of all matches, and of each piece of evidence the listed
value and the bits; the value asked is told by the service as yente cleans it, without
quotation marks around a name.  Times are of the clock.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from arguments import home_with_lists, labelled_data, options_of

from ostraka.errors import UsageError
from ostraka.faces.session import Ostraka
from ostraka.scale import screen_dataframe, ship_index
from ostraka.screen.tables import read_queries

#: The matches of each row, in a plain form; none of a row that could not be screened.
Answers = dict[str, tuple[Any, ...]]
_COUNTRIES = ("", "", "ir", "ru", "de", "fr")
_YEARS = ("", "", "1961", "1971-12-22", "12/05/1980", "31.02.1980")
_LIMIT = 5


def main() -> None:
    """Ask in every way and compare with one by one."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("home", type=home_with_lists)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--spark", action="store_true", help="ask Spark too")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch, Ostraka(given.home) as o:
        path = Path(scratch) / "rows.csv"
        write_rows(path, given.bench / "dev", given.rows)
        o.index()
        expected = timed("one by one", given.rows, lambda: one_by_one(o, path))
        matches = sum(map(len, expected.values()))
        faults = sum(row.error is not None for row in read_queries(path))
        print(f"{len(expected):,} rows, {faults:,} with a fault, {matches:,} matches")
        ways: dict[str, Callable[[], Answers]] = {
            "as a file": lambda: as_a_file(o, path),
            "over HTTP": lambda: over_http(given.home, path),
        }
        if given.spark:
            ways["on Spark"] = lambda: on_spark(o, path, shipped=False)
            ways["on Spark, lists shipped"] = lambda: on_spark(o, path, shipped=True)
        differing = [
            way
            for way, ask in ways.items()
            if not same(way, expected, timed(way, given.rows, ask))
        ]
    sys.exit(1 if differing else 0)


def write_rows(path: Path, folder: Path, count: int) -> None:
    """Write a customer file, the same in every run."""
    chance = random.Random(20260302)  # noqa: S311 - no secret
    names = [
        *_names(folder / "controls_persons.tsv.gz", "name", count // 2, chance),
        *_names(folder / "controls_companies.tsv.gz", "name", count // 5, chance),
    ]
    names += _names(folder / "list_alias.tsv.gz", "alias", count - len(names), chance)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "birth_date", "country"])
        for number, name in enumerate(names):
            row = [
                f"c{number:05}",
                name,
                chance.choice(_YEARS),
                chance.choice(_COUNTRIES),
            ]
            writer.writerow(row)


def _names(path: Path, column: str, count: int, chance: random.Random) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return chance.sample(sorted({row[column] for row in rows}), count)


def timed(way: str, rows: int, ask: Callable[[], Answers]) -> Answers:
    """Ask, and print how long it took."""
    began = time.perf_counter()
    found = ask()
    seconds = time.perf_counter() - began
    print(f"{way}: {seconds:.1f} s, {rows / seconds:,.0f} rows a second")
    return found


def same(way: str, expected: Answers, found: Answers) -> bool:
    """Print whether the answers are the same, and the first that is not."""
    wrong = [key for key in expected if expected[key] != found.get(key)]
    print(f"  {way}: {'identical' if not wrong else f'{len(wrong):,} rows differ'}")
    if wrong:
        print(f"    {wrong[0]}: {expected[wrong[0]]}\n    {found.get(wrong[0])}")
    return not wrong


def one_by_one(o: Ostraka, path: Path) -> Answers:
    """Ask the Python face for each row by itself."""
    answers: Answers = {}
    for row in read_queries(path):
        if row.entity is None:
            answers[row.query_id] = ()
            continue
        try:
            matches = [match.to_dict() for match in o.screen(row.entity, limit=_LIMIT)]
        except UsageError:
            matches = []
        answers[row.query_id] = _plain(matches)
    return answers


def as_a_file(o: Ostraka, path: Path) -> Answers:
    """Ask with the batch of files, in one process."""
    target = path.with_suffix(".jsonl")
    o.screen_file(path, target, limit=_LIMIT)
    results = map(json.loads, target.read_text("utf-8").splitlines())
    return {r["query_id"]: _plain(r["matches"]) for r in results}


def over_http(home: Path, path: Path) -> Answers:
    """Ask the service in batches of a hundred, as clients of yente do."""
    rows = list(read_queries(path))
    answers: Answers = {row.query_id: () for row in rows}
    asked = [row for row in rows if row.entity is not None]
    with serving(home) as url, httpx.Client(base_url=url, timeout=60) as client:
        for first in range(0, len(asked), 100):
            queries = {
                row.query_id: _query(row.entity) for row in asked[first : first + 100]
            }
            answer = client.post(
                "/match/default", params={"limit": _LIMIT}, json={"queries": queries}
            )
            for key, response in answer.raise_for_status().json()["responses"].items():
                answers[key] = _plain(response["results"], key="id")
    return answers


def _query(entity: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: (entity or {})[key] for key in ("schema", "properties")}


def on_spark(o: Ostraka, path: Path, *, shipped: bool) -> Answers:
    """Ask Spark in local mode, on both cores."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where it is

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    place = ship_index(spark, o.index()) if shipped else o.index()
    frame = spark.read.csv(str(path), header=True, escape='"').repartition(4)
    began = time.perf_counter()
    rows = screen_dataframe(frame, place, limit=_LIMIT).select("screening").collect()
    print(f"  the job alone: {time.perf_counter() - began:.1f} s")
    found = (row.screening.asDict(recursive=True) for row in rows)
    return {r["query_id"]: _plain(r["matches"]) for r in found}


def _plain(matches: list[dict[str, Any]], key: str = "entity_id") -> tuple[Any, ...]:
    """Return what must be the same: who, the score, and each piece of evidence.

    The service answers each id once, where two lists share it: the best of them counts.
    """
    best: dict[str, tuple[Any, ...]] = {}
    for match in matches:
        evidence = tuple(
            (f["feature"], f["candidate"], _bits(f)) for f in match["explanation"]
        )
        best.setdefault(match[key], (match[key], match["score"], evidence))
    return tuple(best.values())


def _bits(feature: Mapping[str, Any]) -> float:
    """Return what a piece of evidence adds; the service calls it its weight."""
    bits: float = feature["weight"] if "weight" in feature else feature["bits"]
    return bits


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run the service over a home and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        shutil.which("ostraka", path=str(Path(sys.executable).parent)) or "ostraka"
    ]
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        env={**os.environ, "OSTRAKA_HOME": str(home)},
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{url}/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
