"""Measure names through the command line, the peers beside them in the same run.

    python bench/names.py BENCH WORK [--peers]

BENCH is the folder of the labelled data with its `harness.py`.  With `--peers` the
strongest open scorer and a plain one are installed in an environment of their own under
WORK (PyICU needs a compiler and ICU's headers) and measured too; otherwise the report
shows their stored results.  The report is WORK/RESULTS.md.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from arguments import labelled_data, options_of

from ostraka.screen import DEFAULT_THRESHOLD

PEERS = ("nomenklatura", "rapidfuzz_icu")
NEEDED = ("nomenklatura==4.17.4", "pyicu", "rapidfuzz", "numpy", "scipy")


def main() -> None:
    """Run the harness for each system and print its report."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--peers", action="store_true")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    harness = [str(given.bench / "harness.py"), "--work", str(given.work)]
    ours = Path(sys.executable).with_name("ostraka")
    run(
        sys.executable, *harness, "run", "--adapter", "ostraka",
        "--ostraka-bin", str(ours), "--threshold", str(DEFAULT_THRESHOLD),
    )  # fmt: skip
    python = sys.executable
    if given.peers:
        python = environment(given.work / "peers")
        for name in PEERS:
            run(python, *harness, "run", "--adapter", name)
    run(python, *harness, "report")
    print((given.work / "RESULTS.md").read_text("utf-8"))


def environment(folder: Path) -> str:
    """Make an environment with the peers in it and return its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin/python")
    run(python, "-m", "pip", "install", "--quiet", *NEEDED)
    return python


def run(*command: str) -> None:
    """Run a command, its output shown."""
    print("$", *command, flush=True)
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
