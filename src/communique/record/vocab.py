"""The closed vocabularies of the record, each value written as it stands in the JSON form."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a page ended; every page has exactly one."""

    READ = "read"
    READ_WITH_ISSUES = "read with issues"
    SET_ASIDE = "set aside"


class StoryKind(StrEnum):
    """What a story on a page is."""

    ARTICLE = "article"
    TEASER = "teaser"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    BODY = "body"
    IGO = "igo"
    ALLIANCE = "alliance"
    ARMED_GROUP = "armed group"
    PARTY = "party"
    COMPANY = "company"
    MEDIA = "media"
    POPULATION = "population"


class StatementKind(StrEnum):
    """Whether something was said (`speech`), is ascribed to a mind (`thought`), or was not or not yet said (`unspoken`)."""

    SPEECH = "speech"
    THOUGHT = "thought"
    UNSPOKEN = "unspoken"


class Form(StrEnum):
    """How a statement's content is given: all in quotation marks, none of it, or part of it."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Status(StrEnum):
    """Whether an event happened, will, might, or did not."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    SCHEDULED = "scheduled"
    PROPOSED = "proposed"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    RULED_OUT = "ruled_out"
    DENIED = "denied"

    @property
    def is_fact(self) -> bool:
        """Whether the voice presents the event as having happened or as going on."""
        return self in (Status.OCCURRED, Status.ONGOING)

    @property
    def is_prospect(self) -> bool:
        """Whether the event may still come."""
        return self in (Status.SCHEDULED, Status.PROPOSED, Status.CONDITIONAL, Status.POSSIBLE)


FACTUALITY = {  # the usual -3 to 3 scale; the middle values were set to the means of the annotated predicates of each status
    Status.OCCURRED: 3.0,
    Status.ONGOING: 3.0,
    Status.SCHEDULED: 1.5,
    Status.PROPOSED: 0.0,
    Status.CONDITIONAL: 0.5,
    Status.POSSIBLE: 0.5,
    Status.RULED_OUT: -2.5,
    Status.DENIED: -3.0,
}


class Stance(StrEnum):
    """How an actor stands to an issue."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    OPEN = "open"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"


class TimeType(StrEnum):
    """The TIMEX3 types (TimeML 1.2.1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"
