"""An official table as Word markup: fixed widths over the type area, merges as the form prints them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from converters.word.figures import shown
from converters.word.measure import SIDE, measure
from converters.word.styles import HEAD_LOOK, size
from converters.word.text import TWIPS_PER_MM, attribute, ems, indent, paragraph, run
from workbook.grid import Placed

if TYPE_CHECKING:
    from workbook.form import Form, Table
    from workbook.report import AnnualReport

_HEADS = frozenset({"clause", "corner", "header"})
_SMALLEST = 5.5


def table_xml(report: AnnualReport, form: Form, table: Table, area: int) -> str:
    """The table with the report's figures: ``w:tbl``, as wide as ``area`` (twips)."""
    return _Drawing(report, form, table, area).markup()


class _Drawing:
    """One table on its way to markup."""

    def __init__(self, report: AnnualReport, form: Form, table: Table, area: int) -> None:
        self.report = report
        self.form = form
        self.table = table
        self.measures = measure(form, table, area)
        self.style = "TableSmall" if self.measures.size < 10 else "TableText"

    def markup(self) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.measures.widths)
        rows = "".join(self.row(cells, number) for number, cells in enumerate(self.measures.covering()))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="GridTable"/><w:tblW w:w="{sum(self.measures.widths)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{_sides(SIDE)}</w:tblCellMar>"
            f'<w:tblCaption w:val="{attribute(self.table.title)}"/>'
            f'<w:tblDescription w:val="{attribute(self.described())}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def described(self) -> str:
        """What a screen reader says of the table before it reads the cells."""
        year = f"{self.report.year}年度" if self.report.year else ""
        return f"{self.report.unit}{year}{self.table.title}，{self.measures.height}行{len(self.measures.widths)}列"

    def row(self, covering: list[Placed | None], number: int) -> str:
        cells, column = [], 0
        while column < len(covering):
            cell = covering[column] or Placed(number, column + 1, 1, 1, "label")
            cells.append(self.cell(cell, number))
            column += cell.columns
        header = "<w:tblHeader/>" if number < self.measures.header else ""
        least = round(self.measures.least * TWIPS_PER_MM)
        properties = f'<w:cantSplit/><w:trHeight w:val="{least}" w:hRule="atLeast"/>{header}'
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, cell: Placed, number: int) -> str:
        width = self.measures.width(cell)
        first = number == cell.row
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if cell.rows > 1 else ""
        sides = self.header_sides(cell, width)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{sides}<w:vAlign w:val="center"/>'
        # A table that fits on a page is kept on one; of a longer one the headers stay with what they head.
        last = number + 1 == self.measures.height
        keep = "<w:keepNext/>" * (not last and (self.measures.whole or cell.role in _HEADS))
        inside = self.words(cell, width, keep) if first else paragraph("", self.style, keep)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    def header_sides(self, cell: Placed, width: int) -> str:
        """Wider margins in a narrow header: 商业企业 breaks after two characters, not after three."""
        if cell.role != "header" or ems(cell.text) * self.measures.size * 20 <= width - 2 * SIDE:
            return ""
        side = min(round(1.9 * TWIPS_PER_MM), (width - round(2.05 * self.measures.size * 20)) // 2)
        return f"<w:tcMar>{_sides(side)}</w:tcMar>" if side > SIDE else ""

    def words(self, cell: Placed, width: int, direct: str) -> str:
        text, look = cell.text, ""
        if cell.item is not None:
            text = shown(self.report.figures.get(cell.item.code), cell.item)
            look = self.fitted(text, width)
        elif self.is_heading(cell):
            look = HEAD_LOOK
        if cell.role == "label" and self.is_listed(cell):
            direct += indent("left", cell.indent + 0.3, self.measures.size) + '<w:jc w:val="left"/>'
        return paragraph(run(text, look) if text else "", self.style, direct)

    def is_heading(self, cell: Placed) -> bool:
        """What a reader looks for first: headers, and the rows a table is divided by."""
        if cell.role == "label" and cell.row_code and not cell.indent:
            return self.form.rows[cell.row_code].kind == "heading"
        return cell.role in _HEADS and cell.text != self.table.corner_note

    def is_listed(self, cell: Placed) -> bool:
        """Labels with a number or a level are read down their left edge; plain words stand in the middle."""
        row = self.form.rows.get(cell.row_code)
        return row is not None and bool(row.num or row.parent)

    def fitted(self, text: str, width: int) -> str:
        """A smaller size for a number that would otherwise break across lines."""
        room = (width - 2 * SIDE) / 20
        if not text.isascii() or ems(text) * self.measures.size <= room:
            return ""
        return size(max(_SMALLEST, math.floor(2 * room / ems(text)) / 2))


def _sides(twips: int) -> str:
    return f'<w:left w:w="{twips}" w:type="dxa"/><w:right w:w="{twips}" w:type="dxa"/>'
