"""Entries of an archive as JSON values, field by field, under the names that they have in the code.

In: frozen dataclasses, enumerations, dates, spans. Out: what `json.dumps` takes. Refuses with `TypeError` a value of any other
kind: that is a mistake in the code, not in the data.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeAlias

from communique.record.model import DateInterval
from communique.record.spans import Span

JsonValue: TypeAlias = Any  # dict, list, str, int, float, bool or None: a recursive alias would say no more to a caller


def value_of(entry: object) -> JsonValue:
    """The entry as JSON values. A span is its `start` and `end`, a date interval its `from` and `to`, as in a record."""
    kind = type(entry)
    if kind in _PLAIN:
        return entry
    if isinstance(entry, Enum):
        return entry.value
    if isinstance(entry, str | int | float):
        return entry
    if isinstance(entry, date):
        return entry.isoformat()
    if isinstance(entry, Span):
        return {"start": entry.start, "end": entry.end}
    if isinstance(entry, DateInterval):
        return {"from": value_of(entry.first), "to": value_of(entry.last)}
    if isinstance(entry, Mapping):
        return {str(value_of(key)): value_of(value) for key, value in entry.items()}
    if isinstance(entry, list | tuple):
        return [value_of(item) for item in entry]
    if is_dataclass(entry):
        made: dict[str, JsonValue] = {}
        for name in _names(type(entry)):  # type: ignore[arg-type]  # every class can be hashed
            value = value_of(getattr(entry, name))
            if name == "span" and isinstance(value, dict):
                made.update(value)  # as in a record: start and end stand beside the words
            else:
                made[name] = value
        return made
    raise TypeError(f"no JSON form for {kind.__name__}")


_PLAIN = frozenset((type(None), bool, int, float, str))


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    """The fields of a dataclass: asked for once, since a view has thousands of entries of a dozen classes."""
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # a dataclass: its caller saw to it
