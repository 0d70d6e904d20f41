"""A pool of worker processes that survives its workers: one that hangs or dies costs its own file and nothing else.

The pools of the standard library give up as a whole when a worker dies, and cannot end one that hangs.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Self

from converters.batch.attempt import ended_its_process, took_too_long
from converters.batch.worker import serve
from workbook.errors import NianbaoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from converters.batch.order import Slot

DEFAULT_LIMIT = 600.0
# A worker is replaced after so many files, so that what a library fails to give back is given back.
FILES_A_WORKER = 1000
# A second file lies ready at each worker, so that it never waits for this process.
_AT_HAND = 2
_AHEAD_A_WORKER = 32
_START_LIMIT = 120.0
_FAREWELL = 2.0


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    given: deque[Slot] = field(default_factory=deque)
    # When the first of ``given`` was begun, or the process started.
    since: float = field(default_factory=time.monotonic)
    ready: bool = False
    files: int = 0


class Pool:
    """Worker processes that do one function; see :class:`converters.batch.order.Crew`."""

    def __init__(self, work: Callable[[str], object], workers: int, time_limit: float | None) -> None:
        self.work = work
        self.limit = DEFAULT_LIMIT if time_limit is None else time_limit
        self.ahead = _AHEAD_A_WORKER * workers
        self.size = workers
        self.workers: list[_Worker] = []
        self.todo: deque[Slot] = deque()
        # Not fork: libraries with threads of their own do not survive it, and Windows has none.
        self.context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the workers go; those still at work are ended."""
        for worker in self.workers:
            if kind is None and not worker.given:
                self._dismiss(worker)
        for worker in self.workers:
            self._end(worker, wait=0 if kind else _FAREWELL)
        self.workers.clear()

    def submit(self, slot: Slot) -> None:
        """Take a file on; a worker gets it when one is free."""
        self.todo.append(slot)

    def wait(self) -> Iterator[Slot]:
        """Wait for answers, or for a worker that runs out of time.

        Raises:
            NianbaoError: what the work raised; the processes cannot be started.
        """
        self._hand_out()
        busy = [worker for worker in self.workers if worker.given or not worker.ready]
        answered = wait([worker.pipe for worker in busy], max(0.0, self._earliest_end(busy) - time.monotonic()))
        for worker in busy:
            if worker.pipe in answered:
                yield from self._receive(worker)
            elif time.monotonic() >= self._end_of(worker):
                yield from self._lose(worker, overdue=True)
        # The next files set out before the caller goes away with the answers.
        self._hand_out()

    def _hand_out(self) -> None:
        # A round for each depth: no worker gets a second file while another has none.
        for depth in range(1, _AT_HAND + 1):
            while self.todo and (worker := self._free(depth)):
                slot = self.todo.popleft()
                if not worker.given and worker.ready:
                    worker.since = time.monotonic()
                worker.given.append(slot)
                worker.files += 1
                # One that has died is met when its answer is read.
                with contextlib.suppress(OSError):
                    worker.pipe.send(slot.name)

    def _free(self, depth: int) -> _Worker | None:
        for worker in [worker for worker in self.workers if worker.files >= FILES_A_WORKER and not worker.given]:
            self._dismiss(worker)
            self._end(worker, wait=_FAREWELL)
            self.workers.remove(worker)
        for worker in self.workers:
            if len(worker.given) < depth and worker.files < FILES_A_WORKER:
                return worker
        return self._start() if len(self.workers) < self.size else None

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        # Not daemonic: readers may start a process of their own.
        process = self.context.Process(target=serve, args=(self.work, theirs, self.limit), daemon=False)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))
        return self.workers[-1]

    def _receive(self, worker: _Worker) -> Iterator[Slot]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lose(worker, overdue=False)
            return
        worker.since = time.monotonic()
        if not worker.ready:
            worker.ready = True
            return
        if isinstance(answer, NianbaoError):
            raise answer
        slot = worker.given.popleft()
        slot.fill(answer)
        yield slot

    def _lose(self, worker: _Worker, *, overdue: bool) -> Iterator[Slot]:
        """End a worker; the file it was at is refused, the next one goes to another."""
        self._end(worker)
        self.workers.remove(worker)
        if not worker.ready:
            message = "工作进程无法启动（可能内存不足）。请关闭其他程序再试，或加 --jobs 1 只用一个进程。"
            raise NianbaoError(message)
        slot = worker.given.popleft()
        self.todo.extendleft(reversed(worker.given))
        slot.fill(took_too_long(slot.name, self.limit) if overdue else ended_its_process(slot.name))
        yield slot

    def _end_of(self, worker: _Worker) -> float:
        return worker.since + (self.limit if worker.ready else _START_LIMIT)

    def _earliest_end(self, workers: list[_Worker]) -> float:
        return min(map(self._end_of, workers), default=0.0)

    @staticmethod
    def _dismiss(worker: _Worker) -> None:
        with contextlib.suppress(OSError):
            worker.pipe.send(None)
        worker.pipe.close()

    @staticmethod
    def _end(worker: _Worker, wait: float = 0) -> None:
        """End a worker and what it has started, unless it goes by itself within so many seconds."""
        worker.pipe.close()
        worker.process.join(wait)
        if worker.process.is_alive():
            if hasattr(os, "killpg") and worker.ready:
                with contextlib.suppress(OSError):
                    os.killpg(worker.process.pid or 0, signal.SIGKILL)
            worker.process.kill()
        worker.process.join()
