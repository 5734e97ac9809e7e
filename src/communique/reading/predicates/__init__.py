"""Predicates: what comes in is a parsed story with its statements, what goes out is `Predicate`s with their factuality."""

from communique.reading.predicates.find import find_predicates

__all__ = ["find_predicates"]
