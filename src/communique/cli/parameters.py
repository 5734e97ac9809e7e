"""Options and arguments that several commands share.

In: what a person typed. Out: days, numbers of days, an archive's file. Refuses what is not understood as misuse, naming what
is.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.days import ACCEPTED, day_of, days_of, seconds_of
from communique.errors import ArchiveError, OptionError

if TYPE_CHECKING:
    from communique.reading.caps import PageCaps
    from communique.settings import Settings

_MACHINE = "communique.machine"  # where a context keeps it
F = TypeVar("F", bound=Callable[..., Any])


def as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day that an option names: ISO, or relative to today."""
    try:
        return None if value is None else day_of(value, today=date.today())
    except OptionError as err:
        raise click.BadParameter(str(err), ctx, param) from err


def as_days(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """The number of days that an option gives: 14d or 14."""
    try:
        return None if value is None else days_of(value)
    except OptionError as err:
        raise click.BadParameter(str(err), ctx, param) from err


def as_seconds(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """The seconds in a length of time: 90s, 30m, 2h, 1d."""
    try:
        return seconds_of(value)
    except OptionError as err:
        raise click.BadParameter(str(err), ctx, param) from err


def since_option(function: F) -> F:
    """`--since`."""
    return click.option("--since", callback=as_day, metavar="DATE", help=f"First day of publication: {ACCEPTED}.")(function)


def until_option(function: F) -> F:
    """`--until`."""
    return click.option("--until", callback=as_day, metavar="DATE", help="Last day of publication.")(function)


def as_of_option(function: F) -> F:
    """`--as-of`."""
    text = "Look from this day; stories published later are not looked at. Default: the last day of publication in the archive."
    return click.option("--as-of", callback=as_day, metavar="DATE", help=text)(function)


def dossier_option(function: F) -> F:
    """`--dossier`."""
    text = "A dossier (TOML): keep what touches its actors and issues, grouped by its issues."
    return click.option("--dossier", type=click.Path(dir_okay=False), metavar="FILE", help=text)(function)


def offset_option(function: F) -> F:
    """`--offset`."""
    return click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over the first N.")(function)


def page_options(function: F) -> F:
    """`--limit` and `--offset`."""
    limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show at most N.  [default: all]")
    return limit(offset_option(function))


def archive_options(metavar: str = "ARCHIVE") -> Callable[[F], F]:
    """How a command names its archive: as the first argument or as `--archive`; `metavar` shows its arguments."""

    def decorate(function: F) -> F:
        option = click.option("--archive", "archive", metavar="FILE", help="The archive, in place of the argument.")
        return click.argument("args", nargs=-1, metavar=metavar)(option(function))

    return decorate


def machine_option(function: F) -> F:
    """`--machine`, which `wants_machine` tells of."""

    def keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        ctx.meta[_MACHINE] = value

    text = "Show what was read, without reviewers' corrections."
    return click.option("--machine", is_flag=True, expose_value=False, callback=keep, help=text)(function)


def wants_machine() -> bool:
    """Whether the command that runs was given `--machine`."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_MACHINE))


def view_options(metavar: str = "ARCHIVE", *, more: Mapping[str, str] = MappingProxyType({})) -> Callable[[F], F]:
    """What every view of an archive has: the archive, `--format` and `--words`.

    Args:
        metavar: Shows its arguments.
        more: Formats that only this view has, and what each is for.
    """
    formats = ("text", "markdown", "json", *more)
    what = ("For a person, for a document, for a program", *more.values())

    def decorate(function: F) -> F:
        for option in (
            click.option("--words", "with_words", is_flag=True, help="Show the words that each line was read from."),
            click.option(
                "--format",
                "format_",
                type=click.Choice(formats),
                default="text",
                show_default=True,
                help=f"{', '.join(what)}.",
            ),
            machine_option,
            archive_options(metavar),
        ):
            function = option(function)
        return function

    return decorate


def archive_of(archive: str | None, args: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The archive's file, given as `--archive` or as the first argument, and the arguments that are left.

    Raises:
        click.UsageError: no archive is named.
    """
    if archive is not None:
        return archive, args
    if not args:
        raise click.UsageError("no archive is named; give its file as the first argument", ctx=click.get_current_context())
    return args[0], args[1:]


def only_archive(archive: str | None, args: tuple[str, ...]) -> str:
    """The archive's file, where a command takes nothing else.

    Raises:
        click.UsageError: no archive is named, or something else is given.
    """
    path, rest = archive_of(archive, args)
    if rest:
        raise click.UsageError(f"one archive is expected; got also {' '.join(rest)!r}", ctx=click.get_current_context())
    return path


def settings() -> "Settings":
    """The settings of this run.

    Raises:
        OptionError: the environment or the settings file has one that does not fit.
    """
    from communique.settings import load_settings

    return load_settings(os.environ, home=Path.home())


def caps_options(function: F) -> F:
    """`--page-seconds` and `--page-memory`; see `caps_of`."""
    seconds = "Set a page aside that takes longer; with one worker, too.  [default: 120 with several workers]"
    memory = "Set a page aside that takes more megabytes; with one worker, too.  [default: 2000 with several workers]"
    for name, metavar, text in (("--page-memory", "MB", memory), ("--page-seconds", "N", seconds)):
        function = click.option(name, type=click.IntRange(min=1), metavar=metavar, help=text)(function)
    return function


def caps_of(n_workers: int, page_seconds: int | None, page_memory: int | None) -> "PageCaps | None":
    """What one page may take; None, for one worker that nothing was asked of: the page is read in this process, which nothing caps.

    Raises:
        OptionError: the environment or the settings file has a setting that does not fit.
    """
    from communique.reading.caps import PageCaps

    if n_workers == 1 and page_seconds is None and page_memory is None:
        return None
    own = settings()
    return PageCaps(seconds=page_seconds or own.page_seconds, megabytes=page_memory or own.page_memory)


def check_archive(path: str) -> None:
    """Make sure that an archive is there; whether a server has one is seen when it is opened.

    Raises:
        ArchiveError: it is not.
    """
    from communique.archive.locations import is_server

    if not is_server(path) and not Path(path).exists():
        raise ArchiveError(f"no archive {path!r}; to make one: communique read INPUT --archive {path}")
