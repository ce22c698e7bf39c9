"""The verbs that let others ask: serve, mcp."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from ostraka.errors import UsageError
from ostraka.faces.api.settings import Limits, ServiceSettings
from ostraka.faces.cli.output import talk
from ostraka.settings import Settings

#: What `/updatez` asks for; in the environment, where other users cannot see it.
UPDATE_TOKEN = "OSTRAKA_UPDATE_TOKEN"  # noqa: S105 - a name


_LIMITS = (
    click.option(
        "--rate", type=click.FloatRange(0), default=0.0,
        help="Requests a second for each token without a rate of its own; 0 for no limit.",
    ),
    click.option(
        "--time-limit", type=click.FloatRange(1), default=30.0, show_default=True,
        help="Most seconds for a request.",
    ),
    click.option(
        "--body-limit", type=click.IntRange(1_000), default=10_000_000, show_default=True,
        help="Most bytes of a request.",
    ),
    click.option(
        "--batch-limit", type=click.IntRange(1), default=100, show_default=True,
        help="Most queries of a request.",
    ),
)  # fmt: skip


def _limit_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add what one request may ask for to a verb, which takes it as `limits`."""

    @wraps(verb)
    def with_limits(
        *,
        rate: float,
        time_limit: float,
        body_limit: int,
        batch_limit: int,
        **given: Any,
    ) -> Any:
        limits = Limits(
            body=body_limit, seconds=time_limit, batch=batch_limit, rate=rate
        )
        return verb(limits=limits, **given)

    added: Callable[..., Any] = with_limits
    for option in reversed(_LIMITS):
        added = option(added)
    return added


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; they share one index.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Threads of each that compare names.",
)
@click.option(
    "--cors",
    metavar="ORIGIN",
    multiple=True,
    help="A web page that may call it, e.g. https://intranet.example; any if not given.",
)
@click.option(
    "--allow-host",
    metavar="NAME",
    multiple=True,
    help="A name it answers to; on loopback only its own, else any, if not given.",
)
@click.option(
    "--collection",
    metavar="NAME=LIST,…",
    multiple=True,
    help="Lists to be asked together under a name, beside `default`, which is all.",
)
@_limit_options
@click.option(
    "--log-queries", is_flag=True, help="Log addresses with what was asked: personal data.",
)  # fmt: skip
@click.option(
    "--prepare", is_flag=True, help="Build what the service needs and end, to publish it to others.",
)  # fmt: skip
@click.option(
    "--publish",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the lists and the changes between their versions to this folder, and end.",
)
@click.option(
    "--publish-url", metavar="URL", help="Where that folder will be read; its own place if not given.",
)  # fmt: skip
def serve_command(  # noqa: PLR0913 - one for each option
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    cors: tuple[str, ...],
    allow_host: tuple[str, ...],
    collection: tuple[str, ...],
    limits: Limits,
    log_queries: bool,
    prepare: bool,
    publish: Path | None,
    publish_url: str | None,
) -> None:
    """Serve the pages, and yente's HTTP API, from this process.

    Listens on this machine only until there is a token (`ostraka tokens add`).
    Versions that are loaded while it runs are taken into use without a lost request.
    OSTRAKA_UPDATE_TOKEN is what POST /updatez asks for.

    \b
    Examples:
      ostraka serve
      ostraka serve --host 0.0.0.0 --workers 2 --rate 50
      ostraka serve --prepare
      ostraka serve --publish /srv/lists --publish-url https://lists.example
    """
    home = Settings.from_environment().home
    if prepare:
        _prepare(home)
    if publish is not None:
        _publish(home, publish, publish_url)
    if prepare or publish is not None:
        return
    settings = ServiceSettings(
        home=home,
        host=host,
        port=port,
        workers=workers,
        threads=threads,
        origins=cors or ("*",),
        hosts=allow_host,
        update_token=os.environ.get(UPDATE_TOKEN),
        collections=dict(_collection(text) for text in collection),
        log_queries=log_queries,
        limits=limits,
    )
    _serve(settings)


def _serve(settings: ServiceSettings) -> None:
    from ostraka.faces.api.server import (  # noqa: PLC0415
        check_address,
        check_port,
        serve,
    )

    check_address(settings)
    check_port(settings)
    where = f"http://{settings.host}:{settings.port}"
    talk(f"serving {settings.home} on {where} · stop with Ctrl-C")
    serve(settings)


def _prepare(home: Path) -> None:
    from ostraka.faces.api.snapshot import prepare  # noqa: PLC0415

    talk(f"ready: {prepare(home).folder}")


def _publish(home: Path, folder: Path, url: str | None) -> None:
    from ostraka.faces.api.publish import publish  # noqa: PLC0415
    from ostraka.record.store import Store  # noqa: PLC0415

    names = publish(Store(home), folder, url or folder.absolute().as_uri())
    talk(f"published in {folder}: {', '.join(names) or 'no list is loaded'}")


def _collection(text: str) -> tuple[str, tuple[str, ...]]:
    name, equals, lists = text.partition("=")
    names = tuple(part.strip() for part in lists.split(",") if part.strip())
    if not equals or not name.strip() or not names:
        raise UsageError(
            f"--collection {text}: write it as NAME=LIST,LIST, e.g. asia=ch_seco,au_dfat"
        )
    return name.strip(), names


@click.command("mcp")
def mcp_command() -> None:
    """Offer screen, show, diff and read as tools to a model, over stdin and stdout.

    Speaks the Model Context Protocol; needs `pip install "ostraka[mcp]"`.

    \b
    Example:
      ostraka mcp
    """
    if find_spec("mcp") is None:
        raise UsageError('`ostraka mcp` needs its SDK: pip install "ostraka[mcp]"')
    from ostraka.faces.mcp.server import create_server  # noqa: PLC0415

    create_server(Settings.from_environment().home).run("stdio")
