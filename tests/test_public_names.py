"""Public names come from `ostraka` only, and cost nothing until they are used."""

import subprocess
import sys

import ostraka


def test_every_public_name_is_there() -> None:
    assert dir(ostraka) == sorted(ostraka.__all__)
    for name in ostraka.__all__:
        assert getattr(ostraka, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(ostraka, "nothing")


def test_importing_the_package_imports_nothing_heavy() -> None:
    """`ostraka screen NAME` must not pay for what it does not use."""
    code = "import sys, ostraka, ostraka.record.store; print([m for m in ('pyarrow', 'duckdb', 'numpy', 'lxml', 'httpx', 'click') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
