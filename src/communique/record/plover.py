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


def root(kind: str, status: Status, *, by_doer: bool) -> str:
    """The PLOVER root under which an act of type `kind` and that status is coded.

    An act that someone undertakes or is ready to do is AGREE if it is cooperative and THREATEN if it is hostile; asked of others
    it is REQUEST; what will not be done is REJECT if it is cooperative. `by_doer`: the proposal is the doer's own offer.
    """
    if status.is_fact or status is Status.DENIED or kind in ("REQUEST", "THREATEN", "REJECT"):
        return kind
    if status is Status.RULED_OUT:
        return "REJECT" if kind in COOPERATIVE else kind
    if status is Status.PROPOSED and not by_doer:
        return "REQUEST"
    return "AGREE" if kind in COOPERATIVE else "THREATEN"
