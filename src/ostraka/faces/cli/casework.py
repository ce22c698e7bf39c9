"""The verbs of casework: cases, replay."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ostraka.casework import Cases, Role, Status
from ostraka.casework.alerts import queue, read_alert
from ostraka.casework.dossier import find_subject, make_dossier
from ostraka.casework.migrate import NEWEST, migrate
from ostraka.casework.retention import retain
from ostraka.casework.screenings import Outcome
from ostraka.casework.wanted import Wanted
from ostraka.errors import UsageError
from ostraka.faces.casework import (
    CustomerFile,
    basis_of,
    box_of,
    cases_of,
    recheck_all,
    screen_customers,
    screen_one,
)
from ostraka.faces.cli.acting import at_work, who_option
from ostraka.faces.cli.columns import map_option, sheet_option
from ostraka.faces.cli.deciding import ACTS
from ostraka.faces.cli.groups import Suggesting
from ostraka.faces.cli.output import (
    as_of_option,
    counting,
    emit,
    format_option,
    lists_option,
    open_output,
    read_mapping,
    say_written,
    talk,
)
from ostraka.faces.erasing import erase_customer, erase_kept, find_documents
from ostraka.faces.listed import listings_of
from ostraka.faces.replaying import Replayed, replay
from ostraka.faces.session import Ostraka
from ostraka.text.counts import counted

_COLUMNS = {
    "id": "Alert", "ref": "Id", "asked": "Customer", "caption": "May be", "datasets": "Lists",
    "score": "Score", "status": "Status", "decision": "Decision", "due": "Due",
    "assigned": "With",
}  # fmt: skip


@click.group("cases", cls=Suggesting)
def cases_command() -> None:
    """Alerts from screening to decision, and what is kept of them.

    \b
    Examples:
      ostraka cases screen customers.csv
      ostraka cases list --status open
      ostraka cases decide 12 --decision "false positive" --reason "other birth date"
    """


for act in ACTS:
    cases_command.add_command(act)


@cases_command.command("screen")
@click.argument("what", metavar="NAME|FILE")
@click.option("--portfolio", default="customers", show_default=True, help="Whose customers they are: ids are unique within.")  # fmt: skip
@map_option
@sheet_option
@click.option("--birth-date", metavar="TEXT", help="With a name: date of birth, whole or partial.")  # fmt: skip
@click.option("--country", metavar="TEXT", help="With a name: country or nationality.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Least score of a match.")  # fmt: skip
@as_of_option
@lists_option
@who_option
def screen_cases(
    what: str,
    *,
    portfolio: str,
    mapping: tuple[str, ...],
    sheet: str | None,
    birth_date: str | None,
    country: str | None,
    threshold: float | None,
    as_of: str | None,
    lists: list[str] | None,
    who: str | None,
) -> None:
    """Screen a name or a file and open an alert for every pair nobody has decided."""
    with Ostraka() as o, at_work(who) as (cases, actor):
        basis = basis_of(o, as_of=as_of, lists=lists, threshold=threshold)
        if Path(what).is_file():
            with counting(what, "rows") as show:
                done = screen_customers(
                    cases, actor, basis,
                    CustomerFile(Path(what), read_mapping(mapping), sheet),
                    portfolio=portfolio, say=talk,
                    progress=lambda outcome: show(outcome.queries),
                )  # fmt: skip
        else:
            if sheet is not None:
                raise UsageError("--sheet goes with a workbook")
            given = {"birth_date": birth_date, "country": country}
            fields = {key: text for key, text in given.items() if text}
            done = screen_one(cases, actor, basis, what, fields)
    for place, reason in done.faults:
        talk(f"{place}: {reason}")
    if done.bad > len(done.faults):
        talk(f"… and {done.bad - len(done.faults):,} more; `ostraka replay {done.screening} -o FILE` has them all, with status 400")  # fmt: skip
    talk(_outcome_line(done))


def _outcome_line(done: Outcome) -> str:
    return f"screening {done.screening}: {done.queries:,} asked, {done.matched:,} with a match, {counted(len(done.opened), 'alert')} opened, {len(done.reopened):,} opened again, {len(done.known):,} known, {done.bad:,} could not be read whole"


@cases_command.command("list")
@click.option("--status", type=click.Choice([s.value for s in Status]), default="open", show_default=True, help="Where they stand.")  # fmt: skip
@click.option("--assigned", metavar="USER", help="Only that person's.")
@click.option("--text", default="", help="Part of a name, or a customer's id.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Fifty at a time.")  # fmt: skip
@who_option
@format_option
def list_cases(
    status: str,
    assigned: str | None,
    text: str,
    page: int,
    who: str | None,
    output_format: str,
) -> None:
    """Show the queue, what is due first at the top."""
    wanted = Wanted(status=Status(status), assigned=assigned, text=text)
    with at_work(who) as (cases, _), cases.reading() as connection:
        found, total = queue(connection, wanted, page=page)
    if output_format == "table":
        talk(f"{counted(total, 'alert')} {status}")
    if found or output_format != "table":
        emit([asdict(alert) for alert in found], _COLUMNS, output_format)


@cases_command.command("show")
@click.argument("number", type=int)
@who_option
@format_option
def show_case(number: int, who: str | None, output_format: str) -> None:
    """Show an alert: both sides, the evidence, and what was done about it."""
    with at_work(who) as (cases, _), cases.reading() as connection:
        found = read_alert(connection, number)
    with Ostraka() as o:
        listings = listings_of(o, found.alert.party, found.alert.datasets)
    if output_format != "table":
        emit(
            [asdict(found)],
            {"alert": "Alert"},
            output_format,
            whole={**asdict(found), "listings": [asdict(one) for one in listings]},
        )
        return
    alert = found.alert
    click.echo(f"alert {alert.id}: {alert.asked}{f' ({alert.ref})' if alert.ref else ''} {alert.words} {alert.caption} ({alert.party}), on {', '.join(alert.datasets)}")  # fmt: skip
    click.echo(f"{alert.status}, due {alert.due}, version {alert.version}, screening {alert.screening}")  # fmt: skip
    for listing in listings:
        click.echo(f"listed: {listing}")
    rows = [
        {**f, "feature": f["feature"].replace("_", " ")}
        for f in found.match.get("explanation", ())
    ]
    emit(rows, {"feature": "What", "query": "Customer", "candidate": "Listed", "bits": "Bits", "detail": "How"}, "table")  # fmt: skip
    for step in found.steps:
        told = " ".join(
            filter(None, (step.decision, step.reason, step.text, step.file))
        )
        click.echo(f"{step.at[:16]} {step.by}: {step.what} {told}")


@cases_command.command("recheck")
@who_option
def recheck_cases(who: str | None) -> None:
    """After the lists changed: open again the cleared pairs whose grounds changed."""
    with Ostraka() as o, at_work(who) as (cases, actor):
        done = recheck_all(o, cases, actor)
    for number, into in done.joined.items():
        click.echo(
            f"alert {number} went into alert {into}: their records are one party"
        )
    for number, why in done.reopened.items():
        click.echo(f"alert {number} opened again: {why}")
    talk(f"{counted(done.looked_at, 'cleared pair')} looked at, {counted(len(done.joined), 'alert')} joined, {len(done.reopened):,} opened again, {counted(len(done.overdue), 'overdue alert')} escalated")  # fmt: skip


@cases_command.command("dossier")
@click.argument("ref", metavar="CUSTOMER")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"), help="File, .txt or .html; stdout if not given.")  # fmt: skip
@who_option
def dossier_case(ref: str, output: Path, who: str | None) -> None:
    """Write what was compared about one customer, in plain words, to be handed to them."""
    with at_work(who) as (cases, _), cases.reading() as connection:
        paper = make_dossier(
            connection, find_subject(connection, ref), cases.now().date()
        )
    if paper.has_true_match:
        talk("an alert was decided to be this person: read the law of your place on telling them")  # fmt: skip
    with open_output(output) as out:
        is_page = output.suffix.lower() in {".html", ".htm"}
        out.write(paper.to_html() if is_page else paper.to_text())
    say_written(output)


@cases_command.command("erase")
@click.argument("ref", metavar="CUSTOMER", required=False)
@click.option("--document", "documents", multiple=True, metavar="NAME", help="A kept document, by file name or id: erased whole, with what was decided of it.")  # fmt: skip
@click.option("--ground", required=True, help="Why, e.g. the request and its day; kept.")  # fmt: skip
@who_option
def erase_case(
    ref: str | None, *, documents: tuple[str, ...], ground: str, who: str | None
) -> None:
    """Erase a person whose alerts are decided; the audit chain stays whole.

    Kept documents that name them stay until you erase each by its name: a name may be
    a namesake's, and what was decided of others rests on the same text.

    \b
    Examples:
      ostraka cases erase C3 --ground "GDPR art. 17 request of 2026-11-02"
      ostraka cases erase --document report.txt --ground "GDPR art. 17 request of 2026-11-02"
    """
    if ref is None and not documents:
        raise UsageError("name a customer, or a kept document with --document")
    with Ostraka() as o, at_work(who, Role.ADMIN) as (cases, actor):
        found = find_documents(o, cases, documents)
        if ref is not None:
            with cases.reading() as connection:
                key = find_subject(connection, ref)
            for told in erase_customer(o, cases, actor, key, ground):
                talk(told)
        for document in found:
            talk(erase_kept(o, cases, actor, document, ground))


@cases_command.command("retain")
@click.option("--pretend", is_flag=True, help="Only say how many.")
@who_option
def retain_cases(*, pretend: bool, who: str | None) -> None:
    """Erase everybody whose retention is over."""
    with at_work(who, Role.ADMIN) as (cases, actor):
        done = retain(cases, actor, pretend=pretend, box=box_of())
    told = "would be erased" if pretend else "erased"
    talk(f"{counted(len(done.subjects), 'person')} and the input of {counted(len(done.screenings), 'screening')} {told}")  # fmt: skip


@cases_command.command("migrate")
@click.option("--to", default=NEWEST, show_default=True, help="Step; `base` takes all tables away.")  # fmt: skip
def migrate_cases(to: str) -> None:
    """Bring the database up to this program, or back."""
    from ostraka.casework.engine import database_url, make_engine  # noqa: PLC0415
    from ostraka.settings import Settings  # noqa: PLC0415

    settings = Settings.from_environment()
    engine = make_engine(database_url(settings.home, settings.casework))
    try:
        before, after = migrate(engine, to)
    finally:
        engine.dispose()
    talk(f"from step {before or 'none'} to {after or 'none'}")


@click.command("replay")
@click.argument("number", type=int)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the results as JSON lines.")  # fmt: skip
def replay_command(number: int, output: Path | None) -> int:
    """Run a screening again on the list versions it was run on, and compare the bytes.

    \b
    Example:
      ostraka replay 12 -o again.jsonl
    """
    with Ostraka() as o:
        cases = cases_of(o)
        try:
            done = _replay(o, cases, number, output)
        finally:
            cases.close()
    talk(f"screening {number}: {counted(done.lines, 'result')}, sha256 {done.now}")
    if done.same:
        talk("the same bytes as when it was run")
        return 0
    talk(f"not the same: {done.recorded} was recorded")
    return 1


def _replay(o: Ostraka, cases: Cases, number: int, output: Path | None) -> Replayed:
    if output is None:
        return replay(o, cases, number)
    with open_output(output) as out:
        done = replay(
            o, cases, number, lambda line: out.write(line.decode("utf-8", "replace"))
        )
    say_written(output)
    return done
