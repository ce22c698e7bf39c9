"""One frozen object read once from the environment and passed in, never changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from ostraka.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its record.

    Attributes:
        home: The folder that holds originals, statements and indexes.
        native: Whether the compiled matching core is used where it is there.
        casework: URL of the database with the cases; None for a file in `home`.
        key: Seals the customers of a portfolio; None to keep them in clear.
    """

    home: Path
    native: bool = True
    casework: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)

    @property
    def has_cases(self) -> bool:
        """Tell whether cases are kept, without opening them."""
        return self.casework is not None or (self.home / "casework.sqlite").exists()

    @classmethod
    def from_environment(cls) -> Settings:
        """Read `OSTRAKA_HOME`, or take the platform's folder for user data.

        `OSTRAKA_NATIVE=0` leaves the compiled matching core aside; `OSTRAKA_CASEWORK`
        names a PostgreSQL database for a team's cases.  The key of the customers stands
        in `OSTRAKA_KEY`, or in the file that `OSTRAKA_KEY_FILE` names.

        Raises:
            UsageError: The key's file cannot be read.
        """
        home = os.environ.get("OSTRAKA_HOME")
        return cls(
            home=Path(home) if home else user_data_path("ostraka", appauthor=False),
            native=os.environ.get("OSTRAKA_NATIVE") != "0",
            casework=os.environ.get("OSTRAKA_CASEWORK") or None,
            key=os.environ.get("OSTRAKA_KEY") or _key_in_file(),
        )


def _key_in_file() -> str | None:
    name = os.environ.get("OSTRAKA_KEY_FILE")
    if not name:
        return None
    try:
        return Path(name).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise UsageError(f"OSTRAKA_KEY_FILE: {name} cannot be read: {error}") from error
