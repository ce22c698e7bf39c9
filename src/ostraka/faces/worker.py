"""A worker process: rows in by standard input, lines of results out by standard output."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from pathlib import Path

from ostraka.faces.workers import read_frame, write_frame
from ostraka.index import open_index
from ostraka.record.judgements import Judgements
from ostraka.screen.chunks import Wanted, screen_rows


def main() -> None:
    """Screen what comes until nothing comes any more."""
    # Ctrl-C goes to every process of the terminal; ours ends us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed by mistake must not end up among the answers
    asked = sys.stdin.buffer
    first = read_frame(asked)
    if first is None:
        return
    task = json.loads(first)
    home = task["home"]
    judgements = None if home is None else Judgements(Path(home))
    index = open_index(Path(task["index"]), judgements)
    wanted = Wanted(**task["wanted"])
    _collect_seldom()
    while (rows := read_frame(asked)) is not None:
        lines, tally = screen_rows(index, wanted, json.loads(rows))
        try:
            write_frame(answers, json.dumps(tally.to_dict()).encode("ascii"))
            write_frame(answers, lines)
        except BrokenPipeError:  # ours was killed: nobody waits for the answer
            break
    # At once: Python would write again what could not be written, and give back the words
    # that are kept one by one, which takes seconds.
    os._exit(0)


def _collect_seldom() -> None:
    """Let Python look for garbage seldom: words and names are kept, rows leave no circles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


if __name__ == "__main__":
    main()
