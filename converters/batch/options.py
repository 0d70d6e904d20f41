"""What a run over many files is told, and what it says of a file that could not be done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Why = Literal["input", "time", "died", "fault"]

# Fewer files than this are done before a second process has started.
_WORTH_A_POOL = 16
_FILES_A_WORKER = 8


@dataclass(frozen=True, slots=True)
class Refused:
    """A file without a result: ``message`` is one Chinese sentence.

    ``why``: ``input`` the file is at fault, ``time`` it took too long, ``died`` its process ended, ``fault`` our error.
    """

    name: str
    message: str
    why: Why = "input"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to work through many files.

    ``jobs``: how many processes, None as many as pay, 1 none but this one. ``time_limit``: seconds for one file; a
    limit needs a process that can be ended, so that with one even ``jobs=1`` starts one; None is ten minutes where
    there are processes anyway. ``journal``: the file in which finished work is noted and looked up; results must then
    be plain JSON data. ``task``: what is done with the files, options and versions and all; results noted under
    another task are not used. ``scheduler``: the address of a Dask scheduler that does the work. ``progress``: what to
    show a person at a terminal while it goes on (``读入``), empty for nothing.
    """

    jobs: int | None = None
    time_limit: float | None = None
    journal: Path | None = None
    task: str = ""
    scheduler: str = ""
    progress: str = ""

    def workers(self, files: int) -> int:
        """How many processes to start for so many files; 0 is none but this one."""
        if self.jobs == 1 or (self.jobs is None and files < _WORTH_A_POOL):
            return int(self.time_limit is not None)
        if self.jobs is None:
            return min(cores(), files // _FILES_A_WORKER)
        return min(self.jobs, files)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
