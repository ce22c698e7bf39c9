"""Write the FollowTheMoney vocabulary as tables the core can read without PyICU.

Run in an environment that has `followthemoney` (see `just build`); the core
itself never imports it.  `--check` compares instead of writing and exits 1 when
the committed tables have drifted from the installed library.

Output:
    src/ostraka/record/data/ftm.json: schemata, properties, types, topics
    src/ostraka/record/data/countries.json: territory codes, labels and names
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Any

from followthemoney import model
from followthemoney.types import registry
from rigour.territories import get_ftm_countries
from rigour.territories.lookup import _load_territory_names

DATA = Path(__file__).parent.parent / "src" / "ostraka" / "record" / "data"


def build_schemata() -> dict[str, Any]:
    """Return every schema with the properties it declares itself."""
    schemata: dict[str, Any] = {}
    for schema in sorted(model, key=lambda s: s.name):
        spec: dict[str, Any] = {
            "label": schema.label,
            "plural": schema.plural,
            "extends": sorted(parent.name for parent in schema.extends),
            "ancestors": sorted(schema.names),
            "matchable": schema.matchable,
            "abstract": schema.abstract,
            "required": schema.required,
            "featured": schema.featured,
            "caption": schema.caption,
        }
        if schema.edge:
            spec["edge"] = {
                "source": schema.edge_source,
                "target": schema.edge_target,
                "label": schema.edge_label,
                "directed": schema.edge_directed,
            }
        if schema.temporal_start:
            spec["temporal_start"] = schema.temporal_start
        if schema.temporal_end:
            spec["temporal_end"] = schema.temporal_end
        spec["properties"] = {
            name: build_property(prop)
            for name, prop in sorted(schema.properties.items())
            if prop.schema == schema
        }
        schemata[schema.name] = spec
    return schemata


def build_property(prop: Any) -> dict[str, Any]:
    """Return the facts of one property that differ from the defaults."""
    spec: dict[str, Any] = {"label": prop.label, "type": prop.type.name}
    if prop.max_length != prop.type.max_length:
        spec["max_length"] = prop.max_length
    if prop.matchable != prop.type.matchable:
        spec["matchable"] = prop.matchable
    if prop.format:
        spec["format"] = prop.format
    if prop.range is not None:
        spec["range"] = prop.range.name
    if prop.reverse is not None:
        spec["reverse"] = prop.reverse.name
    if prop.stub:
        spec["stub"] = True
    if prop.hidden:
        spec["hidden"] = True
    if prop.deprecated:
        spec["deprecated"] = True
    return spec


def build_model() -> dict[str, Any]:
    """Return the whole vocabulary."""
    types = {
        t.name: {
            "max_length": t.max_length,
            "matchable": t.matchable,
            "group": t.group,
            "label": t.label,
        }
        for t in sorted(registry.types, key=lambda t: t.name)
    }
    return {
        "followthemoney": version("followthemoney"),
        "types": types,
        "topics": dict(sorted(registry.topic.names.items())),
        "languages": dict(sorted(registry.language.names.items())),
        "genders": dict(sorted(registry.gender.names.items())),
        "schemata": build_schemata(),
    }


def fold_country(name: str) -> str:
    """Fold a territory name as `ostraka.record.countries` does when it looks up."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def build_countries() -> dict[str, Any]:
    """Return labels by code and codes by folded name, strong names first."""
    codes = {t.code: t.name for t in get_ftm_countries()}
    names: dict[str, str] = {}
    weak: dict[str, str] = {}
    for territory, strongs, weaks, _places in _load_territory_names():
        target = territory
        while target is not None and target.code not in codes:
            target = target.parent
        if target is None:
            continue
        for name in [
            *strongs,
            territory.code,
            *([territory.alpha3] if territory.alpha3 else []),
            *territory.other_codes,
        ]:
            names.setdefault(fold_country(name), target.code)
        for name in weaks:
            weak.setdefault(fold_country(name), target.code)
    for code in codes:
        names[fold_country(code)] = code
    for name, code in weak.items():
        names.setdefault(name, code)
    names.pop("", None)
    return {
        "rigour": version("rigour"),
        "labels": dict(sorted(codes.items())),
        "names": dict(sorted(names.items())),
    }


def main() -> int:
    """Write the tables, or with `--check` report drift."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    drifted = []
    for file_name, table in {
        "ftm.json": build_model(),
        "countries.json": build_countries(),
    }.items():
        text = json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        path = DATA / file_name
        if check and (not path.exists() or path.read_text("utf-8") != text):
            drifted.append(file_name)
        elif not check:
            path.write_text(text, "utf-8")
    for file_name in drifted:
        print(f"{file_name}: differs from the installed library; run `just build`")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
