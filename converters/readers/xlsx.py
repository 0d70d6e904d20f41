"""Any .xlsx as a document: each sheet is a table of its used cells, hidden sheets after the visible ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters import office
from converters.readers.sheet_tables import PlainSheet, document_of, shown
from workbook.errors import InputRefused
from workbook.package import peek_names
from workbook.sheets import CellError, read_book

if TYPE_CHECKING:
    from converters.document import Document
    from workbook.sheets import Sheet

NOTE_COMPUTED = "文件里有公式没有存着计算结果，已借助 LibreOffice 重新计算后读取，请核对"
_SECONDS = 60


class XlsxReader:
    """Reads .xlsx and .xlsm; macros are never looked at."""

    kind = "xlsx"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """A zip file with a workbook in it."""
        return head.startswith(b"PK") and any(part.lower().startswith("xl/") for part in peek_names(data))

    def read(self, data: bytes, name: str) -> Document:
        """Every sheet that holds something; formulas without a result are computed where an office program is.

        Raises:
            InputRefused: damaged, unsafe, or too large.
        """
        sheets = _sheets(data, name)
        if not any(sheet.blank_formulas for sheet in sheets):
            return document_of(sheets, name, self.kind)
        try:
            computed = _sheets(office.convert(data, ".xlsx", "xlsx", name, _SECONDS), name)
        except InputRefused:
            return document_of(sheets, name, self.kind)
        document = document_of(computed, name, self.kind)
        document.notes.insert(0, NOTE_COMPUTED)
        return document


def _sheets(data: bytes, name: str) -> list[PlainSheet]:
    return [_plain(sheet) for sheet in read_book(data, name).sheets]


def _plain(sheet: Sheet) -> PlainSheet:
    texts = {
        place: text
        for place, cell in sheet.cells.items()
        if (text := cell.value.text if isinstance(cell.value, CellError) else shown(cell.value))
    }
    blank = sum(cell.value is None for cell in sheet.cells.values())
    return PlainSheet(sheet.name, texts, sheet.merges, sheet.hidden, blank)
