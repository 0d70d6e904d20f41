"""Many reports: time for each, memory, what a second process brings, and whether a killed run gives the same bytes.

Run on demand: ``python tests/benchmarks/scale.py [FILES [OF_MARKITDOWN]]`` (10,000 and 40 when not said), with a Python
that has nianbao and its extra ``parquet``; markitdown, where it is installed, converts ``OF_MARKITDOWN`` of the same
files. The program is run as a user runs it, its start included. CPU time is told beside the clock's, for a machine
that has other things to do. The aims: a report in 1,000 costs what it costs in FILES within a tenth, memory stays,
two processes are 1.6 times one, import with checks is ten times markitdown's conversion.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from rounds import say
from simulated import simulate

FEW = 1_000


class Run(NamedTuple):
    """What a run took: seconds by the clock and of all processors, the greatest memory of all its processes in MB."""

    clock: float
    cpu: float
    memory: float


def main() -> None:
    """Measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sample = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = simulate(folder / "few", FEW)
        _imports(few, folder, sample)
        _killed(few, folder)
        _scale(few, simulate(folder / "many", many), folder)


def _imports(few: Path, folder: Path, sample: int) -> None:
    runs = {jobs: _run(folder, "import", few, "--json", "--jobs", str(jobs)) for jobs in (1, 2)}
    for jobs, run in runs.items():
        _tell(f"import --json, {FEW} .docx, {jobs} process(es)", run, FEW)
    say(f"  one process : two = {runs[1].clock / runs[2].clock:.2f}")
    if not find_spec("markitdown"):
        say("markitdown is not installed and is left out: pip install 'markitdown[docx]'")
        return
    files = sorted(few.iterdir())[:: max(1, FEW // sample)][:sample]
    other = _convert(files)
    _tell(f"markitdown, {len(files)} of them, without its start", other, len(files))
    each = other.clock / len(files)
    for jobs, run in runs.items():
        say(f"  markitdown : import with {jobs} process(es) = {each / (run.clock / FEW):.1f}")


def _convert(files: list[Path]) -> Run:
    from markitdown import MarkItDown  # noqa: PLC0415  # only where it is installed

    convert = MarkItDown(enable_plugins=False).convert
    convert(str(files[0]))
    clock, cpu = time.perf_counter(), time.process_time()
    for file in files:
        convert(str(file))
    return Run(time.perf_counter() - clock, time.process_time() - cpu, _memory(os.getpid()))


def _killed(few: Path, folder: Path) -> None:
    """Kill an export at random moments, let it go on, and compare with one that nothing befell."""
    whole, cut = folder / "whole.parquet", folder / "cut.parquet"
    run = _run(folder, "export", few, "-o", str(whole))
    draw, kills = random.Random(7), 0
    while not cut.exists():
        process = subprocess.Popen(_command("export", few, "-o", str(cut)), cwd=folder, stderr=subprocess.DEVNULL)
        try:
            process.wait(draw.uniform(0.2, 0.6) * run.clock)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    same = _digest(whole) == _digest(cut)
    say(f"export killed {kills} times at random moments: the bytes are {'the same' if same else 'DIFFERENT'}")


def _scale(few: Path, many: Path, folder: Path) -> None:
    runs = {}
    for files in (few, many):
        count = len(list(files.iterdir()))
        runs[count] = _run(folder, "export", files, "-o", str(folder / "a.parquet"), "--force", "--jobs", "2")
        _tell(f"export to Parquet, {count} .docx, two processes", runs[count], count)
    (less, first), (more, second) = runs.items()
    say(f"  CPU time for one report, {more} : {less} = {second.cpu / more / (first.cpu / less):.3f}")
    say(f"  by the clock = {second.clock / more / (first.clock / less):.3f}")
    say(f"  memory, {more} : {less} = {second.memory / first.memory:.2f}")
    say(f"  {(folder / 'a.parquet').stat().st_size / more:.0f} bytes for one report")


def _run(folder: Path, *words: object) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.perf_counter()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(_command(*words), cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        memory = 0.0
        while process.poll() is None:
            memory = max(memory, _memory(process.pid))
            time.sleep(0.25)
    clock = time.perf_counter() - clock
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory)


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "converters", *map(str, words)]


def _memory(pid: int) -> float:
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


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tell(what: str, run: Run, count: int) -> None:
    clock, cpu = 1000 * run.clock / count, 1000 * run.cpu / count
    say(f"{what}: {clock:.1f} ms each by the clock, {cpu:.1f} ms of processors, {run.memory:.0f} MB")


if __name__ == "__main__":
    main()
