"""From the raw files of every list to an open index, a party shown and two versions compared.

    python bench/lists.py LISTS_FOLDER [--home FOLDER]

Loads every version under `LISTS_FOLDER/<dataset>/<day>/` in two processes, largest
list first, then measures the questions from a cold start.  Times are wall clock of
one run on this machine; memory is the largest process.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from arguments import folder_there, options_of

from ostraka.errors import RefusedError
from ostraka.faces.session import Ostraka

#: Files beside the lists that are no part of a version.
NOT_PARTS = {"dataspec.txt"}


def versions_of(folder: Path) -> list[tuple[str, list[Path]]]:
    """Return the days of a list, oldest first, with the files of each."""
    return [
        (day.name, [p for p in sorted(day.iterdir()) if p.name not in NOT_PARTS])
        for day in sorted(folder.iterdir())
        if day.is_dir() and day.name[:4].isdigit()
    ]


def load_dataset(home: str, folder: Path) -> list[str]:
    """Load every version of one list; return a line for each."""
    lines = []
    session = Ostraka(home, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    for day, files in versions_of(folder):
        start = time.perf_counter()
        try:
            version = session.load(folder.name, *files, published=day).version
            told = f"{version.entities:>7,} parties {version.statements:>9,} statements  {version.format}"
        except RefusedError as error:
            told = f"refused: {str(error)[:90]}"
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        lines.append(f"{folder.name:14} {day}  {seconds:6.2f} s {memory:>5} MB  {told}")
    return lines


def cold(home: str, *command: str) -> tuple[float, int]:
    """Run the command in a new process; return the best of three times and its memory."""
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ostraka", *command],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OSTRAKA_HOME": home},
        )
        best = min(best, time.perf_counter() - start)
    return best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    """Measure, print, and leave the home folder if one was named."""
    options = options_of(__doc__)
    options.add_argument("lists", type=folder_there)
    options.add_argument("--home", type=Path)
    given = options.parse_args()
    folders = [f for f in given.lists.iterdir() if f.is_dir() and versions_of(f)]
    if not folders:
        options.error(f"{given.lists} holds no lists: no DATASET/DAY/ in it has a file")
    folders.sort(
        key=lambda f: -sum(p.stat().st_size for _, ps in versions_of(f) for p in ps)
    )
    with tempfile.TemporaryDirectory() as scratch:
        home = str(given.home or scratch)
        start = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            for lines in pool.map(load_dataset, [home] * len(folders), folders):
                print(*lines, sep="\n")
        loaded = time.perf_counter() - start
        Ostraka(home).index()
        total = time.perf_counter() - start
        memory = max(
            resource.getrusage(who).ru_maxrss // 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(
            f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        print(
            f"raw files to open index: {total:.1f} s ({loaded:.1f} s loading), largest process {memory} MB"
        )
        for name, command in {
            "show": ("show", "ofac-12111"),
            "screen NAME": ("screen", "Assadollah Asadi"),
            "diff of two SDN versions": (
                "diff",
                "us_ofac_sdn",
                "--from",
                "2024-05-03",
                "--to",
                "2024-06-27",
                "--format",
                "json",
            ),
        }.items():
            seconds, used = cold(home, *command)
            print(f"{name}, cold: {seconds:.2f} s, {used} MB")


if __name__ == "__main__":
    main()
