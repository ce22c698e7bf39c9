"""What the pages share: the record, the cases, templates, files being screened."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from ostraka.casework import Actor, Cases
from ostraka.casework.screenings import Outcome
from ostraka.errors import OstrakaError
from ostraka.faces.casework import CustomerFile, basis_of, cases_of, screen_customers
from ostraka.faces.session import Ostraka
from ostraka.faces.web.oidc import Provider
from ostraka.faces.web.words import FILTERS, sentence
from ostraka.measures.asking import Measures

#: Largest upload, and files being screened that are remembered.
MOST_BYTES, MOST_JOBS = 200_000_000, 50


@dataclass(slots=True)
class Job:
    """A customer file being screened.

    Attributes:
        name: Of the file.
        by: Who gave it.
        lines: Its lines; an upper bound of its rows, 0 where that is not known.
        done: Rows done.
        opened: Alerts opened so far.
        screening: Number of the screening once it is done.
        error: Why it failed.
    """

    name: str
    by: str
    lines: int = 0
    done: int = 0
    opened: int = 0
    screening: int | None = None
    error: str | None = None


@dataclass(slots=True)
class Watching:
    """The monitoring that is under way here, or the last one.

    Attributes:
        is_under_way: Whether it is.
        done: Customers done.
        total: Customers.
        error: Why it failed.
    """

    is_under_way: bool = False
    done: int = 0
    total: int = 0
    error: str | None = None

    def begin(self) -> None:
        """Begin anew."""
        self.is_under_way, self.done, self.total, self.error = True, 0, 0, None

    def note(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = min(done, total), total


@dataclass(slots=True)
class Web:
    """One home folder, served as pages.

    Attributes:
        o: The record.
        cases: The cases.
        templates: The pages.
        is_secure: Whether cookies are for https alone.
        provider: Where people sign in beside here, or None.
        jobs: Files being screened, by a key nobody guesses.
        watching: The monitoring that is under way here.
    """

    o: Ostraka
    cases: Cases
    templates: Environment
    is_secure: bool = False
    provider: Provider | None = None
    jobs: dict[str, Job] = field(default_factory=dict)
    watching: Watching = field(default_factory=Watching)
    _measures: tuple[object, Measures] | None = None

    def measures(self) -> Measures:
        """Return what compares authorities; its names are kept until a version comes.

        Raises:
            UsageError: No list is loaded.
        """
        o = self.o
        names = o.store.datasets()
        key = (o.today, [v.id for name in names for v in o.store.versions(name)])
        if self._measures is None or self._measures[0] != key:
            self._measures = key, Measures(o.store, o.judgements, o.today)
        return self._measures[1]

    def begin_job(
        self, actor: Actor, path: Path, portfolio: str, done: Callable[[], object]
    ) -> str:
        """Screen a file in a thread of its own and return the key of its progress.

        Args:
            actor: Who gave it.
            path: The file.
            portfolio: Whose customers they are.
            done: Called when the file is no longer needed.
        """
        basis = basis_of(self.o)  # refuses here, before anything begins
        job = Job(path.name, actor.name, _lines(path))
        key = secrets.token_urlsafe(16)
        for old in list(self.jobs)[: len(self.jobs) - MOST_JOBS + 1]:
            del self.jobs[old]
        self.jobs[key] = job

        def note(outcome: Outcome) -> None:
            job.done, job.opened = outcome.queries, len(outcome.opened)

        def work() -> None:
            try:
                outcome = screen_customers(
                    self.cases,
                    actor,
                    basis,
                    CustomerFile(path),
                    portfolio=portfolio,
                    progress=note,
                )
                note(outcome)
                job.screening = outcome.screening
            except OstrakaError as error:
                job.error = sentence(str(error))
            except Exception:
                job.error = "our fault; the service's log says more"
                raise
            finally:
                done()

        threading.Thread(target=work, name="ostraka-file", daemon=True).start()
        return key


def make_web(
    home: Path, *, is_secure: bool = False, provider: Provider | None = None
) -> Web:
    """Return what the pages share.

    Args:
        home: `OSTRAKA_HOME`.
        is_secure: Whether cookies are for https alone.
        provider: Where people sign in beside here.
    """
    o = Ostraka(home)
    return Web(o, cases_of(o), make_templates(), is_secure, provider)


def make_templates() -> Environment:
    """Return the templates: every value is text unless a template says otherwise."""
    found = Environment(
        loader=PackageLoader("ostraka.faces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


def _lines(path: Path) -> int:
    """Count the lines of a text file; other formats do not tell so easily."""
    if path.suffix.lower() not in {".csv", ".tsv", ".txt", ".jsonl"}:
        return 0
    with path.open("rb") as file:
        return sum(
            block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")
        )
