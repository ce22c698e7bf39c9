"""The name somebody is logged in with, who acts where nobody else is named."""

from __future__ import annotations

import getpass

from ostraka.errors import UsageError


def login_name(option: str) -> str:
    """Return the name of whoever is logged in.

    Args:
        option: What names somebody else, e.g. `--by`.

    Raises:
        UsageError: The machine knows no name, as in a bare container.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError(f"nobody is logged in: say who acts with {option}") from error
