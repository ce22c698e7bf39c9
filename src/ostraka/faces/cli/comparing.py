"""The verb that scores pairs of parties, without any list: compare."""

from __future__ import annotations

import json
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.cli.output import open_output, refuse_same, say_written, talk

#: Bad pairs that are named.
_MOST_BAD = 20


@click.command("compare")
@click.argument("pairs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File; stdout if not given."
)
def compare_command(pairs: Path, output: Path | None) -> int:
    """Score pairs of parties: JSON lines of {"pair_id", "left", "right"}.

    A pair that cannot be read has a line with `status` 400 and its `error`; the others
    are scored, and the exit code is 2.

    \b
    Example:
      ostraka compare pairs.jsonl -o scores.jsonl
    """
    refuse_same(output, pairs)
    from ostraka.screen import compare  # noqa: PLC0415

    done, bad = 0, 0
    with pairs.open("rb") as lines, open_output(output) as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            pair: Any = None
            try:
                pair = json.loads(line)
                scored = compare(pair["left"], pair["right"]).to_dict()
            except (
                AttributeError, KeyError, TypeError, ValueError, UsageError
            ) as error:  # fmt: skip
                bad += 1
                scored = {"status": 400, "error": f"line {number}: {_reason(error)}"}
                if bad <= _MOST_BAD:
                    talk(f"{pairs.name} {scored['error']}")
            done += 1
            key = pair.get("pair_id") if isinstance(pair, dict) else None
            out.write(json.dumps({"pair_id": key, **scored}, ensure_ascii=False) + "\n")
    say_written(output)
    if bad:
        talk(f"{bad:,} of {done:,} pairs could not be read; they have status 400")
    return 2 if bad else 0


def _reason(error: Exception) -> str:
    """Say what is wrong with a line of pairs, without Python's words."""
    if isinstance(error, KeyError):
        return f"no {error} in the pair"
    if isinstance(error, UnicodeDecodeError):
        return "not in UTF-8"
    if isinstance(error, AttributeError | TypeError):
        return "a pair has two parties, each as an object with schema and properties"
    if isinstance(error, JSONDecodeError):
        return (
            'not JSON; a line is {"pair_id": …, "left": {…}, "right": {…}}, and each side '
            "an entity as FollowTheMoney writes it"
        )
    return str(error)
