"""The tools and the server that offers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from ostraka.errors import OstrakaError
from ostraka.faces.mcp.results import (
    Change,
    Comparison,
    PartyRecord,
    Report,
    Screening,
)
from ostraka.faces.session import Ostraka, Scope
from ostraka.screen.tables import entity_from_fields

INSTRUCTIONS = """
Ostraka keeps a sourced, dated record of who is on sanctions lists.
A match says that a party may be the one asked about; say so, name the list and the
reasons, and leave the decision to a person.  A score orders matches and is not a
probability.  Being named in a report, or linked to a listed party, is no designation.
"""
#: Longest report a tool reads, and most parties of a comparison it names.
MOST_CHARACTERS, MOST_NAMED = 2_000_000, 200

_READS = ToolAnnotations(
    read_only_hint=True,
    destructive_hint=False,
    idempotent_hint=True,
    open_world_hint=False,
)

Day = Annotated[
    str | None,
    Field(description="As of that day, e.g. 2024-06-27; today if not given."),
]


def create_server(home: Path | None = None) -> MCPServer:
    """Return the server over one home folder; `run("stdio")` speaks with a client.

    Args:
        home: `OSTRAKA_HOME`; the environment's if None.
    """
    server = MCPServer("ostraka", instructions=INSTRUCTIONS.strip(), log_level="ERROR")
    tools = Tools(Ostraka(home))
    offered: tuple[Callable[..., Any], ...] = (
        tools.screen,
        tools.show,
        tools.diff,
        tools.read,
    )
    for tool in offered:
        server.tool(annotations=_READS)(tool)
    return server


class Tools:
    """What a model may do: ask, and nothing else.

    Args:
        ostraka: The home folder, opened.
    """

    def __init__(self, ostraka: Ostraka) -> None:
        self._ostraka = ostraka

    def screen(
        self,
        name: Annotated[str, Field(description="The party's name, in any script.")],
        birth_date: Annotated[
            str | None, Field(description="Date of birth, whole or partial.")
        ] = None,
        country: Annotated[
            str | None, Field(description="Country or nationality, by name or code.")
        ] = None,
        schema: Annotated[
            str | None, Field(description="Person, Company, Organization, Vessel, …")
        ] = None,
        id_number: Annotated[
            str | None, Field(description="Passport, identity or registration number.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=50, description="Most matches.")] = 5,
        as_of: Day = None,
    ) -> Screening:
        """Say which listed parties may be the one asked about, best first, with reasons."""
        fields = {
            "birth_date": birth_date,
            "country": country,
            "schema": schema,
            "id_number": id_number,
        }
        given = {key: text for key, text in fields.items() if text}
        with _explained():
            asked = entity_from_fields({"name": name, **given})
            found = self._ostraka.screen(asked, limit=limit, as_of=as_of)
            scope = Scope.of(as_of, today=self._ostraka.today)
            versions = self._ostraka.versions_in_force(scope)
        return Screening.model_validate(
            {
                "matches": [match.to_dict() for match in found],
                "asked": {version.dataset: version.id for version in versions},
                "as_of": str(scope.day or self._ostraka.today),
            }
        )

    def show(
        self,
        key: Annotated[
            str, Field(description="An id of a match, or the authority's number.")
        ],
        as_of: Day = None,
    ) -> PartyRecord:
        """Show one party: who says what about it, its designations and its links."""
        with _explained():
            view = self._ostraka.entity(key, as_of=as_of)
        return PartyRecord.model_validate(view.to_dict())

    def diff(
        self,
        dataset: Annotated[str, Field(description="A list, e.g. un_sc.")],
        before: Annotated[
            str | None,
            Field(description="Earlier version or day; the one before by default."),
        ] = None,
        after: Annotated[
            str | None,
            Field(description="Later version or day; the newest by default."),
        ] = None,
    ) -> Comparison:
        """Say who was listed, amended and removed between two versions of a list."""
        with _explained():
            found = self._ostraka.diff(dataset, before, after)

        def named(ids: tuple[str, ...]) -> dict[str, str]:
            return {key: found.captions.get(key, key) for key in ids[:MOST_NAMED]}

        amended = list(found.amended.items())[:MOST_NAMED]
        return Comparison(
            dataset=found.dataset,
            before=found.before,
            after=found.after,
            listed=named(found.listed),
            amended={
                key: [
                    Change(
                        prop=change.prop,
                        before=list(change.before),
                        after=list(change.after),
                        moved=change.moved,
                    )
                    for change in changes
                ]
                for key, changes in amended
            },
            removed=named(found.removed),
            counts={
                "listed": len(found.listed),
                "amended": len(found.amended),
                "removed": len(found.removed),
            },
        )

    def read(
        self,
        text: Annotated[
            str, Field(max_length=MOST_CHARACTERS, description="The report's text.")
        ],
        dated: Annotated[
            str | None,
            Field(description="The report's day; else what its text states."),
        ] = None,
    ) -> Report:
        """Say which listed parties a report names, and whether they were listed then."""
        with _explained(), TemporaryDirectory() as folder:
            path = Path(folder) / "report.txt"
            path.write_text(text, "utf-8", errors="replace")
            return Report.model_validate(self._ostraka.read(path, dated=dated))


@contextmanager
def _explained() -> Iterator[None]:
    """Tell the model what it did wrong, in our own words."""
    try:
        yield
    except OstrakaError as error:
        raise ToolError(str(error)) from error
