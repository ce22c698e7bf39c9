"""From alert to decision to proof: who looked at what, decided what, and can we show it.

A match becomes an alert, an alert a person's decision, and every step an entry in a
chain of digests that shows when a byte was changed afterwards.  The room knows the
record and screening; it knows no command line and no web, and takes the moment and the
person who acts as arguments.
"""

from ostraka.casework.database import Cases, open_cases
from ostraka.casework.model import Actor, Decision, Role, Status

__all__ = ["Actor", "Cases", "Decision", "Role", "Status", "open_cases"]
