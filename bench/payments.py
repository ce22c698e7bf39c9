"""How fast payments are screened, how many raise an alert, and what is found in them.

    python bench/payments.py BENCH HOME [--payments N]

BENCH is the folder of the labelled data, HOME a home with lists loaded (`bench/lists.py
LISTS --home HOME`).  Messages are made of people and companies on no list, with agents
from a pool of two hundred banks, addresses, and remittance texts of the usual kinds; half
are pacs.008 and half MT103.  Every name is new to the process.  Then official aliases are
put in the place of the creditor, and into the remittance text.

Times are processor time of one process, which other work on the machine does not change
much; `wall` is the clock.
"""

from __future__ import annotations

import csv
import gzip
import os
import platform
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from arguments import home_with_lists, labelled_data, options_of

from ostraka.faces.session import Ostraka
from ostraka.payments import Screening, read_payments, screen_payment
from ostraka.screen.find import compiled

WANTED_A_MINUTE, WANTED_P99 = 10_000, 20.0
TEXTS = (
    "Invoice {n} dated {d}.03.2026",
    "Rechnung Nr. {n} vom {d}.03.2026, Kundennr. {n}",
    "Rent March 2026 flat {d}",
    "Salary 03/2026",
    "Payment for order {n}, office chairs and desks",
    "Facture {n} prestation de conseil",
    "/INV/{n} spare parts for packaging machine",
    "Gift for birthday, love from all of us",
    "Consulting services acc. to contract {n} of {d}.01.2025",
    "Pago factura {n} material electrico",
    "School fees {who} term 2",
    "Loan repayment {who}",
    "Membership fee golf club 2026",
    "Freight Rotterdam to Shanghai, B/L {n}",
    "Purchase of 4 tons of polypropylene granulate",
    "Hotel reservation {who} {d} April",
    "Donation for the flood relief fund",
    "{n}",
    "Reimbursement travel expenses Berlin Munich",
    "Car repair Volkswagen Golf plate B-XY {d}",
)
STREETS = ("Hauptstrasse", "Rue de la Gare", "High Street", "Via Roma", "Calle Mayor")
TOWNS = (
    ("Berlin", "DE"),
    ("Lyon", "FR"),
    ("Leeds", "GB"),
    ("Torino", "IT"),
    ("Sevilla", "ES"),
)


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank of the pool: its code, and its name if messages carry it."""

    code: str
    name: str | None


class Maker:
    """What makes payments of names, the same ones in every run."""

    def __init__(self, people: Sequence[str], companies: Sequence[str]) -> None:
        self._random = random.Random(20260302)  # noqa: S311 - no secret
        self._people = iter(people)
        self._companies = iter(companies)
        letters = "ABCDEFGHIJKLMNOPRSTUVW"
        pick = self._random.choices
        self.banks = [
            Bank(
                f"{''.join(pick(letters, k=4))}{place}{''.join(pick(letters, k=2))}",
                f"{next(self._companies)} Bank" if n % 3 == 0 else None,
            )
            for n in range(200)
            for place in [self._random.choice(TOWNS)[1]]
        ]

    def party(self) -> str:
        """Return somebody not seen before, two people for each company."""
        names = self._companies if self._random.random() < 1 / 3 else self._people
        return next(names)

    def text(self) -> str:
        """Return a remittance text of a usual kind."""
        chosen = self._random.choice(TEXTS)
        who = next(self._people) if "{who}" in chosen else ""
        number = self._random.randint(1000, 9_999_999)
        return chosen.format(n=number, d=self._random.randint(10, 28), who=who)

    def message(
        self, number: int, creditor: str | None = None, text: str | None = None
    ) -> bytes:
        """Return one message: pacs.008 and MT103 in turn."""
        make = _pacs008 if number % 2 else _mt103
        debtor, payee = self.party(), creditor or self.party()
        banks = self._random.sample(self.banks, 2)
        street, (town, country) = (
            self._random.choice(STREETS),
            self._random.choice(TOWNS),
        )
        address = (f"{street} {self._random.randint(1, 99)}", town, country)
        return make(number, debtor, payee, banks, address, text or self.text()).encode()


def _pacs008(
    number: int, debtor: str, creditor: str, banks: Sequence[Bank],
    address: tuple[str, str, str], text: str,
) -> str:  # fmt: skip
    agents = [
        f"<FinInstnId><BICFI>{b.code}</BICFI>"
        + (f"<Nm>{escape(b.name[:140])}</Nm>" if b.name else "")
        + "</FinInstnId>"
        for b in banks
    ]
    street, town, country = map(escape, address)
    where = f"<PstlAdr><TwnNm>{town}</TwnNm><Ctry>{country}</Ctry><AdrLine>{street}</AdrLine></PstlAdr>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
<GrpHdr><MsgId>M{number}</MsgId><CreDtTm>2026-03-02T09:30:00</CreDtTm><NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
<CdtTrfTxInf><PmtId><EndToEndId>E{number}</EndToEndId></PmtId><IntrBkSttlmAmt Ccy="EUR">{number}.00</IntrBkSttlmAmt>
<Dbtr><Nm>{escape(debtor[:140])}</Nm>{where}</Dbtr><DbtrAgt>{agents[0]}</DbtrAgt>
<CdtrAgt>{agents[1]}</CdtrAgt><Cdtr><Nm>{escape(creditor[:140])}</Nm></Cdtr>
<RmtInf><Ustrd>{escape(text[:140])}</Ustrd></RmtInf></CdtTrfTxInf></FIToFICstmrCdtTrf></Document>
"""


