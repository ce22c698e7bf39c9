"""Parties asked for by id, number or name, with all their records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.errors import NotFoundError, UsageError
from ostraka.measures.briefs import Briefs, Key
from ostraka.measures.called import linked_step
from ostraka.measures.documents import DATASET_PREFIX
from ostraka.measures.gaps import Matrix, gaps
from ostraka.measures.groups import Group, find_group
from ostraka.measures.names import Names
from ostraka.measures.standing import Standings
from ostraka.measures.timeline import Step, in_order, timeline
from ostraka.record.judgements import Judgements
from ostraka.record.party import Party
from ostraka.record.store import Store
from ostraka.record.versions import in_force
from ostraka.record.view import find_parties, view_party


@dataclass(frozen=True, slots=True)
class Asked:
    """Some parties and what every list here has of them.

    Attributes:
        groups: The parties.
        standings: What the lists have of their records.
    """

    groups: tuple[Group, ...]
    standings: Standings


class Measures:
    """The lists as one who compares authorities needs them.

    Args:
        store: The record.
        judgements: What was decided about records.
        today: The day that counts as today.
        lists: Only these lists; all if None.
    """

    def __init__(
        self,
        store: Store,
        judgements: Judgements,
        today: date,
        lists: Collection[str] | None = None,
    ) -> None:
        self._store = store
        self._judgements = judgements
        self.today = today
        held = [
            n for n in store.datasets() if any(v.entities for v in store.versions(n))
        ]
        missing = sorted(set(lists or ()) - set(held))
        if missing:
            raise NotFoundError(f"nothing is loaded of: {', '.join(missing)}; see `ostraka lists`")  # fmt: skip
        self._chosen = lists is not None
        self.datasets = [name for name in held if lists is None or name in lists]
        if not self.datasets:
            raise UsageError("no list is loaded; `ostraka load DATASET FILE` or `ostraka update` brings one")  # fmt: skip
        self._versions = {
            name: [v for v in store.versions(name) if v.published <= today.isoformat()]
            for name in self.datasets
        }
        self._briefs = Briefs(store, self._versions)
        self.names = Names(self._briefs)
        self._standings = Standings(self._briefs)

    def prepare(self, say: Callable[[int], object] = bool) -> None:
        """Read the versions that were never asked for parties; `say` is told how much."""
        self._briefs.prepare(say)

    def ask(self, keys: Sequence[str]) -> Asked:
        """Return the parties called by some ids, numbers or names.

        Raises:
            UsageError: No list here has such a party, or a number stands for several.
        """
        asked, missing = self.ask_known(keys)
        for error in missing.values():
            raise error
        return asked

    def ask_known(self, keys: Sequence[str]) -> tuple[Asked, dict[str, UsageError]]:
        """Return the parties called by some ids, numbers or names, and why others are none."""
        starts = {key: self._start(key) for key in keys}
        called = [key for key, found in starts.items() if not found]
        missing: dict[str, UsageError] = {}
        # All at once: a number is looked for in every version.
        numbers = find_parties(self._store, called, self.today) if called else {}
        for key, party in numbers.items():
            if not isinstance(party, str):
                missing[key] = party
            elif own := self.names.called(party):
                starts[key] = own
            else:
                missing[key] = NotFoundError(f"{key}: not on any of the lists asked")
        groups = (self._group(starts[key]) for key in keys if key not in missing)
        return Asked(tuple(groups), self._standings), missing

    def matrix(self, asked: Asked, day: date) -> Matrix:
        """Return parties against lists as of a day.

        A document that names a party lists nobody: it is no column, unless asked for.
        """
        lists = [n for n in self.datasets if self._chosen or not n.startswith(DATASET_PREFIX)]  # fmt: skip
        return gaps(asked.groups, lists, asked.standings, day, lambda name: self._published(name, day))  # fmt: skip

    def steps(self, asked: Asked, others: Iterable[Step] = ()) -> list[Step]:
        """Return what was done about some parties, oldest first."""
        found = [step for g in asked.groups for step in timeline(g, asked.standings)]
        return sorted({*found, *others}, key=in_order)

    def linked(self, asked: Asked, day: date) -> list[Step]:
        """Return the listings, by a day, of parties that lists link to those asked for."""
        steps = []
        for group in asked.groups:
            for member in group.members:
                view = view_party(self._store, member.id, self.today)
                others = [
                    (link.dataset, link.other)
                    for link in view.links
                    if not link.outgoing
                ]
                for party in self._facts(others).values():
                    step = linked_step(party, day)
                    if step is not None:
                        steps.append(step)
        return steps

    def _group(self, start: Sequence[Key]) -> Group:
        return find_group(self.names, self._judgements, start, self._facts)

    def _start(self, key: str) -> list[Key]:
        """Return the records an id or a name stands for; none for what is neither."""
        if own := self.names.called(key):
            return own
        member = next(
            (k for m in self._judgements.members(key) for k in self.names.called(m)),
            None,
        )
        return [member] if member is not None else self.names.find(key)[:1]

    def _facts(self, keys: Collection[Key]) -> Mapping[Key, Party]:
        """Return what the newest version of each list states of some records."""
        briefs = [(key, self._briefs.get(key)) for key in keys]
        return {
            key: party
            for key, brief in briefs
            if brief and (party := brief.at(len(brief.versions) - 1))
        }

    def _published(self, dataset: str, day: date) -> str | None:
        version = in_force(self._versions[dataset], day)
        return version.published if version else None
