"""Roll-up of many filled workbooks: time against what others take only to read them, and memory.

Run on demand: ``python tests/benchmarks/rollup.py [FILES [OF_OPENPYXL]]`` (1,000 and 20 when not said), with a Python
that has nianbao. python-calamine reads every sheet of every file, in one process; openpyxl those of ``OF_OPENPYXL`` of
them; the program is run as a user runs it, its start, all rules and the written roll-up included. CPU time is told
beside the clock's, for a machine that has other things to do. The aims, by the clock on two idle cores: two processes
take at most twice calamine's time and an eighth of openpyxl's, and at FILES at most 1.3 times the memory at 100.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import books
from measured import Run, memory, run, tell
from rounds import say

from workbook.content import BookContent
from workbook.names import SOURCES
from workbook.package import open_package, rezip
from workbook.patch import fill_book
from workbook.patchblank import part_of

if TYPE_CHECKING:
    from collections.abc import Callable

FEW = 100
_ROWS = re.compile(rb'<row r="(?:[5-9]|[0-9]{2,})".*</row>', re.DOTALL)
# Paragraphs of a usual length.
_PARAGRAPH = "本年度围绕重点领域持续做好主动公开，规范依申请公开办理流程，健全发布审核机制。" * 4


def main() -> None:
    """Measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    sample = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        all_files = _write(folder / "many", many)
        few = folder / "few"
        few.mkdir()
        for file in all_files[:FEW]:
            (few / file.name).hardlink_to(file)
        calamine = _read(_calamine, all_files)
        tell(f"python-calamine, {many} .xlsx, one process", calamine, many)
        openpyxl = _read(_openpyxl, all_files[:sample])
        tell(f"openpyxl, {sample} of them, one process", openpyxl, sample)
        runs = {jobs: _summarize(folder, folder / "many", jobs) for jobs in (1, 2)}
        for jobs, took in runs.items():
            tell(f"summarize, {many} .xlsx, {jobs} process(es)", took, many)
            clock, cpu = took.clock / calamine.clock, took.cpu / calamine.cpu
            say(f"  summarize : calamine = {clock:.2f} by the clock, {cpu:.2f} of processors")
            say(f"  openpyxl : summarize = {openpyxl.clock / sample / (took.clock / many):.1f}")
        less = _summarize(folder, few, 2)
        tell(f"summarize, {FEW} .xlsx, 2 process(es)", less, FEW)
        say(f"  memory, {many} : {FEW} = {runs[2].memory / less.memory:.2f}")


def _summarize(folder: Path, files: Path, jobs: int) -> Run:
    return run(folder, "summarize", files, "-o", folder / "sum.xlsx", "--force", "--jobs", jobs, "--unit", "甲市")


def _write(folder: Path, count: int) -> list[Path]:
    """Workbooks of as many units; every other one as a clerk fills it, without records of where figures were read."""
    folder.mkdir()
    files = [folder / f"{number:05}.xlsx" for number in range(count)]
    for number, file in enumerate(files):
        made = books.report("2021", number)
        first, *others = made.sections
        longer = replace(first, paragraphs=(_PARAGRAPH,) * (8 + number % 5))
        report = replace(made, unit=f"第{number}乡", title="", sections=[longer, *others], unplaced=[])
        data = fill_book(BookContent(report))
        file.write_bytes(data if number % 2 else _typed(data))
    return files


def _typed(data: bytes) -> bytes:
    """The workbook without the rows of 来源."""
    package = open_package(data, "表.xlsx")
    parts = {part: package.read(part) for part in package.names}
    parts[part_of(SOURCES)] = _ROWS.sub(b"", parts[part_of(SOURCES)])
    return rezip(parts)


def _read(reader: Callable[[Path], None], files: list[Path]) -> Run:
    reader(files[0])
    clock, cpu = time.perf_counter(), time.process_time()
    for file in files:
        reader(file)
    return Run(time.perf_counter() - clock, time.process_time() - cpu, memory(os.getpid()))


def _calamine(file: Path) -> None:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # its import is no part of reading

    book = CalamineWorkbook.from_path(str(file))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _openpyxl(file: Path) -> None:
    import openpyxl  # noqa: PLC0415  # the same

    for sheet in openpyxl.load_workbook(file, data_only=True):
        for row in sheet.iter_rows(values_only=True):
            _ = row


if __name__ == "__main__":
    main()
