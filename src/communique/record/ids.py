"""Identities: short, stable hashes of raw words and offsets, and the keys of what is claimed.

In: strings and numbers as they stand in the text. Out: identities that are the same on every machine and in every run.
"""

import hashlib
import re
import unicodedata

ID_BYTES = 8  # 64 bits: a collision among ten million stories has a chance of about 3 in a million


def digest(*parts: str | bytes | int) -> str:
    """A hexadecimal hash of the parts in their order; parts cannot run into each other."""
    hashed = hashlib.blake2b(digest_size=ID_BYTES)
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        hashed.update(len(raw).to_bytes(8, "big"))
        hashed.update(raw)
    return hashed.hexdigest()


def folded(name: str) -> str:
    """A name for comparing: lower case, no accents, no punctuation, single spaces, no leading article."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", bare))
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words)


def claim_key(kind: str, *parts: str | None) -> str:
    """The key of a claim: its kind and its folded parts, readable, `-` where the text gives none."""
    return "|".join([kind, *(part or "-" for part in parts)])
