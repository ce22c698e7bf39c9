"""Write `docs/reference` from what the program itself says of its options, errors and rules.

    python tools/build_reference.py            # writes the pages
    python tools/build_reference.py --check    # tells which have drifted; exit code 1

The pages are committed; `tests/docs/test_reference.py` fails when one has drifted, so an
option, an endpoint, an error or a rule cannot be without a page.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import click

import ostraka
from ostraka.errors import OstrakaError
from ostraka.faces.api.app import create_app
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.cli import VERBS, cli
from ostraka.screen.features import FEATURES
from ostraka.screen.weights import WEIGHTS
from ostraka.sources.catalog import official_datasets

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
Lines = Iterator[str]


def row(*cells: object) -> str:
    """Return a line of a table."""
    texts = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(texts) + " |"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Lines:
    """Yield a table."""
    heads = tuple(heads)
    yield row(*heads)
    yield row(*("---" for _ in heads))
    yield from (row(*cells) for cells in rows)
    yield ""


def options() -> Lines:
    """Yield every verb with its arguments and options."""
    yield "# Every verb, every option"
    yield ""
    yield "Made from the program's own help; what the verbs are for is told in [commands](../commands.md)."
    yield ""
    for verb in VERBS:
        command = cli.get_command(click.Context(cli), verb)
        if command is not None:
            yield from _verb(f"ostraka {verb}", command)


def _verb(path: str, command: click.Command) -> Lines:
    yield f"## {path}"
    yield ""
    yield (command.help or "").split("\n\n")[0].replace("\n", " ").strip()
    yield ""
    context = click.Context(command, info_name=path)
    yield f"`{path} {' '.join(command.collect_usage_pieces(context))}`"
    yield ""
    found = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if found:
        yield from table(
            ("option", "what"),
            ((f"`{_names(p, context)}`", _told(p)) for p in found),
        )
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _verb(f"{path} {name}", below)


def _names(option: click.Option, context: click.Context) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return names
    return f"{names} {option.make_metavar(context)}"


def _told(option: click.Option) -> str:
    told = option.help or ""
    if option.required:
        told += " *Required.*"
    if (
        option.show_default
        and option.default is not None
        and not callable(option.default)
    ):
        told += f" Default: {option.default}."
    return told


def endpoints() -> Lines:
    """Yield every endpoint with its parameters."""
    yield "# Every endpoint"
    yield ""
    yield "Made from `GET /openapi.json`; how they behave is told in [the API](../api.md)."
    yield ""
    with tempfile.TemporaryDirectory() as home:
        described = create_app(ServiceSettings(Path(home))).openapi()
    for path, methods in described["paths"].items():
        for method, endpoint in methods.items():
            yield f"## {method.upper()} {path}"
            yield ""
            yield endpoint.get("description") or endpoint["summary"]
            yield ""
            found = endpoint.get("parameters", [])
            if found:
                yield from table(
                    ("parameter", "in", "what"),
                    (
                        (f"`{p['name']}`", p["in"], p.get("description", ""))
                        for p in found
                    ),
                )


def errors() -> Lines:
    """Yield every error with its exit code and its HTTP status."""
    yield "# Every error"
    yield ""
    yield "A message says what is wrong, where, and what to do; no traceback is shown for a user's mistake."
    yield ""
    for module in walk_packages(ostraka.__path__, "ostraka."):
        if "migrations" not in module.name and not module.name.endswith(
            ("__main__", "_kernel")
        ):
            import_module(module.name)
    yield from table(
        ("error", "a kind of", "exit code", "HTTP", "what"),
        (
            (
                f"`{kind.__name__}`",
                f"`{kind.__base__.__name__}`" if kind.__base__ else "",
                kind.exit_code,
                kind.http_status,
                (kind.__doc__ or "").split("\n\n")[0],
            )
            for kind in sorted(_below(OstrakaError), key=lambda kind: kind.__name__)
        ),
    )
    yield "Exit code 1 is also that of `--fail-on-match` with a match, and of a check that did not hold (`audit verify`, `replay`)."
    yield ""


def _below(kind: type[OstrakaError]) -> Iterator[type[OstrakaError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _below(below)


def evidence() -> Lines:
    """Yield every rule of the comparison with what it weighs and why."""
    yield "# Every rule of the comparison"
    yield ""
    yield "How they add up is told in [scoring](../scoring.md)."
    yield ""
    yield "## Beside the name"
    yield ""
    yield "One bit doubles the odds; what is negative speaks against."
    yield ""
    yield from table(
        ("rule", "how the values agree", "bits", "why it weighs that much"),
        ((f"`{n}`", w.detail, f"{w.bits:+g}", w.reason) for n, w in WEIGHTS.items()),
    )
    yield "## Of two names"
    yield ""
    yield "Figures of the pairing of two names; their weights are fitted (`screen/data/name_weights.json`), persons and bodies apart."
    yield ""
    yield from table(
        ("figure", "unit", "what it says"), ((f"`{n}`", u, t) for n, u, t in FEATURES)
    )


def lists() -> Lines:
    """Yield every list that is known with its publisher's terms."""
    yield "# Every list, and its publisher's terms"
    yield ""
    yield "The program ships no list: you fetch it from its publisher, under the publisher's terms."
    yield "The terms are restated here as they were read; the publisher's page decides."
    yield ""
    yield from table(
        ("name", "list", "authority", "read from", "page", "terms"),
        (
            (
                f"`{one.name}`",
                one.title,
                one.authority or "",
                ", ".join(f"`{name}`" for name in one.formats),
                f"<{one.url}>" if one.url else "",
                one.terms or "see the page",
            )
            for one in official_datasets().values()
        ),
    )


PAGES: dict[str, Callable[[], Lines]] = {
    "options.md": options,
    "endpoints.md": endpoints,
    "errors.md": errors,
    "evidence.md": evidence,
    "lists.md": lists,
}


def page(name: str) -> str:
    """Return the text of a page."""
    return "\n".join(PAGES[name]()).rstrip() + "\n"


def main() -> None:
    """Write the pages, or tell which have drifted."""
    FOLDER.mkdir(exist_ok=True)
    drifted = []
    for name in PAGES:
        path, text = FOLDER / name, page(name)
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != text:
                drifted.append(name)
        else:
            path.write_text(text, "utf-8")
    if drifted:
        sys.exit(f"drifted: {', '.join(drifted)}; run python {Path(__file__).name}")


if __name__ == "__main__":
    main()
