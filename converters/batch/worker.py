"""The inside of a worker process: a name comes in, a result goes out, until there are no more."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
from typing import TYPE_CHECKING

from converters.batch.attempt import attempt
from workbook.errors import NianbaoError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

# How long a worker outlives the time limit when nobody is left to end it.
_GRACE = 30.0


def serve(work: Callable[[str], object], pipe: Connection, limit: float) -> None:
    """Do one file after the other; None ends it, and so does the end of the process that asked."""
    # Ctrl-C is for the process that started this one; a group of its own lets it be ended with what it has started.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
    with contextlib.suppress(EOFError, OSError), open(os.devnull, "w") as nowhere:  # noqa: PTH123  # no path of a file
        # From now on its time is a file's.
        pipe.send(None)
        while (name := pipe.recv()) is not None:
            faulthandler.dump_traceback_later(limit + _GRACE, exit=True, file=nowhere)
            try:
                answer: object = attempt(work, name)
            except NianbaoError as error:
                answer = error
            faulthandler.cancel_dump_traceback_later()
            pipe.send(answer)
