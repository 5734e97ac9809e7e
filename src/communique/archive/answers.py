"""Refusals that answer a proposal which one story tells just before.

In: reports in order of publication and text. Out: for each proposal that is turned down in the same story, the report that turns it
down ("called on the government to leave; the minister rejected the demand"). What a refusal itself names as refused is a report
of its own, which the record already holds as ruled out: such a refusal answers nothing else.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from communique.archive.reports import Report
from communique.record.vocab import Status

# How far before the refusal's sentence a proposal may stand: its own sentence and the one or two before it. Farther off, "rejected
# it" mostly speaks of something else.
NEAR_CHARS = 240


def find_answers(reports: Iterable[Report]) -> dict[int, Report]:
    """The refusal of each proposal that its own story turns down, by the proposal's number.

    Args:
        reports: In order of publication, story and text.
    """
    answers: dict[int, Report] = {}
    for _, told in groupby(reports, key=lambda report: (report.page_id, report.story_id)):
        story = list(told)
        for place, report in enumerate(story):
            if (
                report.type == "REJECT"
                and report.status.is_fact
                and not report.is_copy
                and not _names_its_object(report, story)
            ):
                answered = next((p for p in reversed(story[:place]) if _is_answered(p, report)), None)
                if answered is not None:
                    answers.setdefault(answered.number, report)
    return answers


def _names_its_object(refusal: Report, story: Sequence[Report]) -> bool:
    """Whether the refusal's own sentence tells what is refused: "rejected a summit" has the summit as ruled out."""
    return any(
        each.status is Status.RULED_OUT and each.sentence == refusal.sentence and each.start > refusal.start for each in story
    )


def _is_answered(proposal: Report, refusal: Report) -> bool:
    """Whether a refusal may answer a proposal: it is near, another's, and directed at who proposed it or made by who was to act."""
    if proposal.status is not Status.PROPOSED or refusal.sentence.start - proposal.sentence.end > NEAR_CHARS:
        return False
    proposer = proposal.voiced_by.side if proposal.voiced_by else None
    refusing = refusal.doers.sides
    if proposer is not None and proposer in refusing:
        return False
    return proposer in refusal.undergoers.sides or bool(refusing & proposal.everyone.sides)
