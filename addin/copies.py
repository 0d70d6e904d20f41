"""The open workbook as a file: one call, whatever its size, and what has not been saved yet is in it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

# Of the name that the copy gets; the workbook's own keeps out of the path of a temporary file.
_COPY = "nianbao-copy.xlsx"


def copy_of(book: xlwings.Book) -> bytes:
    """The workbook as it is now, as the bytes of a file.

    Works for one that was never saved and for one on a server; the workbook stays as it is, open and unsaved. A
    workbook of another format (.xls, .ods) is copied in its own; whoever reads the bytes refuses it.
    """
    calculate(book.app)
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / _COPY
        book.api.SaveCopyAs(str(path))
        return path.read_bytes()


def calculate(app: xlwings.App) -> None:
    """Compute the formulas of a program that was told to wait with it: results and colours would be those of before."""
    if app.calculation == "manual":
        app.calculate()
