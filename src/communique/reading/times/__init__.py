"""Time expressions: what comes in is a parsed story and its publication date, what goes out is `FoundTime`s with their days."""

from communique.reading.times.find import find_times, to_expression, to_interval

__all__ = ["find_times", "to_expression", "to_interval"]
