"""A file you have becomes a version in force, or is refused whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ostraka.errors import RefusedError, UsageError
from ostraka.record.dates import is_date
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import find_dataset
from ostraka.sources.deltas import deltas_since, is_empty_delta, is_index, newest
from ostraka.sources.files import SourceFile, open_source
from ostraka.sources.formats import choose_format
from ostraka.sources.making import Making
from ostraka.sources.reader import Format


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load.

    Attributes:
        version: The version that is now in the store.
        is_new: False if nothing was loaded.
        note: Why nothing was loaded, if not because the same bytes already were.
    """

    version: Version
    is_new: bool
    note: str | None = None


def load_files(  # noqa: PLR0913 - each is a wish of whoever loads
    store: Store,
    dataset: str,
    paths: Sequence[Path],
    *,
    now: datetime,
    published: str | None = None,
    format_name: str | None = None,
    fetched: datetime | None = None,
    urls: dict[Path, str] | None = None,
    accept: Iterable[str] = (),
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    leave_out: Callable[[str], object] | None = None,
) -> Loaded:
    """Read published files into a new version of a dataset, or refuse them.

    An index of deltas is followed: each one after the newest version makes a version.

    Args:
        store: Where it goes.
        dataset: A known list's name, or any name for a list of your own.
        paths: The files of one version, packed or not, in any order.
        now: The moment of loading.
        published: Day of publication, for files that do not state it.
        format_name: Name of the format; found by looking at the files if None.
        fetched: Moment of fetching, if they were fetched.
        urls: Where each file was fetched from.
        accept: Names of checks that a person has looked at and lets pass.
        mapping: For a table of the user's own: column → property, or `-` to ignore it.
        progress: Called with the number of entities read, from time to time.
        leave_out: Told of each row of a table of links that cannot be read and is left
            out; one such row refuses the file if None.

    Raises:
        RefusedError: The files failed; the last good version stays in force.
        UsageError: The request makes no sense.
    """
    _check_day(published, now)
    entry = find_dataset(dataset)
    if len(paths) == 1 and is_index(paths[0]):
        load = partial(
            load_files, store, dataset,
            now=now, fetched=fetched, accept=tuple(accept), progress=progress,
        )  # fmt: skip
        return _follow(store, dataset, paths[0], load)
    if len(paths) == 1 and is_empty_delta(paths[0]):
        return Loaded(
            newest(store, dataset),
            is_new=False,
            note=f"{paths[0].name} is an empty delta: nothing changed",
        )
    with _noting_refusal(store, dataset, paths, now):
        files = [f for path in paths for f in open_source(path, (urls or {}).get(path))]
        chosen, roles = choose_format(entry, files, format_name)
        content = content_sha256(files, mapping)
        job = Making(
            store, entry, chosen, roles, now, published, fetched,
            frozenset(accept), mapping or {}, progress, leave_out,
        )  # fmt: skip
        return _commit(job, content)


def _commit(job: Making, content: str) -> Loaded:
    """Make the version of a job, unless these bytes are one already."""
    store, dataset = job.store, job.dataset.name
    with store.writing(dataset) as writing:
        same = _already(store.versions(dataset), job.format, content, job.given)
        if same is not None:
            return Loaded(same, is_new=False)
        return Loaded(job.run(writing, content), is_new=True)


@contextmanager
def _noting_refusal(
    store: Store, dataset: str, paths: Sequence[Path], now: datetime
) -> Iterator[None]:
    """Keep in the store why files were refused, and let the error go on.

    Of a name that is no list we know and has no version, nothing is kept: it may be a
    slip, which `lists` would show for ever.
    """
    try:
        yield
    except RefusedError as error:
        if not find_dataset(dataset).is_official and not store.versions(dataset):
            raise
        names = [path.name for path in paths]
        store.note_refusal(
            dataset,
            {
                "at": now.astimezone(UTC).isoformat(timespec="seconds"),
                "files": names,
                "reason": str(error) or ", ".join(names),
                "details": list(error.details),
            },
        )
        raise


def _check_day(published: str | None, now: datetime) -> None:
    if published is None:
        return
    if len(published) != len("2024-06-27") or not is_date(published):
        raise UsageError(f"--published {published}: not a day; write it as 2024-06-27")
    if published > now.date().isoformat():
        raise UsageError(f"--published {published}: that day has not come yet")


def _already(
    versions: list[Version], chosen: Format, content: str, published: str | None
) -> Version | None:
    """Return the version these bytes already are, or None.

    A file that states its own day is one version for ever; bytes that state none are a
    new version when another one came between (a publisher that took a change back).
    """
    before = [v for v in versions if published is None or v.published <= published]
    for version in versions:
        kind = (
            version.base is not None
            if chosen.is_delta
            else version.format == chosen.name
        )
        lasting = version.published_basis == "file" or version in before[-1:]
        if version.sha256 == content and kind and (lasting or chosen.is_delta):
            return version
    return None


def _follow(
    store: Store, dataset: str, index: Path, load: Callable[..., Loaded]
) -> Loaded:
    """Load the deltas of an index that are not in the store yet, oldest first."""
    base = newest(store, dataset)
    have = {version.sha256 for version in store.versions(dataset)}
    last = Loaded(base, is_new=False, note=f"{index.name} names nothing newer")
    for path, address in deltas_since(index, base):
        if is_empty_delta(path) or content_sha256(open_source(path)) in have:
            continue
        last = load([path], urls={path: address})
    return last


def content_sha256(
    files: Iterable[SourceFile], mapping: Mapping[str, str] | None = None
) -> str:
    """Return one digest for the files of a version, whatever their names and order.

    Another mapping of the columns makes another version of the same table.
    """
    joined = "".join(sorted({file.sha256 for file in files}))
    if mapping:
        joined += repr(sorted(mapping.items()))
    return hashlib.sha256(joined.encode()).hexdigest()
