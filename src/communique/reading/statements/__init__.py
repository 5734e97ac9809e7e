"""Statements: what comes in is a parsed story with its actors and times, what goes out is `FoundStatement`s in text order."""

from communique.reading.statements.find import find_statements

__all__ = ["find_statements"]