def _mt103(
    number: int, debtor: str, creditor: str, banks: Sequence[Bank],
    address: tuple[str, str, str], text: str,
) -> str:  # fmt: skip
    first, second = banks
    street, town, country = address
    lines = [text[n : n + 35] for n in range(0, len(text), 35)]
    return "\n".join(
        (
            f"{{1:F01{first.code}AXXX0000000000}}{{2:I103{second.code}XXXXN}}{{4:",
            f":20:R{number}", ":23B:CRED", f":32A:260302EUR{number},",
            f":50K:/DE00{number:018}", *_lines(debtor), street, f"{town} {country}",
            *([f":57D:{second.name[:35].upper()}"] if second.name else [f":57A:{second.code}"]),
            f":59:/AT00{number:016}", *_lines(creditor),
            f":70:{lines[0]}", *lines[1:4], ":71A:SHA", "-}", "",
        )
    )  # fmt: skip


def _lines(name: str) -> list[str]:
    upper = name.upper().replace(":", " ")
    return [upper[:35], *([upper[35:70]] if len(upper) > 35 else [])]


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("home", type=home_with_lists)
    options.add_argument("--payments", type=int, default=5_000)
    given = options.parse_args()
    people = _names(given.bench / "dev/controls_persons.tsv.gz", "name")
    companies = _names(given.bench / "dev/controls_companies.tsv.gz", "name")
    maker = Maker(people, companies)
    with Ostraka(given.home) as o:
        screening = Screening(o.index())
        how = "with the kernel" if compiled() is not None else "without the kernel"
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {how}"
        )
        for number in range(200):  # the process is warm
            _screen(screening, maker.message(number))
        _speed(screening, [maker.message(n) for n in range(1, given.payments + 1)])
        aliases = _names(given.bench / "dev/list_alias.tsv.gz", "alias")
        _found(screening, maker, aliases[: given.payments // 5])


def _screen(screening: Screening, message: bytes) -> list[dict[str, Any]]:
    payments = read_payments(BytesIO(message))
    return [screen_payment(screening, found).to_dict() for found in payments]


def _speed(screening: Screening, messages: Sequence[bytes]) -> None:
    """Print how long each payment took and how many raised an alert, by role."""
    times: list[float] = []
    alerts: Counter[str] = Counter()
    raised = 0
    began = time.perf_counter()
    for message in messages:
        start = time.process_time()
        results = _screen(screening, message)
        times.append((time.process_time() - start) * 1000)
        roles = {match["role"] for result in results for match in result["matches"]}
        alerts.update(roles)
        raised += bool(roles)
    wall = time.perf_counter() - began
    times.sort()
    mean = sum(times) / len(times)
    print(f"{len(times):,} payments: {mean:.2f} ms of processor time each, "
          f"p50 {_at(times, 0.5):.2f}, p99 {_at(times, 0.99):.2f}, most {times[-1]:.1f} ms")  # fmt: skip
    print(
        f"{60_000 / mean:,.0f} a minute on one core (wanted {WANTED_A_MINUTE:,}, p99 {WANTED_P99:.0f} ms); wall {wall:.1f} s"
    )
    print(
        f"alerts in 1,000 payments of nobody listed: {1000 * raised / len(times):.1f}; by role:"
    )
    for role, count in alerts.most_common():
        print(f"  {role}: {1000 * count / len(times):.2f}")


def _found(screening: Screening, maker: Maker, aliases: Sequence[str]) -> None:
    """Print how many official aliases are found, by where they stand."""
    places: dict[str, Callable[[str, int], bytes]] = {
        "as the creditor": lambda name, n: maker.message(n, creditor=name),
        "alone in the remittance text": lambda name, n: maker.message(n, text=name),
        "in a remittance text": lambda name, n: maker.message(
            n, text=f"Invoice {n} for {name}, March 2026"
        ),
    }
    for place, make in places.items():
        hits = sum(
            any(result["matches"] for result in _screen(screening, make(name, number)))
            for number, name in enumerate(aliases)
        )
        print(
            f"official aliases {place}: {100 * hits / len(aliases):.1f} % of {len(aliases):,} raise an alert"
        )


def _names(path: Path, column: str) -> list[str]:
    """Return the names of a table in an order that is always the same."""
    found = list(dict.fromkeys(_column(path, column)))
    random.Random(1).shuffle(found)  # noqa: S311 - no secret
    return found


def _column(path: Path, column: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row[column]


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


if __name__ == "__main__":
    main()
