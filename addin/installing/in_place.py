"""What of the add-in is in place on a machine, read from its files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from addin.conf import SHEET
from workbook.errors import InputRefused
from workbook.files import read_bytes
from workbook.sheets import read_book

if TYPE_CHECKING:
    from pathlib import Path


def xlam_settings(path: Path) -> dict[str, str] | None:
    """The settings sheet of an Excel add-in of ours, of any version; None for any other file and for none."""
    try:
        sheets = read_book(read_bytes(path), path.name).sheets
    except InputRefused:
        return None
    found = next((sheet for sheet in sheets if sheet.name == SHEET), None)
    if found is None:
        return None
    rows: dict[str, str] = {}
    for (row, column), cell in sorted(found.cells.items()):
        if column == 2 and (key := found.cells.get((row, 1))):
            rows[str(key.value)] = str(cell.value)
    return rows


def same_extension(folder: Path, data: bytes) -> bool:
    """Whether an unpacked extension is the same as an extension file.

    Args:
        folder: what LibreOffice has unpacked.
        data: the file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return all(_holds(folder / name, archive.read(name)) for name in archive.namelist())


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
