"""World knowledge: what comes in is words and a day, what goes out is the state, office-holder, title or place that they name."""

from communique.reading.world.knowledge import World, load_world

__all__ = ["World", "load_world"]
