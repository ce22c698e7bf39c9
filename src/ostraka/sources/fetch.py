"""Published files over the network: asked for politely, taken whole or not at all.

The only module that opens a connection.  It follows redirects, asks again when a
publisher stumbles, asks only for what changed, and takes no web page for a list.
"""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as package_version
from pathlib import Path

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from ostraka.errors import FetchError, UsageError
from ostraka.sources.catalog import Address, Dataset
from ostraka.sources.files import looks_like_html
from ostraka.sources.memory import Validators

_CHUNK = 1 << 16
_HEAD = 4096
_LOGIN = frozenset({401, 402, 403, 407, 451})
_LATER = frozenset({408, 429})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for a publisher and how much we take from it.

    Attributes:
        silence: Most seconds without a byte, and to connect.
        whole: Most seconds for one file.
        attempts: Most times one file is asked for.
        most_bytes: Most bytes one file may have (the largest list known has 130 MB).
        sleep: Waits between two attempts; a test passes one that does not.
    """

    silence: float = 60.0
    whole: float = 1800.0
    attempts: int = 4
    most_bytes: int = 1024**3
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One file as it came.

    Attributes:
        path: Where it lies now.
        url: The address asked; not the end of its redirects, which often expires.
        validators: For the next request.
        sha256: Of the file.
        size: In bytes.
    """

    path: Path
    url: str
    validators: Validators
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking for a list.

    Attributes:
        at: The moment of asking.
        files: Every file of the list, or none if no file changed.
    """

    at: datetime
    files: tuple[FetchedFile, ...]

    @property
    def not_modified(self) -> bool:
        """Tell whether the publisher says that nothing changed."""
        return not self.files


#: Called with the name of the file, the bytes so far, and the bytes announced.
Progress = Callable[[str, int, int | None], None]


class _StumbleError(Exception):
    """Something that may be better in a moment."""


class _UnsafeError(Exception):
    """An address that anyone on the way could answer for."""


def fetch(
    dataset: Dataset,
    folder: Path,
    *,
    now: datetime,
    previous: dict[str, Validators] | None = None,
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch every file of a list, or learn that none changed.

    Args:
        dataset: Its addresses, checksums and what to do when a login is wanted.
        folder: Where the files go, under the names the catalog gives them.
        now: The moment of asking.
        previous: Validators by address, from the last time.
        patience: How long to wait and how much to take.
        progress: Told how far each file is.

    Raises:
        FetchError: A file did not come, or is no list; it says what to do.
        UsageError: The dataset has no address.
    """
    if not dataset.addresses:
        raise _no_address(dataset)
    known = previous or {}
    patience = patience or Patience()
    with _client(patience) as client:
        job = _Job(client, dataset, folder, patience, progress)
        answers = [(a, job.get(a, known.get(a.url))) for a in dataset.addresses]
        if all(file is None for _, file in answers):
            return Fetched(now, ())
        # A version is all of its files: those that did not change are fetched too.
        files = (file or job.get(address, None) for address, file in answers)
        return Fetched(now, tuple(file for file in files if file is not None))


def _no_address(dataset: Dataset) -> FetchError | UsageError:
    if dataset.manual:
        return FetchError(
            f"{dataset.name}: cannot be fetched by a program: {dataset.manual}"
        )
    return UsageError(
        f"{dataset.name}: no address is known to fetch it from; {_by_hand(dataset)}"
    )


def _by_hand(dataset: Dataset) -> str:
    where = f" from {dataset.url}" if dataset.url else ""
    return f"get the file{where} and run `ostraka load {dataset.name} FILE`"


def _client(patience: Patience) -> httpx.Client:
    return httpx.Client(
        follow_redirects=True,
        timeout=patience.silence,
        headers={
            "User-Agent": f"ostraka/{package_version('ostraka')}",
            "Accept-Encoding": "gzip",
            "Accept": "*/*",
        },
        event_hooks={"request": [_check_scheme]},
    )


