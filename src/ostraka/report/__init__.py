"""A document becomes passages, mentions and what is said of whom.

What is certain is given, with its place in the text; what is not is left out.  This room
knows the record and the lists' catalog, and nothing of faces.
"""

from ostraka.report.lists import Lists
from ostraka.report.read import read_report

__all__ = ["Lists", "read_report"]
