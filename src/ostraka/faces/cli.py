"""The command `ostraka`: one verb for each job, data on stdout, talk on stderr."""

from __future__ import annotations

import click


@click.group()
@click.version_option(package_name="ostraka")
def main() -> None:
    """Who is designated, by whom, since when, and is this party one of them."""
