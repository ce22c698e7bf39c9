"""The cases and the chain."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


_SQLITE = (
    "CREATE TRIGGER entry_never_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END",
    "CREATE TRIGGER entry_never_removed BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an entry is never changed'; END $$",
    "CREATE TRIGGER entry_never_changed BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_stays()",
)

_HEAD = sa.text(
    "INSERT INTO head (id, number, digest) VALUES (1, 0, :zero)"
).bindparams(zero="0" * 64)


def upgrade() -> None:
    """Make the tables."""
    _make_chain()
    _make_screenings()
    _make_subjects()
    _make_alerts()
    _index_alerts()
    _make_decisions()
    _make_notes()
    _make_cleared()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)
    op.execute(_HEAD)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _texts(*names: str, null: bool = False) -> list[sa.Column[str]]:
    return [_text(name, null=null) for name in names]


def _number(
    name: str, *, null: bool = False, default: str | None = None
) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=null)


def _points(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"])


def _key(column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column)


def _make_chain() -> None:
    """Make the entries, the head they end in, and what they keep: files and rules."""
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_texts(
            "at", "actor", "action", "subject", "facts", "written", "previous", "digest"
        ),
        _key("number"),
    )
    op.create_index("entry_by_subject", "entry", ["subject", "number"], unique=False)
    op.create_table("head", _number("id"), _number("number"), _text("digest"), _key())
    op.create_table(
        "blob",
        _number("id"), _number("size"), _text("sha256"),
        sa.Column("packed", sa.LargeBinary(), nullable=False), _text("salt"), _key(),
    )  # fmt: skip
    op.create_table("policy", *_texts("name", "value"), _key("name"))


def _make_screenings() -> None:
    op.create_table(
        "screening",
        _number("id"),
        *_texts("at", "by", "kind", "name", "algorithm", "program", "lists", "as_of", "settings"),
        _number("input", null=True), _text("results"), _number("queries"),
        _number("matched"), _number("bad", default="0"), _text("salt"),
        _points("input", "blob"), _key(),
    )  # fmt: skip


def _make_subjects() -> None:
    op.create_table(
        "subject",
        _number("id"), _text("key"), _text("ref", null=True),
        *_texts("caption", "schema", "entity", "evidence", "salt", "changed"),
        _text("erased", null=True), _key(),
        sa.UniqueConstraint("key", name="one_subject_by_key"),
    )  # fmt: skip


def _make_alerts() -> None:
    op.create_table(
        "alert",
        _number("id"), _number("subject"),
        *_texts("party", "caption", "schema", "datasets"),
        sa.Column("score", sa.Float(), nullable=False),
        *_texts("match", "members", "party_evidence"), _number("screening"),
        *_texts("opened", "status"),
        *_texts("decision", "reason", "decided_by", "decided_at", "second_by", "second_at",
                "assigned", null=True),
        _number("escalated", default="0"), _number("batch", null=True), _text("due"),
        _text("reopened", null=True), _text("salt"), _number("version", default="1"),
        _points("screening", "screening"), _points("subject", "subject"), _key(),
        sa.UniqueConstraint("subject", "party", name="one_alert_by_pair"),
    )  # fmt: skip


def _index_alerts() -> None:
    """Make what a page of the queue is answered from, and what subjects are found by."""
    due = ["status", "due", "id"]
    op.create_index("alert_by_batch", "alert", ["batch"], unique=False)
    op.create_index("alert_by_party", "alert", ["party"], unique=False)
    op.create_index("alert_by_person", "alert", ["assigned", *due], unique=False)
    op.create_index("alert_by_screening", "alert", ["screening"], unique=False)
    op.create_index("alert_queue", "alert", [*due, "subject", "datasets"])
    op.create_index("alert_by_caption", "alert", ["caption", "id"])
    for name, only in (
        ("escalated", "escalated = 1"),
        ("reopened", "reopened IS NOT NULL"),
    ):
        op.create_index(
            f"alert_{name}",
            "alert",
            due,
            sqlite_where=sa.text(only),
            postgresql_where=sa.text(only),
        )
    op.create_index("subject_by_caption", "subject", ["caption", "id"])
    op.create_index("subject_by_ref", "subject", ["ref"])


def _make_decisions() -> None:
    op.create_table(
        "decision",
        _number("id"), _number("alert"), *_texts("at", "by", "step"),
        *_texts("decision", "reason", null=True), _text("text"),
        _number("batch", null=True), _number("alert_version"), _text("salt"),
        _points("alert", "alert"), _key(),
        sa.UniqueConstraint("alert", "alert_version", name="one_decision_by_version"),
    )  # fmt: skip
    op.create_index("decision_by_alert", "decision", ["alert", "id"], unique=False)


def _make_notes() -> None:
    op.create_table(
        "note",
        _number("id"), _number("alert"), *_texts("at", "by", "text"),
        _text("file", null=True), _number("blob", null=True), _text("salt"),
        _points("alert", "alert"), _points("blob", "blob"), _key(),
    )  # fmt: skip
    op.create_index("note_by_alert", "note", ["alert", "id"], unique=False)


def _make_cleared() -> None:
    op.create_table(
        "cleared",
        _number("id"), _number("alert"), _number("subject"),
        *_texts("party", "ids", "members", "why", "subject_evidence", "party_evidence",
                "at", "by", "review"),
        *_texts("ended", "ended_why", null=True), _text("salt"),
        _points("alert", "alert"), _points("subject", "subject"), _key(),
    )  # fmt: skip
    op.create_index("cleared_by_alert", "cleared", ["alert"], unique=False)
    op.create_index("cleared_by_subject", "cleared", ["subject", "ended"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("cleared")
    op.drop_table("note")
    op.drop_table("decision")
    op.drop_table("alert")
    op.drop_table("subject")
    op.drop_table("screening")
    op.drop_table("policy")
    op.drop_table("blob")
    op.drop_table("head")
    op.drop_table("entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION entry_stays()")