def _check_scheme(request: httpx.Request) -> None:
    """Stop before an address or a redirect that is neither https nor this machine."""
    url = request.url
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.host)):
        raise _UnsafeError(f"it leads to {url}, and only https addresses are fetched")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Job:
    """One list being fetched."""

    client: httpx.Client
    dataset: Dataset
    folder: Path
    patience: Patience
    progress: Progress | None

    def get(self, address: Address, known: Validators | None) -> FetchedFile | None:
        """Return the file at an address, or None if it did not change."""
        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            wait=wait_exponential_jitter(initial=1, max=30),
            retry=retry_if_exception_type(_StumbleError),
            sleep=self.patience.sleep,
            reraise=True,
        )
        try:
            return retrying(self._ask, address, known)
        except _StumbleError as stumble:
            raise self._error(
                address,
                f"{stumble} (asked {self.patience.attempts} times)",
                "try again later",
            ) from stumble

    def _ask(self, address: Address, known: Validators | None) -> FetchedFile | None:
        headers = known.headers if known else {}
        try:
            with self.client.stream("GET", address.url, headers=headers) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED and headers:
                    return None
                self._check_status(address, response)
                return self._receive(address, response)
        except _UnsafeError as error:
            raise self._error(address, str(error)) from error
        except httpx.TooManyRedirects as error:
            raise self._error(address, "it redirects in a circle") from error
        except httpx.TransportError as error:
            raise _StumbleError(_in_words(error)) from error

    def _check_status(self, address: Address, response: httpx.Response) -> None:
        code = response.status_code
        answer = f"the publisher answered {code} {response.reason_phrase}".rstrip()
        if response.is_server_error or code in _LATER:
            raise _StumbleError(answer)
        if code in _LOGIN:
            raise self._error(
                address, f"{answer}: it wants a login or refuses programs"
            )
        if code in _GONE:
            raise self._error(address, f"{answer}: the file is not there any more")
        if code != httpx.codes.OK:
            raise self._error(address, answer)

    def _receive(self, address: Address, response: httpx.Response) -> FetchedFile:
        """Write the answer beside its place, look at it, and put it there."""
        draft = self.folder / f"{address.name}.part"
        announced = int(response.headers.get("content-length", 0)) or None
        self._write(address, response.iter_raw(_CHUNK), draft, announced)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            draft = self._unpack(address, draft)
        size = draft.stat().st_size
        with draft.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._check_content(address, response, head)
        self._check_digest(address, digest)
        target = self.folder / address.name
        draft.replace(target)
        validators = Validators(
            response.headers.get("etag"), response.headers.get("last-modified")
        )
        return FetchedFile(target, address.url, validators, digest, size)

    def _write(
        self,
        address: Address,
        chunks: Iterable[bytes],
        path: Path,
        announced: int | None,
    ) -> None:
        done = 0
        ends = time.monotonic() + self.patience.whole
        with path.open("wb") as out:
            for chunk in chunks:
                done += len(chunk)
                if max(done, announced or 0) > self.patience.most_bytes:
                    most = f"{self.patience.most_bytes:,} bytes"
                    raise self._error(address, f"it is larger than {most}")
                if time.monotonic() > ends:
                    raise _StumbleError(f"not whole after {self.patience.whole:g} s")
                out.write(chunk)
                if self.progress is not None:
                    self.progress(address.name, done, announced)

    def _unpack(self, address: Address, packed: Path) -> Path:
        """Undo the gzip of the transport, which is no part of the publication."""
        plain = packed.with_suffix(".plain")
        try:
            with gzip.open(packed) as stream:
                chunks: Iterator[bytes] = iter(lambda: stream.read(_CHUNK), b"")
                self._write(address, chunks, plain, None)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise _StumbleError(f"the answer cannot be unpacked: {error}") from error
        packed.unlink()
        return plain

    def _check_content(
        self, address: Address, response: httpx.Response, head: bytes
    ) -> None:
        if not head.strip():
            raise self._error(address, "the answer is empty", "try again later")
        declared = "html" in response.headers.get("content-type", "")
        if looks_like_html(head.removeprefix(b"\xef\xbb\xbf")) or (
            declared and b"<html" in head.lower()
        ):
            raise self._error(
                address,
                "the answer is a web page, not a list: a login or an error page",
            )

    def _check_digest(self, address: Address, digest: str) -> None:
        if address.sha256 is not None and digest != address.sha256.lower():
            raise self._error(
                address, f"its SHA-256 is {digest}, not {address.sha256} as expected"
            )

    def _error(
        self, address: Address, what: str, todo: str | None = None
    ) -> FetchError:
        advice = todo or self.dataset.manual or _by_hand(self.dataset)
        return FetchError(
            f"{self.dataset.name}: {address.url}: {what}; "
            f"the last good version stays in force; {advice}"
        )


def _in_words(error: httpx.TransportError) -> str:
    """Say what went wrong on the way, without the library's words."""
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return f"the publisher cannot be reached: {str(error) or 'no answer'}"
    if isinstance(error, httpx.TimeoutException):
        return "the publisher stopped answering"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return "the connection was cut before the whole file had come"
    return f"the connection failed: {error}"
