"""The reference is what the program says of itself: nothing undocumented, nothing stale."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_every_option_endpoint_error_rule_and_list_is_on_its_page() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\nrun: just reference"
