"""Actors: what comes in is a parsed story and its publication date, what goes out is `FoundActors` with all their mentions."""

from communique.reading.actors.find import find_actors

__all__ = ["find_actors"]
