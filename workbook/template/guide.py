"""填报说明: how to fill the table in, then every row with its unit, its note and the checks it takes part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook import styles
from workbook.names import ANCHORS, GUIDE
from workbook.styles import FORMULA, INPUT, WRONG, Area, Look
from workbook.template.book import give_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Row, Table
    from workbook.layout import Layout

GENERAL = (
    "一、0、空白和“/”各有其意：没有发生填 0；没有统计、不掌握的留空；本单位不适用的填“/”。三者不能互相代替。",
    "二、只填数，不带单位、不带“约”“余”等字；金额按表中单位（万元）填写，可有小数。",
    "三、合计由公式算出。已公布的数与合计不同时可以直接写入公布的数，校验会标出，不会替您改动。",
    "四、上年数取自“历年”，增减为本年减上年；上年没有数的不显示。",
)
LEGEND = ((INPUT, "可填写"), (FORMULA, "公式，自动计算"), (WRONG, "与校验不符（同时加粗）"))
_COLUMNS = {"编号": 10, "指标": 40, "单位": 7, "注": 26, "参加的校验": 46}
HEADER_ROW = 11


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the guide of a form."""
    styles.set_widths(sheet, list(_COLUMNS.values()))
    styles.merge(sheet, Area(1, 1, 1, len(_COLUMNS)), styles.TITLE)
    sheet.cell(1, 1, GUIDE)
    give_name(sheet, ANCHORS[GUIDE], 1, 1)
    sheet.row_dimensions[1].height = 30
    for row, line in enumerate(GENERAL, 2):
        styles.merge(sheet, Area(row, 1, 1, len(_COLUMNS)), Look(size=11))
        sheet.cell(row, 1, line)
        sheet.row_dimensions[row].height = 32 if styles.lines_needed(line, sum(_COLUMNS.values()), 11) > 1 else 18
    for row, (colour, meaning) in enumerate(LEGEND, 7):
        styles.dress(sheet.cell(row, 1), Look(fill=colour, border="hair"))
        styles.dress(sheet.cell(row, 2, meaning), styles.PLAIN)
    styles.write_row(sheet, HEADER_ROW, _COLUMNS, styles.LIST_HEADER)
    _rows(sheet, layout)
    styles.set_up_page(sheet, titles=f"{HEADER_ROW}:{HEADER_ROW}")
    styles.freeze(sheet, HEADER_ROW + 1)
    styles.protect(sheet)


def _rows(sheet: Worksheet, layout: Layout) -> None:
    at = HEADER_ROW
    for table in layout.form.tables:
        at += 1
        styles.merge(sheet, Area(at, 1, 1, len(_COLUMNS)), Look(font=styles.HEI, bold=True, border="hair"))
        sheet.cell(at, 1, table.title)
        for at, row in enumerate(table.rows, at + 1):  # noqa: B020  # rows go on below the title
            checks = "\n".join(_checks(layout, row.code))
            texts = [row.code, f"{row.num}{row.label}" or table.title, _units(table, row), row.note, checks]
            styles.write_row(sheet, at, texts, Look(border="hair", down="top"))
            lines = max(map(styles.lines_needed, texts, _COLUMNS.values()))
            sheet.row_dimensions[at].height = 13.5 * lines + 4


def _units(table: Table, row: Row) -> str:
    block = next(block for block in table.blocks if row in block.rows)
    units = dict.fromkeys(column.unit or row.unit for column in block.columns)
    return "、".join(unit for unit in units if unit and row.kind != "heading")


def _checks(layout: Layout, row_code: str) -> Iterator[str]:
    """Each rule once, whatever the number of its instances."""
    codes = {code for code, cell in layout.figures.items() if cell.item.row.code == row_code}
    seen: set[str] = set()
    for rule in layout.form.rules:
        if rule.code not in seen and codes.intersection(rule.codes):
            seen.add(rule.code)
            yield f"{rule.code} {rule.says}"
