"""communique keeps the record of a negotiation: who met, said, offered, demanded or refused what, and in which words.

In: nothing. Out: the public names, each loaded on first use, so that `import communique` is quick. Refuses other names with
`AttributeError`, as any module does.

    import communique

    record = communique.read("page.html")
    for event in record.article.events:
        print(event.status, record.article.words(event.trigger))
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from communique.api import open_archive, read
    from communique.archive.base import Archive, View, Writer
    from communique.archive.requests import Request
    from communique.dossier import Dossier, load_dossier
    from communique.errors import (
        ArchiveError,
        ArchiveVersionError,
        CommuniqueError,
        CorrectionError,
        DossierError,
        ExtraError,
        InputError,
        ModelError,
        OptionError,
    )
    from communique.options import ReadOptions
    from communique.reading.pipeline import Reader
    from communique.record.corrections import Act, Correction, EntryKind
    from communique.record.jsonform import from_json, from_line, schema, to_json, to_line
    from communique.record.model import (
        Actor,
        ActorRef,
        Condition,
        DateInterval,
        Event,
        Issue,
        PageRef,
        Place,
        Position,
        Predicate,
        ReaderInfo,
        Record,
        Role,
        Statement,
        Story,
        TimeExpression,
    )
    from communique.record.spans import Span
    from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind, TimeType
    from communique.sources.base import Page
    from communique.sources.inputs import open_inputs

_NAMES_BY_MODULE = {
    "api": ("open_archive", "read"),
    "archive.base": ("Archive", "View", "Writer"),
    "archive.requests": ("Request",),
    "dossier": ("Dossier", "load_dossier"),
    "errors": (
        "ArchiveError",
        "ArchiveVersionError",
        "CommuniqueError",
        "CorrectionError",
        "DossierError",
        "ExtraError",
        "InputError",
        "ModelError",
        "OptionError",
    ),
    "options": ("ReadOptions",),
    "reading.pipeline": ("Reader",),
    "record.corrections": ("Act", "Correction", "EntryKind"),
    "record.jsonform": ("from_json", "from_line", "schema", "to_json", "to_line"),
    "record.model": (
        "Actor",
        "ActorRef",
        "Condition",
        "DateInterval",
        "Event",
        "Issue",
        "PageRef",
        "Place",
        "Position",
        "Predicate",
        "ReaderInfo",
        "Record",
        "Role",
        "Statement",
        "Story",
        "TimeExpression",
    ),
    "record.spans": ("Span",),
    "record.vocab": ("ActorKind", "Form", "Outcome", "Stance", "StatementKind", "Status", "StoryKind", "TimeType"),
    "sources.base": ("Page",),
    "sources.inputs": ("open_inputs",),
}
_MODULES = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}

__all__ = [  # noqa: RUF022 -- in the order of the alphabet, whatever the case
    "__version__",
    "Act",
    "Actor",
    "ActorKind",
    "ActorRef",
    "Archive",
    "ArchiveError",
    "ArchiveVersionError",
    "CommuniqueError",
    "Condition",
    "Correction",
    "CorrectionError",
    "DateInterval",
    "Dossier",
    "DossierError",
    "EntryKind",
    "Event",
    "ExtraError",
    "Form",
    "from_json",
    "from_line",
    "InputError",
    "Issue",
    "load_dossier",
    "ModelError",
    "open_archive",
    "open_inputs",
    "OptionError",
    "Outcome",
    "Page",
    "PageRef",
    "Place",
    "Position",
    "Predicate",
    "read",
    "Reader",
    "ReaderInfo",
    "ReadOptions",
    "Record",
    "Request",
    "Role",
    "schema",
    "Span",
    "Stance",
    "Statement",
    "StatementKind",
    "Status",
    "Story",
    "StoryKind",
    "TimeExpression",
    "TimeType",
    "to_json",
    "to_line",
    "View",
    "Writer",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module 'communique' has no attribute {name!r}")
    value: object = getattr(import_module(f"communique.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
