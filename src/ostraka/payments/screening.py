"""A payment screened: each party by its role, each text for names, all in one result."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ostraka.errors import UsageError
from ostraka.index import Index
from ostraka.payments.free_text import find_stretches
from ostraka.payments.model import BODY, NUMBERS, Fault, Party, Payment, Said, Text
from ostraka.payments.results import Asked, PaymentMatch, PaymentResult
from ostraka.payments.roles import PAYER_AND_PAYEE
from ostraka.screen import DEFAULT_THRESHOLD, Match, Query, search
from ostraka.text.fold import fold

#: Answers kept: the same banks and customers come again and again.
_MOST_KEPT = 20_000
#: Matches of all lists that are looked at where only some are asked.
_MOST_MATCHES = 1_000
#: Regulation (EU) No 260/2012, Article 5d(2), as inserted by Regulation (EU) 2024/886.
INSTANT_RULE = (
    "Regulation (EU) No 260/2012, Article 5d(2): payer and payee of an instant credit "
    "transfer are checked at least once every calendar day and not during the transfer"
)
_BEST_KNOWN = ("UETR", "EndToEndId", "TxId", "InstrId", "20", "OrgnlUETR",
               "OrgnlEndToEndId", "OrgnlTxId", "AcctSvcrRef", "NtryRef", "PmtInfId",
               "MsgId", "BizMsgIdr")  # fmt: skip


@dataclass(slots=True)
class Screening:
    """The lists and the wishes of one run.

    Attributes:
        index: The lists.
        threshold: Least score of a match.
        limit: Most matches of a party or a stretch of text.
        instant: Whether the payments are instant credit transfers in euro, in which
            payer and payee are not screened during the transfer.
        datasets: Only parties of these lists; all if None.
    """

    index: Index
    threshold: float = DEFAULT_THRESHOLD
    limit: int = 5
    instant: bool = False
    datasets: frozenset[str] | None = None
    _kept: OrderedDict[Any, tuple[Match, ...]] = field(default_factory=OrderedDict)

    def ask(self, query: Query) -> tuple[Match, ...]:
        """Return the matches of a query; what was asked before is not asked again."""
        key = (query.schema, query.names, tuple(query.facts.items()))
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._search(query)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _search(self, query: Query) -> tuple[Match, ...]:
        most = self.limit if self.datasets is None else _MOST_MATCHES
        found = search(self.index, query, threshold=self.threshold, limit=most)
        if self.datasets is None:
            return found
        kept = [m for m in found if not self.datasets.isdisjoint(m.datasets)]
        return tuple(kept[: self.limit])


def screen_payment(screening: Screening, payment: Payment | Fault) -> PaymentResult:
    """Return the result of a payment, or of a message that is broken.

    Args:
        screening: The lists and the wishes.
        payment: The payment.
    """
    if isinstance(payment, Fault):
        return PaymentResult(
            query_id=f"message-{payment.message}",
            message=payment.message,
            place=payment.place,
            status=400,
            error=f"{payment.place}: {payment.reason}",
        )
    left_out = [p for p in payment.parties if _is_left_out(p, screening)]
    asked = [p for p in payment.parties if not _is_left_out(p, screening)]
    matches = [found for party in asked for found in _of_party(screening, party)]
    known = {fold(said.text) for party in payment.parties for said in _said(party)}
    for text in _texts(asked, payment.texts):
        matches += _of_text(screening, text, known)
    texts = (Asked(text.role, text.said.path) for text in payment.texts)
    return PaymentResult(
        query_id=_best_id(payment),
        message=payment.message,
        place=payment.path,
        matches=tuple(sorted(matches, key=lambda found: -found.match.score)),
        type=payment.type,
        part=payment.part,
        ids=payment.ids,
        amount=payment.amount,
        currency=payment.currency,
        countries=payment.countries,
        screened=(*(Asked(p.role, p.path) for p in asked), *texts),
        left_out=tuple(Asked(p.role, p.path) for p in left_out),
        why_left_out=INSTANT_RULE,
    )


def _is_left_out(party: Party, screening: Screening) -> bool:
    """Tell whether a party is payer or payee of an instant credit transfer."""
    return (
        screening.instant and party.role in PAYER_AND_PAYEE and party.kinds != (BODY,)
    )


def _best_id(payment: Payment) -> str:
    found = (payment.ids[name] for name in _BEST_KNOWN if name in payment.ids)
    return next(found, f"message-{payment.message}{payment.path}")


def _of_party(screening: Screening, party: Party) -> Iterator[PaymentMatch]:
    """Yield the matches of a party, each with the place of what agrees best.

    A party that may be a person or a body is asked as each; the better answer stands.
    """
    best: dict[str, Match] = {}
    for kind in party.kinds:
        query = _query(party, kind)
        for match in screening.ask(query) if query is not None else ():
            before = best.get(match.entity_id)
            if before is None or before.score < match.score:
                best[match.entity_id] = match
    ordered = sorted(best.values(), key=lambda match: -match.score)
    for match in ordered[: screening.limit]:
        said = _agreeing(match, party)
        yield PaymentMatch(party.role, said.path, said.text, match)


def _query(party: Party, kind: str) -> Query | None:
    """Return what is asked of a party as one kind.

    The country of an address speaks in the case of persons only: a body pays and is paid
    through its branches, and the listed bank abroad is the listed bank.
    """
    values = {
        prop: [said.text for said in said_of]
        for prop, said_of in party.facts.items()
        if prop != "country" or kind != BODY
    }
    names = [name.text for name in party.names]
    try:
        return Query.from_entity(
            {"schema": kind, "properties": {"name": names, **values}}
        )
    except UsageError:  # nothing to look for: no letter, no number
        return None


def _agreeing(match: Match, party: Party) -> Said:
    """Return the value of a party that speaks most for a match."""
    for feature in sorted(match.explanation, key=lambda f: -f.bits):
        for said in _asked_as(feature.feature, party):
            wanted = _plain(feature.query or "")
            # A code may have been asked without the branch it was written with.
            if wanted and _plain(said.text).startswith(wanted):
                return said
    every = [*party.names, *(s for values in party.facts.values() for s in values)]
    return every[0] if every else Said("", party.path)


def _asked_as(feature: str, party: Party) -> Iterable[Said]:
    """Return the values of a party that a piece of evidence may be about."""
    if feature == "name":
        return party.names
    if feature == "identifier":
        return [s for prop in NUMBERS for s in party.facts.get(prop, ())]
    return ()


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _said(party: Party) -> Iterator[Said]:
    """Yield what is asked of a party itself, and need not be asked of a text again."""
    yield from party.names
    for prop in NUMBERS:
        yield from party.facts.get(prop, ())


def _texts(parties: Iterable[Party], texts: Iterable[Text]) -> Iterator[Text]:
    """Yield the texts of a payment, and the lines of address that may name somebody."""
    yield from texts
    for party in parties:
        for line in party.lines:
            yield Text(f"address of {party.role}", line)


def _of_text(
    screening: Screening, text: Text, known: set[str]
) -> Iterator[PaymentMatch]:
    seen: set[str] = set()
    for stretch in find_stretches(screening.index, text.said.text, known):
        for match in screening.ask(stretch.query):
            if match.entity_id not in seen and stretch.means(match):
                seen.add(match.entity_id)
                yield PaymentMatch(text.role, text.said.path, stretch.text, match)
