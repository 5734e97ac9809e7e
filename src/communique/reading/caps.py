"""What reading one page may take: time and memory.

In: numbers. Out: `PageCaps`. Refuses with `OptionError` a cap that no page could keep.

A cap holds in a process of its own, which is ended when it is passed: nothing inside a process can stop a loop in a C library.
The memory of a page is counted beyond what the language pipeline takes; it is capped where the system can (Linux counts what a
process asks for; elsewhere the cap is not kept, and the system itself ends a process that takes too much).
"""

from dataclasses import dataclass
from pathlib import Path

from communique.errors import OptionError


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCaps:
    """Most `seconds` and `megabytes` (of 2**20 bytes) that one page may take."""

    seconds: int = 120  # a story of the greatest length that is read takes 6 to 10 on one core
    megabytes: int = 2000  # that story takes about 350

    def __post_init__(self) -> None:
        for name, value in (("seconds", self.seconds), ("megabytes", self.megabytes)):
            if value < 1:
                raise OptionError(f"a page's {name} must be 1 or more; got {value}")


def cap_memory(megabytes: int) -> None:
    """From now on, let this process take so much more memory, and no more: what asks for more fails, usually with `MemoryError`."""
    try:
        import resource
    except ImportError:  # Windows
        return
    held = _data_bytes()
    if held is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = held + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _data_bytes() -> int | None:
    """What RLIMIT_DATA counts of this process: private, writable memory, used or not. None where the system does not tell."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            for line in status:
                if line.startswith("VmData:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return None
    return None
