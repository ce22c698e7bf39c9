"""The tables of casework, for SQLite and PostgreSQL alike.

Moments are ISO 8601 in UTC and JSON is canonical text, so that a row has the same bytes,
and the same digest, on every database.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()


def _text(name: str, *, null: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=null, server_default=default)


entry = Table(
    "entry", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"), _text("actor"), _text("action"), _text("subject"), _text("facts"),
    _text("written"), _text("previous"), _text("digest"),
    Index("entry_by_subject", "subject", "number"),
)  # fmt: skip

#: The last entry, held by whoever writes: one row.
head = Table(
    "head", metadata,
    Column("id", Integer, primary_key=True), Column("number", Integer, nullable=False),
    _text("digest"),
)  # fmt: skip

blob = Table(
    "blob", metadata,
    Column("id", Integer, primary_key=True), Column("size", Integer, nullable=False),
    _text("sha256"), Column("packed", LargeBinary, nullable=False), _text("salt"),
)  # fmt: skip

screening = Table(
    "screening", metadata,
    Column("id", Integer, primary_key=True),
    _text("at"), _text("by"), _text("kind"), _text("name"), _text("algorithm"),
    _text("program"), _text("lists"), _text("as_of"), _text("settings"),
    Column("input", Integer, ForeignKey("blob.id"), nullable=True), _text("results"),
    Column("queries", Integer, nullable=False), Column("matched", Integer, nullable=False),
    Column("bad", Integer, nullable=False, server_default="0"), _text("salt"),
)  # fmt: skip

subject = Table(
    "subject", metadata,
    Column("id", Integer, primary_key=True),
    _text("key"), _text("ref", null=True), _text("caption"), _text("schema"),
    _text("entity"), _text("evidence"), _text("salt"), _text("changed"),
    _text("erased", null=True),
    UniqueConstraint("key", name="one_subject_by_key"),
    Index("subject_by_caption", "caption", "id"),
    Index("subject_by_ref", "ref"),
)  # fmt: skip

alert = Table(
    "alert", metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Integer, ForeignKey("subject.id"), nullable=False),
    _text("party"), _text("caption"), _text("schema"), _text("datasets"),
    Column("score", Float, nullable=False), _text("match"), _text("members"),
    _text("party_evidence"),
    Column("screening", Integer, ForeignKey("screening.id"), nullable=False),
    _text("opened"), _text("status"), _text("decision", null=True),
    _text("reason", null=True), _text("decided_by", null=True),
    _text("decided_at", null=True), _text("second_by", null=True),
    _text("second_at", null=True), _text("assigned", null=True),
    Column("escalated", Integer, nullable=False, server_default="0"),
    Column("batch", Integer, nullable=True), _text("due"),
    _text("reopened", null=True), _text("salt"),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("subject", "party", name="one_alert_by_pair"),
    # What a page of the queue asks is answered from an index alone: the rows are wide.
    Index("alert_queue", "status", "due", "id", "subject", "datasets"),
    Index("alert_by_caption", "caption", "id"),
    Index("alert_escalated", "status", "due", "id",
          sqlite_where=text("escalated = 1"), postgresql_where=text("escalated = 1")),
    Index("alert_reopened", "status", "due", "id",
          sqlite_where=text("reopened IS NOT NULL"),
          postgresql_where=text("reopened IS NOT NULL")),
    Index("alert_by_person", "assigned", "status", "due", "id"),
    Index("alert_by_party", "party"),
    Index("alert_by_batch", "batch"),
    Index("alert_by_screening", "screening"),
)  # fmt: skip

decision = Table(
    "decision", metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    _text("at"), _text("by"), _text("step"), _text("decision", null=True),
    _text("reason", null=True), _text("text"), Column("batch", Integer, nullable=True),
    Column("alert_version", Integer, nullable=False), _text("salt"),
    Index("decision_by_alert", "alert", "id"),
    UniqueConstraint("alert", "alert_version", name="one_decision_by_version"),
)  # fmt: skip

note = Table(
    "note", metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    _text("at"), _text("by"), _text("text"), _text("file", null=True),
    Column("blob", Integer, ForeignKey("blob.id"), nullable=True), _text("salt"),
    Index("note_by_alert", "alert", "id"),
)  # fmt: skip

cleared = Table(
    "cleared", metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    Column("subject", Integer, ForeignKey("subject.id"), nullable=False),
    _text("party"), _text("ids"), _text("members"), _text("why"), _text("subject_evidence"),
    _text("party_evidence"), _text("at"), _text("by"), _text("review"),
    _text("ended", null=True), _text("ended_why", null=True), _text("salt"),
    Index("cleared_by_subject", "subject", "ended"),
    Index("cleared_by_alert", "alert"),
)  # fmt: skip

policy = Table(
    "policy", metadata,
    Column("name", Text, primary_key=True), _text("value"),
)  # fmt: skip

person = Table(
    "person", metadata,
    Column("id", Integer, primary_key=True),
    _text("name"), _text("role"), _text("password", null=True),
    _text("issuer", null=True), _text("subject", null=True),
    Column("active", Integer, nullable=False, server_default="1"), _text("created"),
    UniqueConstraint("name", name="one_person_by_name"),
    UniqueConstraint("issuer", "subject", name="one_person_by_identity"),
)  # fmt: skip

sign_in = Table(
    "sign_in", metadata,
    Column("token", Text, primary_key=True),
    Column("person", Integer, ForeignKey("person.id"), nullable=False),
    _text("csrf"), _text("began"), _text("seen"), _text("ends"),
)  # fmt: skip

failure = Table(
    "failure", metadata,
    Column("name", Text, primary_key=True), Column("tries", Integer, nullable=False),
    _text("until"),
)  # fmt: skip

ticket = Table(
    "ticket", metadata,
    Column("state", Text, primary_key=True), _text("nonce"), _text("verifier"),
    _text("until"),
)  # fmt: skip

hook = Table(
    "hook", metadata,
    Column("id", Integer, primary_key=True),
    _text("url"), _text("secret"), _text("events"),
    Column("active", Integer, nullable=False, server_default="1"), _text("created"),
)  # fmt: skip

delivery = Table(
    "delivery", metadata,
    Column("id", Integer, primary_key=True),
    Column("hook", Integer, ForeignKey("hook.id"), nullable=False),
    _text("event"), _text("body"), _text("created"), _text("next"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("done", null=True), _text("error", null=True),
    Index("delivery_ahead", "done", "next"),
)  # fmt: skip

reading = Table(
    "reading", metadata,
    Column("id", Integer, primary_key=True),
    _text("at"), _text("by"), _text("name"), _text("sha256"), _text("text"),
    _text("result"), _text("salt"),
)  # fmt: skip

finding = Table(
    "finding", metadata,
    Column("id", Integer, primary_key=True),
    Column("reading", Integer, ForeignKey("reading.id"), nullable=False),
    _text("kind"), _text("proposal"), _text("accepted", null=True),
    _text("status"), _text("by", null=True), _text("at", null=True),
    _text("text"), _text("salt"),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("finding_by_reading", "reading", "id"),
    Index("finding_by_status", "status", "kind"),
)  # fmt: skip

#: A customer who is watched: a few values, sealed if a key is given.  `key` stands for
#: portfolio and id; `changed` is the entry with which the values came.
customer = Table(
    "customer", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("portfolio"), _text("key"), Column("sealed", LargeBinary, nullable=False),
    _text("digest"), _text("added"), Column("changed", Integer, nullable=False),
    _text("salt"),
    UniqueConstraint("key", name="one_customer_by_key"),
    Index("customer_by_portfolio", "portfolio", "id"),
    Index("customer_by_change", "changed", "id"),
)  # fmt: skip

#: Customers of neighbouring numbers; `state` vouches for their rows, `used` counts the
#: numbers given, so that none is given twice.
customer_block = Table(
    "customer_block", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("used", Integer, nullable=False), Column("customers", Integer, nullable=False),
    _text("state"),
)  # fmt: skip

#: What is worked out of a block for comparing: of the customers as they were at entry
#: `upto`, by the program `made`.
prepared = Table(
    "prepared", metadata,
    Column("block", Integer, primary_key=True, autoincrement=False),
    _text("made"), Column("upto", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)  # fmt: skip

#: One look at all customers; with a `proof` once it is done.
monitoring = Table(
    "monitoring", metadata,
    Column("id", Integer, primary_key=True),
    _text("at"), _text("by"), _text("settings"), _text("lists"),
    Column("upto", Integer, nullable=False),
    Column("screening", Integer, ForeignKey("screening.id"), nullable=False),
    _text("done", null=True), _text("proof"), _text("salt"),
    Index("monitoring_by_day", "done"),
)  # fmt: skip

#: That a customer matches a party: since which monitoring, as it is since which, until
#: which.
pair = Table(
    "pair", metadata,
    Column("id", Integer, primary_key=True),
    Column("customer", Integer, nullable=False), _text("party"), _text("members"),
    Column("alert", Integer, ForeignKey("alert.id"), nullable=False),
    Column("score", Float, nullable=False), _text("match"),
    Column("began", Integer, nullable=False), Column("changed", Integer, nullable=False),
    Column("ended", Integer, nullable=True),
    Index("pair_by_customer", "customer", "ended"),
    Index("pair_by_alert", "alert"),
)  # fmt: skip

#: The parties as the last proven monitoring saw them, by digests.
seen = Table(
    "seen", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)  # fmt: skip

#: Tables whose every row is vouched for by the chain, with the key of a row.
PROTECTED = {
    table.name: (table, key)
    for table, key in (
        (screening, "id"), (subject, "id"), (alert, "id"), (decision, "id"),
        (note, "id"), (cleared, "id"), (policy, "name"), (person, "id"),
        (hook, "id"), (reading, "id"), (finding, "id"), (blob, "id"),
        (customer_block, "number"), (monitoring, "id"), (pair, "id"), (seen, "id"),
    )
}  # fmt: skip
