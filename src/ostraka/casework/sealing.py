"""Customers' values at rest: sealed with a key if there is one, in clear if not.

The cipher is AES-256 in GCM with a nonce of its own for each value (NIST SP 800-38D);
what a value is about is sealed in, so that values cannot change places.  Two keys are
derived from the one given (HKDF, RFC 5869): for the values, and for the digests by
which a customer is found.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any

from ostraka.errors import UsageError

KEY_BYTES, _NONCE_BYTES = 32, 12
HOW = "a key is 32 bytes in base64; `ostraka portfolio key` makes one"


class WrongKeyError(UsageError):
    """The key is not the one that the values were sealed with, or there is none."""


@dataclass(frozen=True, slots=True)
class Box:
    """What seals and opens.

    Attributes:
        name: Tells one key from another and gives none away; `""` for no key.
    """

    name: str = ""
    _cipher: Any = field(default=None, repr=False)
    _lookup: bytes = field(default=b"", repr=False)

    def seal(self, content: bytes, about: str) -> bytes:
        """Return a content that only the key opens; without a key, as it is.

        Args:
            content: To be sealed.
            about: What it belongs to; must be the same when it is opened.
        """
        if self._cipher is None:
            return content
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed: bytes = self._cipher.encrypt(nonce, content, about.encode())
        return nonce + sealed

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed.

        Raises:
            WrongKeyError: It was sealed with another key, or changed since.
        """
        if self._cipher is None:
            return bytes(sealed)
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - heavy

        whole = bytes(sealed)
        try:
            found: bytes = self._cipher.decrypt(
                whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], about.encode()
            )
        except InvalidTag as error:
            raise WrongKeyError(
                f"{about}: the key does not open it, or it was changed"
            ) from error
        return found

    def lookup(self, *parts: str) -> str:
        """Return the digest by which something is found; nobody guesses it without the key."""
        text = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._lookup, text, hashlib.sha256).hexdigest()[:40]


#: Keeps everything in clear.
CLEAR = Box()


def box_with(key: str | None) -> Box:
    """Return what seals with a key; without one nothing is sealed.

    Args:
        key: 32 bytes in base64, or None.

    Raises:
        UsageError: It is no key.
    """
    if not key:
        return CLEAR
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    raw = _read_key(key)
    values, lookup, name = (
        _derived(raw, what) for what in ("values", "lookup", "name")
    )
    return Box(name.hex()[:8], AESGCM(values), lookup)


def new_key() -> str:
    """Return a new key, as it is given back by `OSTRAKA_KEY` or in a file."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _read_key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)  # fmt: skip
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"the key cannot be read: {HOW}") from error
    if len(raw) != KEY_BYTES:
        raise UsageError(f"the key has {len(raw)} bytes: {HOW}")
    return raw


def _derived(raw: bytes, what: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    about = f"ostraka portfolio {what}".encode()
    found: bytes = HKDF(SHA256(), KEY_BYTES, salt=None, info=about).derive(raw)
    return found
