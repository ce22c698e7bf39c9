"""The tools as a client of the protocol sees them."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from ostraka.faces.demo import demo_files, load_demo_lists
from ostraka.faces.mcp.server import create_server
from ostraka.faces.session import Ostraka


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("mcp") / "home"
    with demo_files() as folder:
        load_demo_lists(Ostraka(home), folder)
    return home


def ask(home: Path, tool: str, **arguments: Any) -> Any:
    async def conversation() -> Any:
        async with Client(create_server(home)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(conversation())


def test_a_screening_names_the_match_its_reasons_and_the_lists_asked(
    home: Path,
) -> None:
    answer = ask(home, "screen", name="Asadollah Assadi", birth_date="1971-12-22")
    found = answer.structured_content
    assert found["matches"][0]["caption"] == "Assadollah Asadi"
    assert found["matches"][0]["explanation"][0]["feature"] == "name"
    assert "eu_fsf" in found["asked"]


def test_a_party_is_shown_with_its_designations(home: Path) -> None:
    shown = ask(home, "show", key="EU.4881.55").structured_content
    assert shown["designations"][0]["authority"] == "European Union"
    assert any(s["prop"] == "birthDate" for s in shown["statements"])


def test_a_report_is_read_from_its_text(home: Path) -> None:
    text = "On 6 May 2019 the EU froze the assets of Assadollah Asadi."
    entities = ask(home, "read", text=text).structured_content["entities"]
    assert any(entity["listed"] for entity in entities)


def test_a_mistake_is_explained_and_ends_nothing(home: Path) -> None:
    answer = ask(home, "diff", dataset="no_such_list")
    assert answer.is_error
    assert "nothing is loaded" in answer.content[0].text


def test_every_tool_says_what_it_returns(home: Path) -> None:
    async def tools() -> Any:
        async with Client(create_server(home)) as client:
            return (await client.list_tools()).tools

    offered = asyncio.run(tools())
    assert {tool.name for tool in offered} == {"screen", "show", "diff", "read"}
    assert all(tool.description and tool.output_schema for tool in offered)


@pytest.mark.slow
def test_the_command_speaks_the_protocol_over_stdin_and_stdout(home: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ostraka", "mcp"],
        env={**os.environ, "OSTRAKA_HOME": str(home)},
    )

    async def conversation() -> Any:
        async with Client(stdio_client(server)) as client:
            return await client.call_tool("show", {"key": "EU.4881.55"})

    assert asyncio.run(conversation()).structured_content["listed"]
