"""A 退回单 as a Word document: A4, one row of a table a finding."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from converters.document import clean
from workbook.package import rezip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

    from converters.returns import Return

_FIXED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
# Column titles with widths in millimetres, which fill A4 between margins of 20.
_COLUMNS = (("序号", 11), ("在哪里", 38), ("填报和应为", 24), ("问题和依据", 57), ("怎么办", 40))
_SONG, _HEI = "宋体", "黑体"


def write_docx(one: Return) -> bytes:
    """The return as a document; the same return always gives the same bytes."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    _write(document.add_paragraph(), one.title, 16, _HEI, WD_ALIGN_PARAGRAPH.CENTER)
    for line in one.lines:
        _write(document.add_paragraph(), line, 12)
    _table(document, one)
    closing = f"退回单位：{one.sender}　　日期：　　年　　月　　日"
    _write(document.add_paragraph(), closing, 12, align=WD_ALIGN_PARAGRAPH.RIGHT)
    return _bytes(document, one.title)


def _table(document: Document, one: Return) -> None:
    table = document.add_table(len(one.rows) + 1, len(_COLUMNS), "Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    # A table's rows are worked out anew at each access.
    rows = list(table.rows)
    _fill(rows[0], [title for title, _ in _COLUMNS], _HEI)
    _repeat(rows[0])
    for row, values in zip(rows[1:], one.rows, strict=True):
        _fill(row, _cells(values), _SONG)


def _cells(values: tuple[str, ...]) -> list[str]:
    number, severity, where, found, expected, message, clause, hint, explanation = values
    sides = [f"{word} {side}" for word, side in (("填报", found), ("应为", expected)) if side]
    why = [message, f"依据：{clause}" if clause else "", f"单位的说明：{explanation}" if explanation else ""]
    return [number, f"{severity}\n{where}", "\n".join(sides), "\n".join(filter(None, why)), hint]


def _fill(row: _Row, texts: list[str], font: str) -> None:
    for cell, text, (_, width) in zip(row.cells, texts, _COLUMNS, strict=True):
        _set(cell, text, width, font)


def _set(cell: _Cell, text: str, width: int, font: str) -> None:
    cell.width = Mm(width)
    _write(cell.paragraphs[0], text, 10.5, font)


def _repeat(row: _Row) -> None:
    """Show the header on each page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no word for header rows
    properties.append(OxmlElement("w:tblHeader"))


def _write(
    paragraph: Paragraph,
    text: str,
    size: float,
    font: str = _SONG,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # type: ignore[union-attr]  # noqa: SLF001  # made by setting the name


def _bytes(document: Document, title: str) -> bytes:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "nianbao", "nianbao"
    properties.created = properties.modified = _FIXED
    properties.comments = properties.keywords = ""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return rezip({name: archive.read(name) for name in archive.namelist()})
