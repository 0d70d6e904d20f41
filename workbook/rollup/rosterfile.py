"""Read a roster from a workbook (its first sheet with a header that fits) or from a CSV file in any usual encoding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.files import read_bytes
from workbook.ours import plain
from workbook.rollup.roster import read_roster
from workbook.sheets import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.rollup.roster import Roster
    from workbook.sheets import Sheet


def load_roster(path: Path) -> Roster:
    """The roster in a file.

    Raises:
        InputRefused: it cannot be read, or is no roster.
    """
    data = read_bytes(path)
    if path.suffix.lower() != ".xlsx":
        return read_roster(_csv_rows(data, path.name), path.name)
    sheets = [_rows(sheet) for sheet in read_book(data, path.name).sheets if sheet.cells]
    # A sheet of instructions may stand in front of the list.
    errors = []
    for rows in sheets:
        try:
            return read_roster(rows, path.name)
        except InputRefused as error:
            errors.append(error)
    return read_roster([], path.name) if not errors else _give_up(errors)


def _give_up(errors: list[InputRefused]) -> Roster:
    """The complaint about a sheet that has a header says more than one about a sheet that has none."""
    raise max(errors, key=lambda error: "没有“单位”一列" not in str(error))


def _rows(sheet: Sheet) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        value = plain(cell)
        rows.setdefault(row, {})[column] = "" if value is None else str(value)
    last = max(rows, default=0)
    return [
        [cells.get(at, "") for at in range(1, max(cells, default=0) + 1)]
        for cells in (rows.get(row, {}) for row in range(1, last + 1))
    ]


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    """UTF-8 with or without its mark, UTF-16 with one, else the code page of Chinese Windows."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding).replace("\0", "")
            return list(csv.reader(io.StringIO(text), delimiter="\t" if text.count("\t") > text.count(",") else ","))
        except (UnicodeDecodeError, csv.Error):
            continue
    message = f"名册“{name}”不是 .xlsx，也不是能认出编码的 CSV 文件；请另存为 .xlsx 或“CSV UTF-8”。"
    raise InputRefused(message)
