"""What a publisher said about its files when it was last asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.record.writing import write_atomically


@dataclass(frozen=True, slots=True)
class Validators:
    """What a publisher said about a file, to ask next time whether it changed."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = (
            ("If-None-Match", self.etag),
            ("If-Modified-Since", self.last_modified),
        )
        return {name: value for name, value in pairs if value}


_MEMORY = "fetched.state"


@dataclass(frozen=True, slots=True)
class Memory:
    """What the publisher said about its files when it was last asked.

    Attributes:
        store: The record.
        dataset: Name of the list.

    It holds only as long as the version made of them is in the store: a refused or
    removed version must be fetched again.
    """

    store: Store
    dataset: str

    @property
    def path(self) -> Path:
        """Where it is kept, beside the versions."""
        return self.store.home / "statements" / self.dataset / _MEMORY

    def recall(self) -> tuple[Version | None, dict[str, Validators]]:
        """Return the version and its validators by address, or nothing to go by."""
        try:
            table = json.loads(self.path.read_text("utf-8"))
            validators = {
                url: Validators(**said) for url, said in table["addresses"].items()
            }
        except (OSError, ValueError, KeyError, TypeError):
            # Losing this costs one whole download, never a wrong answer.
            return None, {}
        for version in self.store.versions(self.dataset):
            if version.id == table["version"]:
                return version, validators
        return None, {}

    def keep(
        self, version: Version, said: Mapping[str, Validators], moment: datetime
    ) -> None:
        """Remember for the next update, and that this version was the newest then.

        Args:
            version: The version made of the publisher's files.
            said: What it said about the file at each address.
            moment: When it was asked.
        """
        table = {
            "version": version.id,
            "asked": moment.astimezone(UTC).date().isoformat(),
            "addresses": {url: asdict(one) for url, one in said.items()},
        }
        text = json.dumps(table, indent=1)
        write_atomically(self.path, text + "\n", self.path.parent)

    def newest_on(self, version: Version) -> date | None:
        """Return the last day on which the publisher itself had nothing newer."""
        try:
            table = json.loads(self.path.read_text("utf-8"))
            day = date.fromisoformat(table["asked"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never asked, or by a program that did not note the day
        return day if table.get("version") == version.id else None
