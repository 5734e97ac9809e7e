"""Pages from the web, fetched politely and safely.

In: addresses that a user, a feed or a page names. Out: a `Fetched` for each: the bytes and what came of the request. Refuses what leads
to this machine or its network, what a site's robots.txt asks not to fetch, and what is too big, too slow or of a type that is not read;
each becomes the `trouble` of its `Fetch`, never an exception.
"""

from communique.sources.fetch.addresses import is_address
from communique.sources.fetch.fetcher import Fetched, Fetcher
from communique.sources.fetch.options import FetchOptions
from communique.sources.fetch.troubles import CODES

__all__ = ["CODES", "FetchOptions", "Fetched", "Fetcher", "is_address"]
