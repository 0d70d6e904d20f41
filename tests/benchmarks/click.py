"""What a click on each button costs beyond the start of its process: its own time, and its calls into the program.

Run on demand: ``python tests/benchmarks/click.py [ROUNDS]``. Measured are the buttons that ask nothing, on a workbook
with findings of every kind, with files alone and in LibreOffice where there is one. Excel is not measured.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings
from rounds import say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import books
import calcoffice
import scripted

from addin.clicking import press
from addin.engines.files import files_engine
from addin.screen import Desk
from workbook.content import BookContent
from workbook.write import build_book

if TYPE_CHECKING:
    from addin.engines.shared import Engine

BUTTONS = ("checkBook", "nextFinding", "explainFinding", "clearMarks", "openHelp", "previewText")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        for edition in books.EDITIONS:
            path = Path(folder) / f"{edition}.xlsx"
            path.write_bytes(build_book(BookContent(books.damaged(edition, 3))))
        engine = xlwings.Engine(impl=files_engine())
        engine.activate()
        _show("files", engine.impl, xlwings.App(add_book=False), Path(folder), rounds)
        if shutil.which("soffice"):
            with calcoffice.running() as running:
                # Needs LibreOffice's own module, which the line above has found.
                from addin.engines.calc import engine_at  # noqa: PLC0415  # as said above

                impl = engine_at(running.context, running.pid).impl
                _show("LibreOffice", impl, xlwings.apps.active, Path(folder), rounds)


def _show(name: str, engine: Engine, app: xlwings.App, folder: Path, rounds: int) -> None:
    for path in sorted(folder.glob("*.xlsx")):
        say(f"{name}, {path.stem}, median of {rounds}")
        desk = Desk(app, app.books.open(path), scripted.ScriptedScreen())
        for button in BUTTONS:
            spent, calls = _clicked(button, desk, engine, rounds)
            told = "  ".join(f"{kind} {count}" for kind, count in sorted(calls.items()))
            say(f"  {button:<16}{spent * 1000:8.0f} ms   {told}")
        desk.book.close()


def _clicked(button: str, desk: Desk, engine: Engine, rounds: int) -> tuple[float, Counter[str]]:
    times = []
    for _ in range(rounds):
        engine.calls.clear()
        start = time.perf_counter()
        if not press(button, desk):
            raise SystemExit(desk.screen.texts("warn")[-1])
        times.append(time.perf_counter() - start)
    return statistics.median(times), Counter(engine.calls)


if __name__ == "__main__":
    main()
