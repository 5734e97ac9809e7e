"""Exports: an archive's entries as tables and files for other programs.

In: a view of an archive. Out: CSV, Parquet, JSON Lines, JSON-LD, iCalendar. Each format is a module; `FORMATS` names them.
"""

FORMATS = ("csv", "ics", "jsonl", "jsonld", "parquet")
