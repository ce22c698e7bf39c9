"""Groups of verbs that say which one was probably meant."""

from __future__ import annotations

import click


class Suggesting(click.Group):
    """A group that names the verb nearest to one there is not."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; where there is none of that name, say which one is near."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            # Imported here: only a mistake pays for it.
            from difflib import get_close_matches  # noqa: PLC0415

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not near:
                raise
            said = f"{error.message} Did you mean {near[0]!r}?"
            raise click.UsageError(said, error.ctx) from error
