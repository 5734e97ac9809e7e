"""A piece of a sheet, where the whole is too long for one page.

In: a sheet, how many entries to leave out and how many to keep. Out: the sheet with those entries, and where they stand in the
whole. Refuses nothing: beyond the end there is nothing.
"""

from dataclasses import dataclass, replace

from communique.views.sheet import Group, Section, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Entries `offset` to `offset + n` of `total`."""

    sheet: Sheet
    offset: int
    limit: int
    total: int

    @property
    def next(self) -> int | None:
        """Where the next piece begins; None at the end."""
        after = self.offset + self.limit
        return after if after < self.total else None

    @property
    def previous(self) -> int | None:
        """Where the piece before begins; None at the beginning."""
        return max(0, self.offset - self.limit) if self.offset else None


def piece_of(sheet: Sheet, *, offset: int, limit: int) -> Piece:
    """Entries of a sheet in their order, section after section; sections without an entry in the piece are left out."""
    total = sum(len(section.entries) for section in sheet.sections)
    if offset == 0 and total <= limit:
        return Piece(sheet=sheet, offset=0, limit=limit, total=total)
    sections: list[Section] = []
    at = 0
    for section in sheet.sections:
        groups = []
        for group in section.groups:
            first, last = max(0, offset - at), max(0, offset + limit - at)
            at += len(group.entries)
            kept = group.entries[first:last]
            if kept:
                groups.append(Group(title=group.title, entries=kept))
        if groups:
            sections.append(replace(section, groups=tuple(groups)))
    return Piece(sheet=replace(sheet, sections=tuple(sections)), offset=offset, limit=limit, total=total)
