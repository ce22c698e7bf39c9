"""The committed tables are those of the installed library."""

import subprocess
import sys
from pathlib import Path

from followthemoney import model
from followthemoney.schema import Schema as RealSchema

from ostraka.record.schema import common_schema, find_schema, schema_names

ROOT = Path(__file__).parent.parent.parent


def test_the_tables_have_not_drifted():
    command = [sys.executable, str(ROOT / "tools" / "build_schema.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_schema_has_the_properties_of_the_library():
    assert set(schema_names()) == {schema.name for schema in model}
    for schema in model:
        ours = find_schema(schema.name)
        assert ours.properties.keys() == schema.properties.keys()
        for name, prop in schema.properties.items():
            mine = ours.properties[name]
            assert (mine.type, mine.stub, mine.format, mine.max_length) == (
                prop.type.name, prop.stub, prop.format, prop.max_length,
            ), f"{schema.name}.{name}"  # fmt: skip


def test_the_most_specific_schema_is_the_same():
    def real(left: RealSchema, right: RealSchema) -> str | None:
        found = left if left.is_a(right) else right if right.is_a(left) else None
        return str(found.name) if found is not None else None

    for left in model:
        for right in model:
            try:
                found = common_schema((left.name, right.name)).name
            except ValueError:
                found = None
            assert found == real(left, right)
