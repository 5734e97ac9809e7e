"""PLOVER and CAMEO: the event types, which of them have no direction, and the roots of acts that have not happened.

In: types and statuses. Out: types, roots and codes. Refuses nothing.

Source: PLOVER codebook (Open Event Data Alliance; Halterman, Bagozzi, Beger, Schrodt, Scarborough, "PLOVER and POLECAT", 2023);
CAMEO codebook 1.1b3 (Schrodt 2012).
"""

from communique.record.vocab import Status

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # every party acts: none undergoes
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
SPEECH_ACTS = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"}
)  # done by saying, whatever the tense of what is said

CAMEO_ROOTS = {  # the CAMEO root of a PLOVER type that has no finer code in the lexicon
    "AGREE": "05",
    "CONSULT": "04",
    "SUPPORT": "05",
    "CONCEDE": "08",
    "COOPERATE": "06",
    "AID": "07",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "SANCTION": "16",
    "MOBILIZE": "15",
    "COERCE": "17",
    "ASSAULT": "19",
}

CONTEXTS = (
    "political",
    "military",
    "economic",
    "diplomatic",
    "resource",
    "culture",
    "disease",
    "disaster",
    "refugee",
    "migration",
    "legal",
    "terrorism",
    "government",
    "election",
    "legislative",
    "cbrn",
    "cyber",
    "environment",
    "territory",
    "human_rights",
    "crime",
)


CODEBOOK_TYPES = {  # where the codebooks file an act elsewhere than this project's type: by the longest CAMEO prefix
    "050": "SUPPORT",
    "057": "SUPPORT",  # PLOVER SUPPORT: "ratify, sign, or finalize" is done; agreeing to it is AGREE
    "074": "AID",  # military protection or peacekeeping
    "0871": "RETREAT",  # a declared truce
    "080": "CONCEDE",  # a demand accepted
    "163": "COERCE",  # embargoes and sanctions imposed
    "166": "SANCTION",  # peacekeepers or monitors withdrawn
    "191": "ASSAULT",  # a blockade
    "196": "ASSAULT",  # a ceasefire violated
}


def root(kind: str, status: Status, cameo: str | None, *, by_doer: bool) -> str:
    """The PLOVER root under which the codebook files an act of type `kind` and that status.

    An act that someone undertakes or is ready to do is AGREE if it is cooperative and THREATEN if it is hostile; asked of others
    it is REQUEST; what will not be done is REJECT. `by_doer`: the proposal is the doer's own offer, which is AGREE.
    """
    filed = next((CODEBOOK_TYPES[code] for code in (cameo, (cameo or "")[:3]) if code in CODEBOOK_TYPES), kind)
    if kind in ("REQUEST", "THREATEN", "REJECT") or status.is_fact:
        return filed
    if status is Status.DENIED:
        return "REJECT" if kind == "AGREE" else filed
    if status is Status.RULED_OUT:
        return "REJECT"
    if status is Status.PROPOSED:
        return "AGREE" if by_doer else "REQUEST"
    return "AGREE" if filed in COOPERATIVE else "THREATEN"
