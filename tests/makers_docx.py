"""Word reports with the merged cells of the official tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from makers_tables import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write(path: Path, parts: list[Part], _variant: str) -> None:
    """Write the parts one after another; every grid is a ``w:tbl`` of its own."""
    document = docx.Document()
    end = document.element.body.sectPr
    for part in parts:
        if isinstance(part, Grid):
            end.addprevious(parse_xml(_table(part)))
        else:
            document.add_paragraph(part.text, style=f"Heading {part.heading}" if part.heading else None)
    document.save(str(path))


def _table(grid: Grid) -> str:
    columns = f'<w:gridCol w:w="{9000 // grid.width}"/>' * grid.width
    rows = "".join(_row(grid, line, number) for number, line in enumerate(grid.covering()))
    style = f'<w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl {nsdecls('w')}>{style}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(grid: Grid, line: list[Cell], number: int) -> str:
    head = "<w:trPr><w:tblHeader/></w:trPr>" if number < grid.heads else ""
    # A merged cell covers several positions of the line and is written once.
    cells = "".join(_cell(cell, number) for column, cell in enumerate(line) if column == cell.column)
    return f"<w:tr>{head}{cells}</w:tr>"


def _cell(cell: Cell, row: int) -> str:
    across = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    down = ""
    if cell.rowspan > 1:
        down = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = f"<w:r><w:t>{escape(cell.text)}</w:t></w:r>" if cell.text and row == cell.row else ""
    return f"<w:tc><w:tcPr>{across}{down}</w:tcPr><w:p>{text}</w:p></w:tc>"
