"""What a run of the program takes: time by the clock and of the processors, and the memory of all its processes."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from rounds import say


class Run(NamedTuple):
    """What a run took: seconds by the clock and of all processors, the greatest memory of all its processes in MB."""

    clock: float
    cpu: float
    memory: float


def run(folder: Path, *words: object) -> Run:
    """Run the program as a user runs it, with these words, in a folder; what it prints goes into the file ``out``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.perf_counter()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command(*words), cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        most = 0.0
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.25)
    clock = time.perf_counter() - clock
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most)


def command(*words: object) -> list[str]:
    """The call of the program with these words."""
    return [sys.executable, "-m", "converters", *map(str, words)]


def memory(pid: int) -> float:
    """Proportional memory of a process and those it started, in MB, as Linux tells."""
    total = 0
    for one in (pid, *_children(pid)):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [process for child in map(int, found) for process in (child, *_children(child))]


def tell(what: str, took: Run, count: int) -> None:
    """Print what a run took for each of its files."""
    clock, cpu = 1000 * took.clock / count, 1000 * took.cpu / count
    say(f"{what}: {clock:.1f} ms each by the clock, {cpu:.1f} ms of processors, {took.memory:.0f} MB")
