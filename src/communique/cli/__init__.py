"""The command line: parse, call one function, print.

In: arguments. Out: `main`, the group of all commands. Refuses what is not understood with one line on the error stream and exit
status 2; a failure ends with one line and status 1, an interruption with 130, and a reader that closed the pipe with 0.

Only click is imported here: everything else is loaded by the command that needs it.
"""

from communique.cli.actors_commands import COMMANDS as ACTORS_COMMANDS
from communique.cli.archive_commands import COMMANDS as ARCHIVE_COMMANDS
from communique.cli.correct_commands import COMMANDS as CORRECT_COMMANDS
from communique.cli.group import CommandLine, make_main
from communique.cli.read_commands import COMMANDS as READ_COMMANDS
from communique.cli.reread_commands import COMMANDS as REREAD_COMMANDS
from communique.cli.store_commands import COMMANDS as STORE_COMMANDS
from communique.cli.take_commands import COMMANDS as TAKE_COMMANDS
from communique.cli.watch_commands import COMMANDS as WATCH_COMMANDS

__all__ = ["CommandLine", "main"]

main = make_main(
    [
        *READ_COMMANDS,
        *WATCH_COMMANDS,
        *ARCHIVE_COMMANDS,
        *ACTORS_COMMANDS,
        *CORRECT_COMMANDS,
        *REREAD_COMMANDS,
        *TAKE_COMMANDS,
        *STORE_COMMANDS,
    ]
)
