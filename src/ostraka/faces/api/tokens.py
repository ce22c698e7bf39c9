"""Bearer tokens: who may ask what, kept as hashes in `OSTRAKA_HOME/tokens.json`.

A token is 256 random bits, so its SHA-256 tells nothing about it and guessing is
hopeless; slow hashes (argon2) are for passwords that people choose, and would cost every
request a tenth of a second here.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from ostraka.errors import NotFoundError, StoreError, UsageError
from ostraka.record.writing import sync

#: What a token may be allowed; `admin` may everything.
SCOPES = ("match", "read", "admin")

_PREFIX = "ostraka_"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Token:
    """One token as it is kept.

    Attributes:
        name: What its owner is called in logs.
        sha256: Of the token.
        scopes: What it may: `match`, `read`, `admin`.
        rate: Requests a second it may make, or None for the service's own limit.
        created: Moment it was made (ISO 8601, UTC).
    """

    name: str
    sha256: str
    scopes: tuple[str, ...]
    rate: float | None
    created: str

    def may(self, scope: str) -> bool:
        """Tell whether it may do what needs a scope."""
        return scope in self.scopes or "admin" in self.scopes


class Tokens:
    """The tokens of one home folder.

    Args:
        home: `OSTRAKA_HOME`.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "tokens.json"

    def all(self) -> list[Token]:
        """Return the tokens, by name.

        Raises:
            StoreError: The file is damaged: nobody is let in until it is whole again.
        """
        try:
            table = json.loads(self.path.read_text("utf-8"))
            return [Token(**{**t, "scopes": tuple(t["scopes"])}) for t in table]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(f"{self.path}: damaged: {error}") from error

    def add(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        rate: float | None = None,
        now: datetime,
    ) -> str:
        """Make a token and return it: it is shown this once and kept nowhere.

        Raises:
            UsageError: The name is taken or none, or there is no such scope.
        """
        wanted = tuple(s for s in SCOPES if s in set(scopes))
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not wanted:
            raise UsageError(f"a token's scopes are among: {', '.join(SCOPES)}")
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r}: a token's name has letters, digits, . _ and -")
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = Token(
            name, hash_of(secret), wanted, rate, now.isoformat(timespec="seconds")
        )
        with self._lock():
            tokens = self.all()
            if any(token.name == name for token in tokens):
                raise UsageError(f"there is a token {name} already; revoke it first")
            self._write([*tokens, made])
        return secret

    def revoke(self, name: str) -> None:
        """Take a token away; a running service notices within a second.

        Raises:
            NotFoundError: There is no such token.
        """
        with self._lock():
            tokens = self.all()
            kept = [token for token in tokens if token.name != name]
            if len(kept) == len(tokens):
                raise NotFoundError(
                    f"there is no token {name}; see `ostraka tokens list`"
                )
            self._write(kept)

    def _lock(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path.with_name(".tokens.lock"))

    def _write(self, tokens: list[Token]) -> None:
        draft = self.path.with_name(".tokens.draft")
        draft.unlink(missing_ok=True)
        text = json.dumps(
            [asdict(t) for t in sorted(tokens, key=lambda t: t.name)], indent=1
        )
        # Made for its owner only from the start: hashes are no secrets, names may be.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(text + "\n")
        sync(draft)
        draft.replace(self.path)
        sync(self.path.parent)


def hash_of(secret: str) -> str:
    """Return the form a token is kept in."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
