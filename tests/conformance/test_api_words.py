"""The words the service shows are those of the installed library."""

import subprocess
import sys
from pathlib import Path

from followthemoney import model

from ostraka.faces.api.words import comparable_schemata

ROOT = Path(__file__).parent.parent.parent


def test_the_table_has_not_drifted():
    command = [sys.executable, str(ROOT / "tools" / "build_api_words.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_search_for_a_schema_looks_where_yente_does():
    for schema in model:
        theirs = set(schema.matchable_schemata)
        if not schema.matchable:
            theirs.update(schema.descendants, [schema])
        ours = comparable_schemata(schema.name)
        assert ours == {other.name for other in theirs}, schema.name
