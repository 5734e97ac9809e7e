"""The commands about actors: `actors`, which lists them, `actors merge` and `actors split`.

In: an archive, names or ids of actors. Out: a list, or corrections. Refuses what names no actor, or several.
"""

from collections.abc import Sequence

import click

from communique.cli.archive_commands import viewing
from communique.cli.correct_commands import by_option, correct_with, why_option
from communique.cli.output import print_sheet
from communique.cli.parameters import offset_option, only_archive, settings, view_options

LIST = "list"


class ActorsGroup(click.Group):
    """A group that lists actors where no command of it is named: `communique actors ARCHIVE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the list before arguments that begin with no command."""
        asks_help = args[:1] in (["--help"], ["-h"])
        return super().parse_args(ctx, args if asks_help or (args[:1] and args[0] in self.commands) else [LIST, *args])


@click.group("actors", cls=ActorsGroup, short_help="Who takes part, under which names and offices.")
def actors_group() -> None:
    """Who takes part, and which names are one actor's. `communique actors ARCHIVE` is short for `communique actors list ARCHIVE`."""


@actors_group.command(LIST, short_help="Who takes part, under which names and offices.")
@view_options()
@click.option("--name", "words", metavar="WORDS", help="Only actors of this name or code.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most actors.")
@offset_option
def list_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    words: str | None,
    limit: int | None,
    offset: int,
) -> None:
    """Who takes part, under which names and offices, and how much is told of each."""
    path = only_archive(archive, args)
    with viewing(path) as view:
        from communique.archive.locations import title_of
        from communique.views.actors import render_actors

        sheet = render_actors(view, name=title_of(path), words=words, limit=limit, offset=offset)
        print_sheet(sheet, format_, with_words=with_words, width=settings().width)


@actors_group.command("merge", short_help="Two actors are one.")
@click.argument("archive", metavar="ARCHIVE")
@click.argument("actor", metavar="ACTOR")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@by_option
@why_option
def merge_command(archive: str, actor: str, others: Sequence[str], by: str | None, why: str | None) -> None:
    """Say that ACTOR and each OTHER are one actor. An actor is named by its id, its code or its name."""
    correct_with(archive, [(actor, "merge actors", other) for other in others], by=by, why=why)


@actors_group.command("split", short_help="A name is another actor's.")
@click.argument("archive", metavar="ARCHIVE")
@click.argument("actor", metavar="ACTOR")
@click.argument("name", metavar="NAME")
@by_option
@why_option
def split_command(archive: str, actor: str, name: str, by: str | None, why: str | None) -> None:
    """Say that NAME, one of the names of ACTOR, is an actor of its own."""
    correct_with(archive, [(actor, "split name", name)], by=by, why=why)


COMMANDS: tuple[click.Command, ...] = (actors_group,)
