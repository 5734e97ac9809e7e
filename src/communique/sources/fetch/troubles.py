"""What can come of a request besides a page.

In: a code and a line. Out: `FetchError`, which never leaves this package: it becomes the `trouble` of a `Fetch`.
"""

from communique.record.model import Issue

CODES = {
    "refused_address": "the address, or one it redirects to, is none of the public web",
    "robots": "the site's robots.txt asks not to fetch it, or cannot be had for now",
    "unreachable": "no answer: no such host, no connection, or what answers speaks no HTTP",
    "bad_status": "the server answers with another status than success",
    "rate_limited": "the server asks for fewer requests, and for a longer wait than is kept",
    "too_many_redirects": "more redirects than are followed, or a circle of them",
    "too_big": "the answer is too big, or is compressed beyond all reason",
    "too_slow": "the answer takes too long",
    "wrong_type": "the answer is of a type that is not read",
    "truncated_answer": "the answer ends before it is complete",
    "bad_encoding": "the answer is compressed in a way that is not read, or is damaged",
    "stopped": "the run was stopped before the answer came",
}


class FetchError(Exception):
    """A request came to nothing.

    Args:
        code: One of `CODES`.
        detail: A line for the user.
        may_pass: Whether the same request may succeed a little later.
        wait_s: How long the server asks to wait, None if it does not say.
    """

    def __init__(self, code: str, detail: str, *, may_pass: bool = False, wait_s: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.may_pass = may_pass
        self.wait_s = wait_s

    def issue(self, url: str) -> Issue:
        """The trouble with an address, as its page carries it."""
        return Issue(code=self.code, detail=f"{url[:300]}: {self.detail}")


class StatusError(FetchError):
    """A server answered with another status than success."""

    def __init__(self, status: int, detail: str, *, may_pass: bool = False, wait_s: float | None = None) -> None:
        code = "rate_limited" if status == 429 else "bad_status"
        super().__init__(code, detail, may_pass=may_pass, wait_s=wait_s)
        self.status = status
