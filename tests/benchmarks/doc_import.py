"""How long the reading of a .doc report takes beside LibreOffice's conversion of it, and how much memory each needs.

Run on demand: ``python tests/benchmarks/doc_import.py [ROUNDS]``, with a Python that has nianbao and its extra
``test``, and LibreOffice installed. The aim: fifty times faster than LibreOffice converting a file, which starts
anew for each; what it takes a file when given all of them at once is shown beside.

A report has a title, the narrative, the official tables of its edition filled in, and the sign-off; it was saved as
.doc by LibreOffice. Every round reads another report, with figures of its own.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rounds import medians, say, show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import figures
import office
from makers import write_report

from converters.office import convert
from converters.readers import read_document
from workbook.formfile import load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OURS, _TWIN, _OTHER = "nianbao .doc", "nianbao .docx of the same", "LibreOffice .doc to .docx"


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        for edition in ("2014", "2021"):
            paths = [Path(folder) / f"{edition}-{number}.docx" for number in range(rounds + 1)]
            form = load_form(edition)
            for number, path in enumerate(paths):
                write_report(path, form, figures.consistent(form, number))
            olds = office.convert(paths, "doc", Path(folder))
            runs = {_OURS: partial(_next, read_document, iter(olds)), _TWIN: partial(_next, read_document, iter(paths))}
            runs[_OTHER] = partial(_next, _converted, iter(olds))
            found = medians(runs, rounds)
            show(f"{edition}: {olds[0].stat().st_size} bytes, median of {rounds}", found, ((_OTHER, _OURS),))
            _batch(olds, Path(folder) / "batch", found[_OURS])
            _memory(olds[0])


def _next(run: Callable[[Path], object], paths: Iterator[Path]) -> None:
    run(next(paths))


def _converted(path: Path) -> bytes:
    return convert(path.read_bytes(), ".doc", "docx", path.name)


def _batch(paths: list[Path], folder: Path, ours: float) -> None:
    folder.mkdir(exist_ok=True)
    start = time.perf_counter()
    office.convert(paths, "docx", folder)
    spent = 1000 * (time.perf_counter() - start) / len(paths)
    say(f"  LibreOffice, all in one call {spent:9.2f} ms a file, {spent / ours:.0f} times ours")


def _memory(path: Path) -> None:
    tracemalloc.start()
    read_document(path)
    ours = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    say(f"  memory: nianbao {ours / 2**20:.1f} MB more, LibreOffice {other / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
