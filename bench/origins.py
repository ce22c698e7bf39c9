"""Tell the origins of people whose country is known, and count how often it is theirs.

    python bench/origins.py BENCH [--each N]

Printed is, for each country, how many origins are told and how many of them are the
tradition of most of its people.  Countries have people of many traditions, so this is
a floor of what is right.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict

from arguments import labelled_data, options_of

from ostraka.selftest.origin import groups, known_origins

#: Tradition of most people of a country, as `name_parts.tsv` calls it.
TRADITIONS = {
    "BR": "Portuguese", "CN": "Chinese", "DE": "German", "DZ": "Arabic", "EG": "Arabic",
    "ES": "Spanish", "FR": "French", "GB": "English", "GR": "Greek", "ID": "Indonesian and Malay",
    "IL": "Hebrew", "IN": "Indian", "IQ": "Arabic", "IR": "Persian", "IT": "Italian",
    "JP": "Japanese", "KR": "Korean", "MA": "Arabic", "MX": "Spanish", "NG": "West African",
    "NL": "Dutch", "PK": "Pakistani and Afghan", "PL": "Polish and Czech",
    "RU": "Russian and Ukrainian", "SA": "Arabic", "SE": "Nordic", "TR": "Turkish",
    "UA": "Russian and Ukrainian", "US": "English",
}  # fmt: skip


def main() -> None:
    """Count the origins of people by country."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("--each", type=int, default=300, help="people of a country")
    given = options.parse_args()
    found: dict[str, Counter[str | None]] = defaultdict(Counter)
    with gzip.open(
        given.bench / "dev/controls_persons.tsv.gz", "rt", encoding="utf-8"
    ) as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            country = row["country"]
            if country in TRADITIONS and found[country].total() < given.each:
                found[country][known_origins().tell(row["name"])] += 1
    asked = told = right = 0
    for country, counts in sorted(found.items()):
        group = groups()[TRADITIONS[country]]
        known = counts.total() - counts[None]
        print(f"{country} {group}: {counts.total()} asked, {known} told, {counts[group] / max(known, 1):.2f} of them right")  # fmt: skip
        asked, told, right = asked + counts.total(), told + known, right + counts[group]
    print(f"all: {asked} asked, {told} told, {right / told:.3f} of them right")


if __name__ == "__main__":
    main()
