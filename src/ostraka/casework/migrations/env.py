"""Runs the steps on a connection that `casework.migrate` hands over."""

from alembic import context

from ostraka.casework.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
