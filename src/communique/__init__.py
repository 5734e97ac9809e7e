"""communique keeps the record of a negotiation: who met, said, offered, demanded, refused or threatened what, and in which words."""

__version__ = "0.1.0"
