"""The group of all commands, and how every error of theirs reaches a person.

In: commands. Out: a click group. Refuses nothing; errors become one line, and with `--debug` a traceback as well.
"""

import errno
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import Any

import click

from communique import __version__
from communique.errors import CommuniqueError, CorrectionError, DossierError, InputError, OptionError

FAILURE, MISUSE, INTERRUPTED = 1, 2, 130
_MISUSES = (OptionError, InputError, DossierError, CorrectionError)


class CommandLine(click.Group):
    """A group that lists its commands in the order in which they are given and ends every error in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order given: reading first, then what is asked of an archive."""
        return list(self.commands)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; see `click.Command.main`. In standalone mode it ends the process with the exit status."""
        name = prog_name or "communique"
        if not standalone_mode:
            return super().main(args, name, complete_var, False, **extra)
        try:
            status = super().main(args, name, complete_var, False, **extra)
        except click.ClickException as err:
            status = _say(err.format_message(), _hint(err), status=err.exit_code)
        except click.Abort:
            status = INTERRUPTED
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; every error but click's own is told here, where it is known whether a traceback is wanted."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except CommuniqueError as err:
            _trace(ctx)
            ctx.exit(_say(str(err), status=MISUSE if isinstance(err, _MISUSES) else FAILURE))
        except OSError as err:
            if err.errno == errno.EPIPE:
                _silence_output()
                ctx.exit(0)
            _trace(ctx)
            ctx.exit(_say(f"{err.filename}: {err.strerror}" if err.filename and err.strerror else str(err), status=FAILURE))
        except Exception as err:  # noqa: BLE001 -- the last stop: a person gets a line, and a traceback with --debug
            _trace(ctx)
            told = " ".join(f"{type(err).__name__}: {err}".split())
            ctx.exit(_say(f"unexpected {told}", "--debug shows where; this is a fault of communique", status=FAILURE))


def _trace(ctx: click.Context) -> None:
    if ctx.params.get("debug"):
        click.echo(traceback.format_exc(), err=True, nl=False)


def _say(message: str, hint: str = "", *, status: int) -> int:
    """Tell an error in one line; a name in it may come from outside, so that control characters are shown, not obeyed."""
    line = " ".join(message.split()).removesuffix(".") + (f" ({hint})" if hint else "")
    safe = "".join(c if c.isprintable() else "\ufffd" for c in line)
    click.echo(f"communique: error: {safe}", err=True)
    return status


def _hint(err: click.ClickException) -> str:
    if isinstance(err, click.UsageError) and err.ctx:
        return f"see {err.ctx.command_path} --help"
    return ""


def _silence_output() -> None:
    """Let the interpreter's last flush go nowhere: whoever read the pipe has had enough."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # the output is no file of the system, as under a test
        return


def make_main(commands: Iterable[click.Command]) -> CommandLine:
    """The whole command line."""

    @click.command(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
    @click.version_option(__version__, message="%(prog)s %(version)s")
    @click.option("--debug", is_flag=True, help="Show the traceback of an error.")
    def main(debug: bool) -> None:
        """communique reads the news about a negotiation and keeps its record: who met, said, offered, demanded, refused or
        threatened what; when; how certain it is; who says so; and what is still open.

        \b
          communique read page.html                      what one page says
          communique read pages/ --archive talks.db      keep what many pages say
          communique brief talks.db --since monday       what is new
        """

    if not isinstance(main, CommandLine):
        raise TypeError("click made no group of the command line")
    for command in commands:
        main.add_command(command)
    return main
