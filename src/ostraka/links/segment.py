"""The links one version of a dataset states, taken out of its statements once.

A segment is made when a version is first needed and stays as long as the version does:
a new version of one list costs the reading of that list and of nothing else.

    links/versions/<dataset>/<version>-<sha>-<layout>/*.npy, words.json
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.links.strings import Strings, mapped
from ostraka.links.wording import Wording

Numbers = npt.NDArray[np.int32]

#: Of how a segment is made; another number makes all of them anew.
LAYOUT = 1
#: Ordinals of days before the first and after the last that can be meant.
ALWAYS, NEVER_OVER = 0, date.max.toordinal()
#: `listed_until` of what a version names and does not have as a party.
NO_PARTY = -1

_TEXTS = ("ids", "captions", "schemata", "links")
_NUMBERS = ("listed_until", "source", "target", "wording", "since", "until")


@dataclass(frozen=True, slots=True)
class Segment:
    """The parties and links of one version of a dataset.

    Attributes:
        dataset: Its name.
        ids: Parties and far ends of links, sorted.
        captions: Their names, in the same order; empty where the version has none.
        schemata: Their schemata; empty where the version does not have the party.
        listed_until: For each, the last day it is listed as an ordinal, or `NO_PARTY`.
        links: Ids of the records that state the links, sorted.
        source: Place in `ids` where a link begins.
        target: Place in `ids` where it ends.
        wording: Place in `wordings` of what is said of it.
        since: Ordinal of its first day.
        until: Ordinal of its last day.
        wordings: The different wordings.
    """

    dataset: str
    ids: Strings
    captions: Strings
    schemata: Strings
    listed_until: Numbers
    links: Strings
    source: Numbers
    target: Numbers
    wording: Numbers
    since: Numbers
    until: Numbers
    wordings: tuple[Wording, ...]

    def save(self, folder: Path) -> None:
        """Write the segment so that the folder is there whole or not at all."""
        draft = folder.with_name(f"{folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name in _TEXTS:
            getattr(self, name).save(draft, name)
        for name in _NUMBERS:
            np.save(draft / f"{name}.npy", getattr(self, name))
        table = {
            "dataset": self.dataset,
            "wordings": [asdict(wording) for wording in self.wordings],
        }
        text = json.dumps(table, ensure_ascii=False)
        (draft / "words.json").write_text(text, "utf-8")
        draft.replace(folder)

    @classmethod
    def open(cls, folder: Path) -> Segment:
        """Open a segment; its numbers and texts are mapped, not read."""
        table = json.loads((folder / "words.json").read_text("utf-8"))
        columns: dict[str, Any] = {name: Strings.open(folder, name) for name in _TEXTS}
        for name in _NUMBERS:
            columns[name] = mapped(folder / f"{name}.npy")
        wordings = tuple(Wording(**words) for words in table["wordings"])
        return cls(dataset=table["dataset"], wordings=wordings, **columns)
