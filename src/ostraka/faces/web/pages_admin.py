"""The audit, the people, the rules, webhooks, persons to let go."""

from __future__ import annotations

import io
from dataclasses import asdict, fields
from itertools import islice

from starlette.responses import Response

from ostraka.casework.export import entries, write_csv, write_jsonl, write_pdf
from ostraka.casework.model import Right, Role
from ostraka.casework.people import add_person, change_person, people
from ostraka.casework.policy import Policy, read_policy, set_policy
from ostraka.casework.retention import retain
from ostraka.casework.verify import verify
from ostraka.casework.webhooks import EVENTS, add_hook, hooks, remove_hook
from ostraka.errors import UsageError
from ostraka.faces.casework import box_of
from ostraka.faces.erasing import erase_customer, erase_kept, find_documents
from ostraka.faces.web.visit import Page, Visit, attached, read_whole
from ostraka.text.counts import counted

_SHOWN = 100


def audit(visit: Visit) -> Response:
    """Show the last entries of the chain."""
    about = visit.asked("about").strip() or None
    with visit.web.cases.reading() as connection:
        rows = entries(connection, subject=about, newest=True)
        found = [dict(row) for row in islice(rows, _SHOWN)]
    return visit.show("audit.html", entries=found, about=about or "", verdict=None)


def audit_verify(visit: Visit) -> Response:
    """Look at the whole chain and say what is not as it was recorded."""
    with visit.web.cases.reading() as connection:
        verdict = verify(connection)
        rows = entries(connection, newest=True)
        found = [dict(row) for row in islice(rows, _SHOWN)]
    return visit.show("audit.html", entries=found, about="", verdict=verdict)


def audit_export(visit: Visit) -> Response:
    """Hand out the chain as a file."""
    suffix = visit.request.path_params["suffix"]
    kinds = {"jsonl": "application/jsonl", "csv": "text/csv", "pdf": "application/pdf"}
    if suffix not in kinds:
        raise UsageError(f"an audit can be {', '.join(kinds)}")
    paper, text = io.BytesIO(), io.StringIO()
    with visit.web.cases.reading() as connection:
        rows = entries(connection)
        if suffix == "pdf":
            write_pdf(rows, paper, title=f"Audit, {visit.web.cases.moment[:16]}")
        else:
            (write_csv if suffix == "csv" else write_jsonl)(rows, text)
    body = paper.getvalue() or text.getvalue().encode("utf-8", "replace")
    return Response(body, media_type=kinds[suffix], headers=attached(f"audit.{suffix}"))


def show_users(visit: Visit) -> Response:
    """Show who may sign in."""
    with visit.web.cases.reading() as connection:
        found = people(connection)
    return visit.show("users.html", people=found, roles=list(Role))


def add_user(visit: Visit) -> Response:
    """Let somebody in."""
    role = _role(visit.text("role"))
    password = visit.text("password") or None
    add_person(visit.web.cases, visit.actor, visit.text("name"), role, password)
    return visit.go("/users", f"{visit.text('name').strip()} may sign in as {role}")


def change_user(visit: Visit) -> Response:
    """Change somebody's role, or shut them out."""
    name = visit.text("name")
    doing = visit.text("doing")
    if doing == "role":
        change_person(
            visit.web.cases, visit.actor, name, role=_role(visit.text("role"))
        )
    elif doing in {"shut out", "let in"}:
        active = doing == "let in"
        change_person(visit.web.cases, visit.actor, name, active=active)
    else:
        raise UsageError("choose what to change")
    return visit.go("/users", f"{name} is changed")


def _role(text: str) -> Role:
    if text not in set(Role):
        raise UsageError("choose a role")
    return Role(text)


def rules(visit: Visit) -> Response:
    """Show the rules, the webhooks, and what their time is over for."""
    cases = visit.web.cases
    with cases.reading() as connection:
        found, told = read_policy(connection), hooks(connection)
    lists = visit.web.o.store.datasets()
    return visit.show(
        "rules.html", rules=asdict(found), hooks=told, events=EVENTS, lists=lists,
        secret="", over=None,
    )  # fmt: skip


def set_rules(visit: Visit) -> Response:
    """Set the rules."""
    numbers = {
        rule.name: read_whole(visit.text(rule.name), rule.name)
        for rule in fields(Policy)
        if rule.name != "four_eyes_lists"
    }
    lists = tuple(sorted(visit.texts("four_eyes_lists")))
    set_policy(visit.web.cases, visit.actor, Policy(four_eyes_lists=lists, **numbers))
    return visit.go("/rules", "the rules are set")


def add_webhook(visit: Visit) -> Response:
    """Add an address and show its secret this once."""
    cases = visit.web.cases
    events = tuple(visit.texts("events")) or EVENTS
    _, secret = add_hook(cases, visit.actor, visit.text("url").strip(), events)
    with cases.reading() as connection:
        found, told = read_policy(connection), hooks(connection)
    return visit.show(
        "rules.html", rules=asdict(found), hooks=told, events=EVENTS,
        lists=visit.web.o.store.datasets(), secret=secret, over=None,
    )  # fmt: skip


def remove_webhook(visit: Visit) -> Response:
    """Stop telling an address."""
    remove_hook(visit.web.cases, visit.actor, visit.whole("hook"))
    return visit.go("/rules", "removed")


def let_go(visit: Visit) -> Response:
    """Erase one person, or one kept document, or all whose time is over."""
    o, cases, actor = visit.web.o, visit.web.cases, visit.actor
    ground = visit.text("ground")
    if visit.text("subject"):
        key = visit.whole("subject")
        told = erase_customer(o, cases, actor, key, ground)
        return visit.go("/rules", f"customer {key}: {'; '.join(told)}")
    if visit.text("document"):
        (document,) = find_documents(o, cases, [visit.text("document")])
        return visit.go("/rules", erase_kept(o, cases, actor, document, ground))
    done = retain(cases, actor, box=box_of())
    return visit.go("/rules", f"{counted(len(done.subjects), 'person')} erased")


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/audit", audit, Right.READ, "GET"),
    ("/audit/verify", audit_verify, Right.EXPORT, "POST"),
    ("/audit/export.{suffix}", audit_export, Right.EXPORT, "GET"),
    ("/users", show_users, Right.MANAGE, "GET"),
    ("/users/add", add_user, Right.MANAGE, "POST"),
    ("/users/change", change_user, Right.MANAGE, "POST"),
    ("/rules", rules, Right.MANAGE, "GET"),
    ("/rules/set", set_rules, Right.MANAGE, "POST"),
    ("/rules/hooks", add_webhook, Right.MANAGE, "POST"),
    ("/rules/hooks/remove", remove_webhook, Right.MANAGE, "POST"),
    ("/rules/erase", let_go, Right.ERASE, "POST"),
)
