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
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from measured import Run, command, memory, run, tell
from rounds import say
from simulated import simulate

FEW = 1_000


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
    runs = {jobs: run(folder, "import", few, "--json", "--jobs", str(jobs)) for jobs in (1, 2)}
    for jobs, took in runs.items():
        tell(f"import --json, {FEW} .docx, {jobs} process(es)", took, FEW)
    say(f"  one process : two = {runs[1].clock / runs[2].clock:.2f}")
    if not find_spec("markitdown"):
        say("markitdown is not installed and is left out: pip install 'markitdown[docx]'")
        return
    files = sorted(few.iterdir())[:: max(1, FEW // sample)][:sample]
    other = _convert(files)
    tell(f"markitdown, {len(files)} of them, without its start", other, len(files))
    each = other.clock / len(files)
    for jobs, took in runs.items():
        say(f"  markitdown : import with {jobs} process(es) = {each / (took.clock / FEW):.1f}")


def _convert(files: list[Path]) -> Run:
    from markitdown import MarkItDown  # noqa: PLC0415  # only where it is installed

    convert = MarkItDown(enable_plugins=False).convert
    convert(str(files[0]))
    clock, cpu = time.perf_counter(), time.process_time()
    for file in files:
        convert(str(file))
    return Run(time.perf_counter() - clock, time.process_time() - cpu, memory(os.getpid()))


def _killed(few: Path, folder: Path) -> None:
    """Kill an export at random moments, let it go on, and compare with one that nothing befell."""
    whole, cut = folder / "whole.parquet", folder / "cut.parquet"
    took = run(folder, "export", few, "-o", str(whole))
    draw, kills = random.Random(7), 0
    while not cut.exists():
        process = subprocess.Popen(command("export", few, "-o", str(cut)), cwd=folder, stderr=subprocess.DEVNULL)
        try:
            process.wait(draw.uniform(0.2, 0.6) * took.clock)
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
        runs[count] = run(folder, "export", files, "-o", str(folder / "a.parquet"), "--force", "--jobs", "2")
        tell(f"export to Parquet, {count} .docx, two processes", runs[count], count)
    (less, first), (more, second) = runs.items()
    say(f"  CPU time for one report, {more} : {less} = {second.cpu / more / (first.cpu / less):.3f}")
    say(f"  by the clock = {second.clock / more / (first.clock / less):.3f}")
    say(f"  memory, {more} : {less} = {second.memory / first.memory:.2f}")
    say(f"  {(folder / 'a.parquet').stat().st_size / more:.0f} bytes for one report")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
