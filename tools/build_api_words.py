"""Write the words the service shows beside the vocabulary: descriptions, orders, risks.

Run in an environment that has `followthemoney` (see `just build`).  `--check` compares
instead of writing and exits 1 when the committed table has drifted.

Output:
    src/ostraka/faces/api/data/words.json
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from followthemoney import model
from followthemoney.types import registry

TARGET = Path(__file__).parent.parent / "src/ostraka/faces/api/data/words.json"


def build_words() -> dict[str, Any]:
    """Return what people read about schemata, properties and groups of values."""
    return {
        "followthemoney": version("followthemoney"),
        "schemata": {
            schema.name: {
                "description": schema.description or schema.label,
                "shown": [
                    prop.name
                    for prop in schema.properties.values()
                    if not prop.hidden and prop.type != registry.entity
                ],
            }
            for schema in sorted(model, key=lambda s: s.name)
        },
        "properties": {
            prop.qname: prop.description
            for prop in sorted(model.properties, key=lambda p: p.qname)
            if prop.description
        },
        "groups": {
            group: type_.plural for group, type_ in sorted(registry.groups.items())
        },
        "risks": sorted(registry.topic.RISKS),
    }


def main() -> int:
    """Write the table, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    text = json.dumps(build_words(), ensure_ascii=False, indent=1) + "\n"
    if not arguments.check:
        TARGET.write_text(text, "utf-8")
        return 0
    if TARGET.read_text("utf-8") != text:
        print(f"{TARGET.name} has drifted; run `just build`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
