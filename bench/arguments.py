"""How the scripts of this folder take their arguments: plain help, and folders that exist.

A home that is not there would be made, empty, and its figures would be those of nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def options_of(description: str | None) -> argparse.ArgumentParser:
    """Return the options of a script, whose help is its own first words as they stand."""
    return argparse.ArgumentParser(
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def home_with_lists(text: str) -> Path:
    """Return a home with lists loaded, or refuse it."""
    path = folder_there(text)
    if not any(path.glob("statements/*")):
        msg = f"{text} holds no lists; load some: python bench/lists.py LISTS --home {text}"
        raise argparse.ArgumentTypeError(msg)
    return path


def labelled_data(text: str) -> Path:
    """Return the folder of the labelled data, or refuse it."""
    path = folder_there(text)
    if not (path / "dev").is_dir():
        msg = f"{text} holds no labelled data: there is no folder dev in it"
        raise argparse.ArgumentTypeError(msg)
    return path


def folder_there(text: str) -> Path:
    """Return a folder that is there, or refuse it."""
    path = Path(text)
    if not path.is_dir():
        msg = f"there is no folder {text}"
        raise argparse.ArgumentTypeError(msg)
    return path


def file_there(text: str) -> Path:
    """Return a file that is there, or refuse it."""
    path = Path(text)
    if not path.is_file():
        msg = f"there is no file {text}"
        raise argparse.ArgumentTypeError(msg)
    return path
