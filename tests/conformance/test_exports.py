"""What we write validates in the library, value by value, and means the same there."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from followthemoney import Statement as RealStatement
from followthemoney import StatementEntity, model
from followthemoney.dataset import Dataset as RealDataset
from followthemoney.statement.serialize import read_csv_statements, read_json_statements

from ostraka.record.export import export_entities, export_statements, export_versions
from ostraka.record.model import Statement
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import official_datasets
from ostraka.sources.load import load_files

from .conftest import NOW

FIELDS = Statement._fields
HERE = RealDataset.make({"name": "here", "title": "Here"})
TABLE = """\
id,name,type,alias,birth_date,nationality,passport,imo,lei,address,listed,program,reason,notes
1,"Ali ""T"" Testov",person,"'Abu Test'; Aly",circa 1960,Iran,A-1,,,"1 Road, Tehran",2020-05-01,Fraud,x,y
2,Testov GmbH,company,,,,,,529900T8BM49AURSDO55,,,,,
3,THE SHIP,vessel,,,,,9074729,,,,,,
"""


@cache
def becomes(schema: str, prop: str, value: str) -> str | None:
    """Return what the library makes of a value that is added to a property."""
    found = model[schema].properties[prop]
    value_there: str | None = found.type.clean(value, format=found.format)
    return value_there


def fault(statement: Statement) -> tuple[str, str] | None:
    """Say what the library has against a statement: the kind of fault, and this one."""
    s = statement
    key = RealStatement.make_key(
        s.dataset, s.entity_id, s.prop, s.value, s.external, s.lang
    )
    if s.id != key:
        return "another id", repr(s)
    if s.prop == "id":
        return None
    prop = model[s.schema].get(s.prop)
    if prop is None or prop.stub:
        return "no property", f"{s.schema}.{s.prop}"
    value = becomes(s.schema, s.prop, s.value)
    if value != s.value or len(s.value) > prop.max_length:
        kind = f"{s.schema}.{s.prop} ({prop.type.name})"
        return kind, f"{s.entity_id}: {s.value!r} becomes {value!r}"
    if RealStatement.from_dict(vars_of(s)).lang != s.lang:
        return "language", f"{s.lang} on {s.prop}"
    return None


def vars_of(statement: Statement) -> dict[str, object]:
    return statement._asdict()


def tell(faults: Iterable[tuple[str, str] | None]) -> str:
    """Return the faults by cause, each with its number and first examples."""
    causes: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for found in faults:
        if found is not None:
            causes[found[0]] += 1
            examples.setdefault(found[0], []).append(found[1])
    return "\n".join(
        f"{count} × {cause}: " + "; ".join(examples[cause][:4])
        for cause, count in causes.most_common()
    )


def assert_valid(store: Store, version: Version) -> None:
    """Check every statement and entity of a version with the library."""
    told = tell(fault(s) for s in export_statements(store, [version]))
    assert not told, f"{version.dataset} {version.id}:\n{told}"
    for entity in export_entities(store, [version]):
        schema = model[entity["schema"]]
        schema.validate(entity)
        missing = [p for p in schema.required if p not in entity["properties"]]
        assert not missing, (entity["id"], missing)
        proxy = model.make_entity(schema)
        for prop, values in entity["properties"].items():
            proxy.add(prop, values, cleaned=False)
            assert set(proxy.get(prop)) == set(values), entity["id"]


def assert_same_entities(store: Store, version: Version) -> None:
    """Check that the library makes the same entities of our statements as we do."""
    groups: dict[str, list[RealStatement]] = {}
    for statement in export_statements(store, [version]):
        real = RealStatement.from_dict(vars_of(statement))
        groups.setdefault(real.canonical_id, []).append(real)
    ours = {e["id"]: e for e in export_entities(store, [version])}
    assert ours.keys() == groups.keys()
    for key, statements in groups.items():
        theirs = StatementEntity.from_statements(HERE, statements).to_dict()
        mine = ours[key]
        assert mine["schema"] == theirs["schema"]
        assert mine["properties"] == {
            p: sorted(v) for p, v in theirs["properties"].items()
        }
        for field in ("first_seen", "last_seen", "last_change"):
            assert mine[field] == theirs[field], (key, field)
        assert mine["datasets"] == sorted(theirs["datasets"])


@pytest.fixture
def own(store: Store, tmp_path: Path) -> Version:
    path = tmp_path / "own.csv"
    path.write_text(TABLE, "utf-8")
    return load_files(store, "own", [path], now=NOW).version


def test_a_list_of_your_own_is_valid(store: Store, own: Version):
    assert_valid(store, own)
    assert_same_entities(store, own)


#: Lists we read in their publisher's own format.
#: Lists of authorities; of the registers of ownership there is no whole file here.
READ = sorted(
    name
    for name, dataset in official_datasets().items()
    if dataset.is_official and dataset.formats != ("ftm",)
)


@pytest.mark.parametrize("dataset", READ)
def test_a_real_list_is_valid(
    real_store: Store, newest: Callable[[str], Version], dataset: str
):
    version = newest(dataset)
    assert_valid(real_store, version)
    assert_same_entities(real_store, version)


def test_the_library_reads_our_statements(store: Store, own: Version):
    ours = {s.id: vars_of(s) for s in export_statements(store, [own])}
    for shape, read in (
        ("statements", read_json_statements),
        ("statements-csv", read_csv_statements),
    ):
        out = io.StringIO(newline="")
        export_versions(store, [own], out, shape=shape)
        theirs = read(io.BytesIO(out.getvalue().encode()))
        assert {s.id: dict(s.to_dict()) for s in theirs} == ours


def test_the_library_reads_our_entities(store: Store, own: Version):
    out = io.StringIO()
    export_versions(store, [own], out)
    for line in out.getvalue().splitlines():
        came = json.loads(line)
        proxy = model.get_proxy(came, cleaned=False)
        assert {p: set(v) for p, v in proxy.properties.items()} == {
            p: set(v) for p, v in came["properties"].items()
        }
