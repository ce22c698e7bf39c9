"""What the documentation shows is what the program does.

A console block in a Markdown page is a transcript: every `$ ostraka …` line is run on
the demo's lists, in a folder with the demo's files, and what it prints must be what
the page shows. `…` in the page stands for anything.
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ostraka.faces.cli import VERBS, cli
from ostraka.faces.demo import TABLES, demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def transcripts() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            yield str(page.relative_to(ROOT)), block


def runs(block: str) -> list[tuple[str, str]]:
    """Return the commands of a transcript, each with what it is shown to print."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def fold(text: str) -> str:
    return "\n".join(
        " ".join(line.split()) for line in text.splitlines() if line.strip()
    )


def shows_something(shown: str) -> bool:
    """Tell whether a transcript could be wrong: a page that shows only `…` never is."""
    return not shown.strip() or bool(shown.replace("…", "").strip())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's files and a home with the demo's lists."""
    place = tmp_path_factory.mktemp("docs")
    with demo_files() as folder:
        for name in TABLES:
            shutil.copy(folder / name, place / name)
        load_demo_lists(Ostraka(place / "home", now=today_of_the_demo), folder)
    return place


@pytest.mark.parametrize(("page", "block"), list(transcripts()))
def test_a_transcript_is_what_happens(
    command, place: Path, page: str, block: str
) -> None:
    env = {**os.environ, "OSTRAKA_HOME": str(place / "home")}
    for line, shown in runs(block):
        words = shlex.split(line)
        assert words[0] == "ostraka", f"{page}: {line}"
        assert shows_something(shown), f"{page}: {line}: shows nothing but …"
        done = command(*words[1:], folder=place, env=env, together=True)
        assert done.returncode == 0, f"{page}: {line}\n{done.stdout}"
        pattern = ".*?".join(re.escape(part) for part in fold(shown).split("…"))
        assert re.fullmatch(pattern, fold(done.stdout), re.DOTALL), (
            f"{page}: {line}\n{done.stdout}"
        )


def test_a_transcript_of_nothing_but_dots_shows_nothing() -> None:
    assert shows_something("")
    assert shows_something("…\nreal\n…\n")
    assert not shows_something("…\n \n…\n")


def test_every_verb_has_an_example_and_its_options_a_help_text() -> None:
    context = click.Context(cli)
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None
        assert "ostraka " + verb in (command.help or ""), f"{verb}: no example"
        assert all(p.help for p in command.params if isinstance(p, click.Option)), verb


def test_every_verb_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for verb in VERBS:
        assert f"## ostraka {verb}\n" in guide
