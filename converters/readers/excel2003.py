"""Excel 2003 XML, a workbook in one XML file that many statistics systems still export, mostly named .xls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.readers.sheet_tables import PlainSheet, document_of
from workbook.cellvalues import number
from workbook.package import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.document import Document

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_WORKBOOK = re.compile(rb"<(?:\w+:)?Workbook[\s>]")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


class Excel2003Reader:
    """Reads SpreadsheetML of Excel 2002 and 2003."""

    kind = "excel2003"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """XML that says it is such a workbook."""
        del data
        plain = head.replace(b"\0", b"")
        return bool(_WORKBOOK.search(plain)) and _SPREADSHEET in plain

    def read(self, data: bytes, name: str) -> Document:
        """Every sheet that holds something.

        Raises:
            InputRefused: damaged, unsafe, or too large.
        """
        root = parse_xml(data, name, "Workbook")
        return document_of([_sheet(sheet, name) for sheet in root.iterchildren(_SS + "Worksheet")], name, self.kind)


def _sheet(element: _Element, file: str) -> PlainSheet:
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    sheet = PlainSheet(element.get(_SS + "Name", ""), hidden=visible is not None)
    table = element.find(_SS + "Table")
    row = 0
    for line in table.iterchildren(_SS + "Row") if table is not None else ():
        row = _number(line, "Index", row + 1)
        column = 0
        for cell in line.iterchildren(_SS + "Cell"):
            column = _number(cell, "Index", column + 1)
            sheet.put(file, row, column, _text(cell))
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                sheet.merges.append((row, column, row + down, column + across))
            column += across
        row += _number(line, "Span", 0)
    return sheet


def _text(cell: _Element) -> str:
    data = cell.find(_SS + "Data")
    if data is None:
        return ""
    text = "".join(map(str, data.itertext()))
    if data.get(_SS + "Type") == "Number":
        value = number(text.strip())
        return text.strip() if value is None else str(value) if isinstance(value, int) else f"{value:f}"
    if data.get(_SS + "Type") == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return text.strip().removesuffix("T00:00:00.000")


def _number(element: _Element, name: str, otherwise: int) -> int:
    text = element.get(_SS + name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise
