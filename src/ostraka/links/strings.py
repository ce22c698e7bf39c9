"""Sorted texts in two arrays that open with mmap: where each begins, and all their bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

_BEGIN = np.dtype(np.int64)


def mapped(path: Path) -> Any:
    """Return the array of a file without reading it, as a plain array.

    A `memmap` makes a new object of every number taken out of it, ten times slower.
    """
    return np.load(path, mmap_mode="r").view(np.ndarray)


class Strings:
    """A sequence of texts; `find` needs them sorted by their UTF-8 bytes.

    Args:
        begins: Offsets into `content`, one more than there are texts.
        content: The texts in UTF-8, one after the other.
    """

    __slots__ = ("_begins", "_content")

    def __init__(
        self, begins: npt.NDArray[np.int64], content: npt.NDArray[np.uint8]
    ) -> None:
        self._begins = begins
        self._content = content

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, place: int) -> str:
        return self._bytes(place).decode()

    def find(self, text: str) -> int:
        """Return the place of a text, or -1."""
        wanted = text.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else -1

    def save(self, folder: Path, name: str) -> None:
        """Write the two arrays into a folder."""
        np.save(folder / f"{name}.begins.npy", self._begins)
        np.save(folder / f"{name}.content.npy", self._content)

    def to_arrow(self) -> Any:
        """Return the texts as an Arrow array, without copying them."""
        import pyarrow as pa  # noqa: PLC0415 - only building pays for Arrow

        buffers = pa.py_buffer(self._begins), pa.py_buffer(self._content)
        return pa.LargeStringArray.from_buffers(len(self), *buffers)

    @classmethod
    def open(cls, folder: Path, name: str) -> Strings:
        """Open the two arrays without reading them."""
        return cls(
            mapped(folder / f"{name}.begins.npy"),
            mapped(folder / f"{name}.content.npy"),
        )

    @classmethod
    def of(cls, texts: Iterable[str]) -> Strings:
        """Make the arrays of a few texts, in the order given."""
        parts = [text.encode() for text in texts]
        begins = np.zeros(len(parts) + 1, _BEGIN)
        np.cumsum([len(part) for part in parts], out=begins[1:])
        return cls(begins, np.frombuffer(b"".join(parts), np.uint8))

    @classmethod
    def from_arrow(cls, texts: pa.Array) -> Strings:
        """Make the arrays of an Arrow array of texts without nulls."""
        import pyarrow as pa  # noqa: PLC0415 - only building pays for Arrow

        whole = texts.cast(pa.large_string())
        if isinstance(whole, pa.ChunkedArray):
            whole = whole.combine_chunks()
        _, offsets, content = whole.buffers()
        begins = np.frombuffer(offsets, _BEGIN, len(whole) + 1, whole.offset * 8)
        if content is None:
            return cls(begins, np.zeros(0, np.uint8))
        flat = np.frombuffer(content, np.uint8)
        return cls(begins - begins[0], flat[begins[0] : begins[-1]])

    def _bytes(self, place: int) -> bytes:
        begin, end = self._begins[place], self._begins[place + 1]
        return self._content[begin:end].tobytes()
