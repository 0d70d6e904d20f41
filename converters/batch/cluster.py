"""The same work on a Dask cluster: files lie where every machine can read them, results come back in order."""

from __future__ import annotations

import faulthandler
import os
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, TypeVar

from converters.batch.attempt import attempt, ended_its_process
from workbook.errors import NianbaoError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from converters.batch.options import Refused
    from converters.batch.order import Slot

T = TypeVar("T")
_AHEAD_A_THREAD = 32
_CONNECT_SECONDS = 15
_MOST_LOST = 5


class Cluster:
    """The workers of a Dask scheduler; see :class:`converters.batch.order.Crew`.

    A worker that is lost costs nothing: Dask gives its files to others, and only a file that takes three workers
    down with it is refused. A time limit ends the worker process, which its nanny starts anew.
    """

    def __init__(self, work: Callable[[str], object], address: str, time_limit: float | None) -> None:
        self.work = work
        self.address = address
        self.limit = time_limit
        self.ahead = _AHEAD_A_THREAD
        self.slots: dict[str, Slot] = {}
        self.lost: Counter[str] = Counter()
        self.client: Any = None
        self.finished: Any = None

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            UsageError: distributed is not installed, or nobody answers at the address.
        """
        try:
            # Not typed; an extra, and slow to import.
            distributed: Any = import_module("distributed")
        except ImportError as error:
            message = "--scheduler 需要 Dask，请先安装：pip install 'nianbao[cluster]'。"
            raise UsageError(message) from error
        try:
            self.client = distributed.Client(self.address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            message = (
                f"连不上 Dask 调度器“{self.address}”（{error}）。请核对地址（如 tcp://主机:8786），"
                "并确认调度器已经启动：dask scheduler。"
            )
            raise UsageError(message) from error
        threads = sum(self.client.nthreads().values())
        self.ahead = _AHEAD_A_THREAD * max(1, threads)
        self.finished = distributed.as_completed(loop=self.client.loop, with_results=True, raise_errors=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Part from the scheduler; what is still under way is called off."""
        if self.finished is not None:
            self.finished.clear()
        self.client.close()

    def submit(self, slot: Slot) -> None:
        """Take a file on."""
        future = self.client.submit(work_there, self.work, slot.name, self.limit, pure=False)
        self.slots[future.key] = slot
        self.finished.add(future)

    def wait(self) -> Iterator[Slot]:
        """Wait for at least one result.

        Raises:
            NianbaoError: what the work raised; the cluster cannot do it at all.
        """
        for future, result in self.finished.next_batch(block=True):
            slot = self.slots.pop(future.key)
            if future.status == "finished":
                slot.fill(result)
            elif future.status != "error" and self.lost[slot.name] < _MOST_LOST:
                # Its worker has gone with the result, for another file's sake.
                self.lost[slot.name] += 1
                self.submit(slot)
                continue
            else:
                slot.fill(self._failed(slot, future))
            yield slot

    def _failed(self, slot: Slot, future: Any) -> Refused:  # noqa: ANN401  # distributed is not typed here
        killed = import_module("distributed.scheduler").KilledWorker
        error = future.exception() if future.status == "error" else None
        if isinstance(error, killed):
            return ended_its_process(slot.name, self.limit)
        if isinstance(error, NianbaoError):
            raise error
        message = (
            f"集群没有完成“{slot.name}”（{error or '与调度器的连接中断'}）。"
            "请确认每台机器装有同一版本的 nianbao，调度器仍在运行，再运行一次同样的命令。"
        )
        raise NianbaoError(message)


def work_there(work: Callable[[str], T], name: str, limit: float | None) -> T | Refused:
    """Do one file on a worker of the cluster; what hangs ends the process, which Dask notices."""
    if limit is None:
        return attempt(work, name)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  # no path of a file
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)
        try:
            return attempt(work, name)
        finally:
            faulthandler.cancel_dump_traceback_later()
