"""The error tree: what the callers of communique may catch.

In: nothing. Out: exception classes. Page trouble is not here: it becomes an *issue* of the page's record.

    CommuniqueError
    ├── OptionError     an option or setting has a value that is not accepted
    ├── InputError      an input cannot be opened or read at all
    ├── ModelError      the language pipeline is missing or unsuitable
    ├── DossierError    a dossier has an error; names the file and the key
    ├── CorrectionError a correction names nothing in the archive, or a value that does not fit
    ├── ExtraError      an optional dependency is not installed; names the command that brings it
    └── ArchiveError    an archive cannot be opened or written
        └── ArchiveVersionError    it was written by a newer communique
"""

from collections.abc import Sequence


class CommuniqueError(Exception):
    """Base of all errors raised on purpose. Its text is one line: what, the value, what to do."""


class OptionError(CommuniqueError):
    """An option or setting has a value that is not accepted."""


class InputError(CommuniqueError):
    """An input cannot be opened or read at all."""


class ModelError(CommuniqueError):
    """The language pipeline is missing or unsuitable."""


class DossierError(CommuniqueError):
    """A dossier has an error."""


class CorrectionError(CommuniqueError):
    """Corrections name something that is not there, or a value that does not fit; none of them was made.

    `problems` has a line for each bad one.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class ExtraError(CommuniqueError):
    """An optional dependency is not installed."""


class ArchiveError(CommuniqueError):
    """An archive cannot be opened, read or written."""


class ArchiveVersionError(ArchiveError):
    """An archive was written by a newer communique than this one."""
