"""The small workbook behind a chart: years down, quantities across, no more than Word needs to let it be edited."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from converters.document import clean
from workbook.package import rezip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.word.chartdata import Chart
    from workbook.report import Value

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def chart_book(chart: Chart) -> bytes:
    """The numbers of a chart as a .xlsx, its sheet named Sheet1 as the chart's references have it."""
    made = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}">'
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEETS}"><sheetData>{_rows(chart)}</sheetData></worksheet>',
    }
    return rezip({part: f"{_DECLARATION}{markup}".encode() for part, markup in made.items()})


def letter(column: int) -> str:
    """The letter of a column counted from 0; a chart has few."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def _rows(chart: Chart) -> str:
    rows: list[Iterable[Value | str | None]] = [["年度", *(line.name for line in chart.lines)]]
    rows += [[f"{year}年", *(line.values[n] for line in chart.lines)] for n, year in enumerate(chart.years)]
    return "".join(
        f'<row r="{n}">{"".join(_cell(value, f"{letter(at)}{n}") for at, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )


def _cell(value: Value | str | None, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{escape(clean(value), quote=False)}</t></is></c>'
    return f'<c r="{where}"><v>{value}</v></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
