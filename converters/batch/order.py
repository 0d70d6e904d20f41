"""Results in the order of the files, whoever finishes first; only a few are held at a time."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from converters.batch.attempt import attempt
from converters.batch.options import Refused
from converters.batch.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from converters.batch.journal import Journal
    from converters.batch.options import BatchOptions

T = TypeVar("T")


@dataclass(slots=True)
class Slot:
    """A file on its way and, once ``done``, its result; ``stamp`` is what the journal knows it by."""

    name: str
    stamp: bytes = b""
    result: Any = None
    done: bool = False

    def fill(self, result: object) -> None:
        """Put the result in."""
        self.result, self.done = result, True


class Crew(Protocol):
    """Who does the work: this process, a pool of processes, a cluster. ``ahead`` files may be under way at a time."""

    ahead: int

    def submit(self, slot: Slot) -> None:
        """Take a file on."""
        ...

    def wait(self) -> Iterable[Slot]:
        """Wait until at least one more file is done, and fill its slot."""
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process started, at once when there was an error."""
        ...


def each(work: Callable[[str], T], names: Sequence[str], options: BatchOptions) -> Iterator[tuple[str, T | Refused]]:
    """Do ``work`` for every file and give the results in the order of ``names``.

    The results do not depend on the number of processes or on who finishes first. Memory does not grow with the
    number of files: no more than a few dozen are under way or waiting their turn.

    Args:
        work: a function of a module (or a ``functools.partial`` of one) that is given a file's name; its result must
            be picklable where there are processes. InputRefused refuses the file.
        names: paths, or addresses that fsspec knows.
        options: processes, time limit, journal and cluster.

    Raises:
        NianbaoError: any but InputRefused that ``work`` raised; the journal cannot be written; no such cluster.
    """
    with ExitStack() as stack:
        told = stack.enter_context(progress(options.progress, len(names)))
        known = stack.enter_context(_known(options))
        crew = stack.enter_context(_crew(work, len(names), options))
        for slot in _in_order(crew, known, names):
            told(isinstance(slot.result, Refused))
            yield slot.name, slot.result


def _in_order(crew: Crew, known: Known, names: Iterable[str]) -> Iterator[Slot]:
    slots: deque[Slot] = deque()
    coming = iter(names)
    while True:
        while len(slots) < crew.ahead and (name := next(coming, None)) is not None:
            slots.append(Slot(name))
            if not known.look_up(slots[-1]):
                crew.submit(slots[-1])
                # Who does the work alone is done now.
                if slots[-1].done:
                    known.note(slots[-1])
        if not slots:
            return
        if not slots[0].done:
            for slot in crew.wait():
                known.note(slot)
        while slots and slots[0].done:
            yield slots.popleft()


class Known:
    """What the journal knows; without a journal, nothing."""

    def __init__(self, journal: Journal | None) -> None:
        self.journal = journal

    def look_up(self, slot: Slot) -> bool:
        """Fill the slot of a file that is finished already, and say whether it was."""
        if self.journal is None:
            return False
        from converters.batch.journal import stamp_of  # noqa: PLC0415  # only where there is a journal

        # Taken before the file is read: one that changes meanwhile is not taken for the file that was read.
        slot.stamp = stamp_of(slot.name)
        found = self.journal.found(slot.stamp) if slot.stamp else None
        if found:
            slot.fill(*found)
        return found is not None

    def note(self, slot: Slot) -> None:
        """Note a file that is finished now."""
        if self.journal and slot.stamp:
            self.journal.note(slot.stamp, slot.result)


@contextmanager
def _known(options: BatchOptions) -> Iterator[Known]:
    if options.journal is None:
        yield Known(None)
        return
    from converters.batch.journal import Journal  # noqa: PLC0415  # the same

    with closing(Journal(options.journal, options.task)) as journal:
        yield Known(journal)


def _crew(work: Callable[[str], object], files: int, options: BatchOptions) -> Crew:
    if options.scheduler:
        from converters.batch.cluster import Cluster  # noqa: PLC0415  # needs an extra

        return Cluster(work, options.scheduler, options.time_limit)
    workers = options.workers(files)
    if not workers:
        return Alone(work)
    from converters.batch.pool import Pool  # noqa: PLC0415  # a few files need no processes

    return Pool(work, workers, options.time_limit)


class Alone:
    """This process does the work itself, one file after the other."""

    ahead = 1

    def __init__(self, work: Callable[[str], object]) -> None:
        self.work = work

    def submit(self, slot: Slot) -> None:
        """Do it at once."""
        slot.fill(attempt(self.work, slot.name))

    def wait(self) -> Iterable[Slot]:
        """Nothing is ever under way."""
        return ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""
