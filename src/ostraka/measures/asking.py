"""Parties asked for by id, number or name, with all their records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.errors import NotFoundError, UsageError
from ostraka.measures.called import linked_step
from ostraka.measures.documents import DATASET_PREFIX
from ostraka.measures.gaps import Matrix, gaps
from ostraka.measures.groups import Group, Key, Names, find_group
from ostraka.measures.standing import Standings
from ostraka.measures.timeline import Step, timeline
from ostraka.record.judgements import Judgements
from ostraka.record.party import Party, read_parties
from ostraka.record.store import Store
from ostraka.record.versions import in_force
from ostraka.record.view import view_party


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
        self._names: Names | None = None
        self._known: dict[Key, Party | None] = {}

    @property
    def names(self) -> Names:
        """The names of all parties in all versions here."""
        if self._names is None:
            every = (v for versions in self._versions.values() for v in versions)
            self._names = Names(self._store, every)
        return self._names

    def ask(self, keys: Sequence[str]) -> Asked:
        """Return the parties called by some ids, numbers or names.

        Raises:
            NotFoundError: No list here has such a party.
        """
        groups = tuple(self._group(key) for key in keys)
        members = [(m.dataset, m.id) for g in groups for m in (*g.members, *g.parts)]
        return Asked(groups, Standings(self._store, self.today, members))

    def matrix(self, asked: Asked, day: date) -> Matrix:
        """Return parties against lists as of a day.

        A document that names a party lists nobody: it is no column, unless asked for.
        """
        lists = [n for n in self.datasets if self._chosen or not n.startswith(DATASET_PREFIX)]  # fmt: skip
        return gaps(asked.groups, lists, asked.standings, day, lambda name: self._published(name, day))  # fmt: skip

    def steps(self, asked: Asked, others: Iterable[Step] = ()) -> list[Step]:
        """Return what was done about some parties, oldest first."""
        found = [step for g in asked.groups for step in timeline(g, asked.standings)]
        return sorted({*found, *others}, key=lambda s: (s.day or "9999", s.dataset, s.kind))  # fmt: skip

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

    def _group(self, key: str) -> Group:
        return find_group(self.names, self._judgements, self._start(key), self._facts)

    def _start(self, key: str) -> list[Key]:
        """Return the records a key stands for: an id, an authority's number, or a name."""
        if key in self.names.by_id:
            return self.names.by_id[key]
        member = next(
            (k for m in self._judgements.members(key) for k in self.names.by_id.get(m, ())),
            None,
        )  # fmt: skip
        if member is not None:
            return [member]
        found = self.names.find(key)
        if found:
            return found[:1]
        party = view_party(self._store, key, self.today).id
        if party in self.names.by_id:
            return self.names.by_id[party]
        raise NotFoundError(f"{key}: not on any of the lists asked")

    def _facts(self, keys: Collection[Key]) -> Mapping[Key, Party]:
        """Return what the newest version of each list states of some records."""
        missing: dict[str, set[str]] = {}
        for dataset, name in keys:
            if (dataset, name) not in self._known:
                missing.setdefault(dataset, set()).add(name)
        for dataset, ids in missing.items():
            self._known.update(dict.fromkeys((dataset, name) for name in ids))
            newest = self._versions[dataset][-1:]
            for party in read_parties(self._store, newest, ids=ids):
                self._known[dataset, party.id] = party
        return {key: found for key in keys if (found := self._known[key]) is not None}

    def _published(self, dataset: str, day: date) -> str | None:
        version = in_force(self._versions[dataset], day)
        return version.published if version else None
