"""One frozen object read once from the environment and passed in, never changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its record.

    Attributes:
        home: The folder that holds originals, statements and indexes.
        native: Whether the compiled matching core is used where it is there.
        casework: URL of the database with the cases; None for a file in `home`.
    """

    home: Path
    native: bool = True
    casework: str | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """Read `OSTRAKA_HOME`, or take the platform's folder for user data.

        `OSTRAKA_NATIVE=0` leaves the compiled matching core aside; `OSTRAKA_CASEWORK`
        names a PostgreSQL database for a team's cases.
        """
        home = os.environ.get("OSTRAKA_HOME")
        return cls(
            home=Path(home) if home else user_data_path("ostraka", appauthor=False),
            native=os.environ.get("OSTRAKA_NATIVE") != "0",
            casework=os.environ.get("OSTRAKA_CASEWORK") or None,
        )
