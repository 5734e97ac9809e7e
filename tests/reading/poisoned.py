"""A reader that some pages are poison to: a page's first word says what it does to the process that reads it."""

import ctypes
import os
import signal
import time

from communique.reading.pipeline import Reader
from communique.record.model import Record
from communique.sources.base import Page


class PoisonedReader(Reader):
    """Reads pages as `Reader` does, except those that begin with a poison's name."""

    def read_batch(self, batch: list[Page]) -> list[Record]:
        for page in batch:
            match str(page.content).split()[:1]:
                case ["segfault"]:
                    ctypes.string_at(0)
                case ["exit"]:
                    os._exit(3)
                case ["killed"]:  # as the system does when it is out of memory
                    os.kill(os.getpid(), signal.SIGKILL)
                case ["forever"]:
                    while True:
                        time.sleep(3600)
                case ["loop"]:  # in C, and the interpreter's lock is held: no signal handler of Python's ever runs
                    ctypes.pythonapi.PyObject_Length(ctypes.py_object(_Endless()))
                case ["greedy"]:
                    hoard = [bytearray(64 * 2**20) for _ in range(200)]
                    raise AssertionError(f"{len(hoard)} blocks of 64 MB were to be had")
        return super().read_batch(batch)


class _Endless:
    def __len__(self) -> int:
        libc = ctypes.PyDLL(None)
        libc.pause()
        return 0
