"""Events: what comes in is a parsed story with its actors, times and statements, what goes out is `FoundEvent`s with their status."""

from communique.reading.events.find import FoundEvent, find_events
from communique.reading.events.lexicon import Lexicon, load_lexicon
from communique.reading.events.status import StatusFinder
from communique.record.vocab import FACTUALITY

__all__ = ["FACTUALITY", "FoundEvent", "Lexicon", "StatusFinder", "find_events", "load_lexicon"]
