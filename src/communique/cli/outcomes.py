"""How a run of reading ended: every page in exactly one line.

In: records. Out: lines for a person. Refuses nothing.
"""

from collections import Counter
from dataclasses import dataclass, field

from communique.record.model import Record
from communique.record.vocab import Outcome

MOST_PAGES = 3  # named for each reason
MOST_CODES = 6  # kinds of issues named


@dataclass(slots=True)
class Outcomes:
    """Counts pages by outcome, issues by code, and keeps a few pages for each reason of setting one aside."""

    pages: Counter[Outcome] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)  # of stories that are kept and not read
    n_skipped: int = 0

    def add(self, record: Record) -> None:
        """Count one page."""
        self.pages[record.outcome] += 1
        self.languages.update(record.unread_languages)
        if record.outcome is Outcome.SET_ASIDE:
            reason = record.issues[-1].code.replace("_", " ") if record.issues else "no reason given"
            self.reasons[reason] += 1
            examples = self.examples.setdefault(reason, [])
            if len(examples) < MOST_PAGES:
                examples.append(record.page.uri)
        else:
            self.issues.update(issue.code for issue in record.issues)

    @property
    def n_pages(self) -> int:
        """All pages."""
        return self.pages.total()

    @property
    def is_failure(self) -> bool:
        """Whether nothing could be read: no page at all, or every page set aside. Skipped pages were read before."""
        return self.n_pages == self.pages[Outcome.SET_ASIDE] and not self.n_skipped

    def lines(self) -> list[str]:
        """One line an outcome, none for an outcome that no page had; a run without pages says so."""
        if not self.n_pages and not self.n_skipped:
            return ["read: no pages"]
        made = []
        if self.pages[Outcome.READ]:
            made.append(f"read: {_counted(self.pages[Outcome.READ], 'page')}")
        if self.pages[Outcome.READ_WITH_ISSUES]:
            codes = [f"{code.replace('_', ' ')} {n}" for code, n in self.issues.most_common(MOST_CODES)]
            more = ["…"] if len(self.issues) > MOST_CODES else []
            made.append(
                f"read with issues: {_counted(self.pages[Outcome.READ_WITH_ISSUES], 'page')} ({', '.join(codes + more)})"
            )
        if self.pages[Outcome.SET_ASIDE]:
            reasons = "; ".join(self._reason(reason, n) for reason, n in self.reasons.most_common())
            made.append(f"set aside: {_counted(self.pages[Outcome.SET_ASIDE], 'page')}: {reasons}")
        if self.languages:
            listed = ", ".join(f"{language} {n}" for language, n in self.languages.most_common(MOST_CODES))
            made.append(f"kept, not read: {_counted(self.languages.total(), 'story')} in other languages ({listed})")
        if self.n_skipped:
            made.append(f"skipped: {_counted(self.n_skipped, 'page')} that the archive holds from this reader")
        return made

    def _reason(self, reason: str, number: int) -> str:
        examples = self.examples[reason]
        more = f" and {number - len(examples)} more" if number > len(examples) else ""
        return f"{reason} ({', '.join(examples)}{more})"


def _counted(number: int, what: str) -> str:
    plural = "stories" if what == "story" else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"
