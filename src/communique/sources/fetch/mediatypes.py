"""Which types of answer are read.

In: a declared media type and the address it came from. Out: whether some format of source reads it. Refuses nothing.
"""

from urllib.parse import unquote, urlsplit

from communique.sources.sniff import suffix_kind

READ_TYPES = frozenset(
    (
        "text/html application/xhtml+xml application/vnd.wap.xhtml+xml text/plain text/markdown text/xml application/xml "
        "application/rss+xml application/atom+xml application/rdf+xml application/json text/json application/feed+json "
        "application/ld+json application/jsonl application/jsonlines application/x-jsonlines application/json-lines "
        "application/ndjson application/x-ndjson application/json-seq application/pdf application/x-pdf application/warc "
        "application/gzip application/x-gzip message/rfc822 application/mbox"
    ).split()
)
# What servers declare for files that they know nothing of; the name's ending decides.
UNKNOWN_TYPES = frozenset(
    "application/octet-stream binary/octet-stream application/x-download application/force-download application/unknown".split()
)
SUFFIXES = (".pdf", ".eml", ".mbox", ".warc", ".xml", ".feed", ".gz")  # beside those that `sniff` knows
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


def is_read(media_type: str, url: str) -> bool:
    """Whether an answer can be read. One without a type can: its bytes say what it is."""
    bare = media_type.partition(";")[0].strip().lower()
    if bare in UNKNOWN_TYPES:
        name = unquote(urlsplit(url).path).rpartition("/")[2].lower()
        return suffix_kind(name) is not None or name.endswith(SUFFIXES)
    return not bare or bare in READ_TYPES
