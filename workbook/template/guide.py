"""填报说明: how to fill the table in, then every row with its unit, what counts and the checks it takes part in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.names import ANCHORS, GUIDE
from workbook.styles import FORMULA, INPUT, WRONG, Area, Look
from workbook.template import lists
from workbook.template.book import give_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Block, Row, Table
    from workbook.layout import Layout

GENERAL = (
    "一、0、空白和“/”各有其意：没有发生填 0；没有统计、不掌握的留空；本单位不适用的填“/”。三者不能互相代替。",
    "二、只填数，不带单位、不带“约”“余”等字；金额按表中单位（万元）填写，可有小数。",
    "三、合计由公式算出。已公布的数与合计不同的，撤销工作表保护（没有密码）后可以写入公布的数，校验会指出，不会替您改动。",
    "四、上年数取自“历年”，增减为本年减上年；上年没有数的不显示。",
)
LEGEND = ((INPUT, "可填写"), (FORMULA, "公式，自动计算"), (WRONG, "与校验不符（同时加粗）"))
_COLUMNS = {"所在表": 17.0, "编号": 10.0, "指标": 26.0, "单位": 6.0, "怎么填": 28.0, "参加的校验": 47.0}
HEADER_ROW = 11
_TABLE = "list_guide"
_LOOK = Look(border="hair", down="top")
# What a row is to its parent, as the form's data has it.
_RELATIONS = {
    "of_which": "“{parent}”的其中项，已含在内。",
    "memo": "另行统计，不是“{parent}”的一部分。",
    "channel": "按渠道、方式分别计，与别的渠道可以重复。",
    "part": "计入“{parent}”。",
    "part+sum": "计入“{parent}”。",
}
_CASE = "“{parent}”的一种情形。"
UNEXPLAINED = "按名称填，表上没有另外的说明。"


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
        styles.dress(sheet.cell(row, 2, meaning), replace(styles.PLAIN, wrap=False))
    styles.write_row(sheet, HEADER_ROW, _COLUMNS, styles.LIST_HEADER)
    last = _rows(sheet, layout)
    lists.name_table(sheet, _TABLE, HEADER_ROW, len(_COLUMNS), last)
    styles.set_up_page(sheet, titles=f"{HEADER_ROW}:{HEADER_ROW}")
    styles.freeze(sheet, HEADER_ROW + 1)
    styles.protect(sheet)


def _rows(sheet: Worksheet, layout: Layout) -> int:
    at = HEADER_ROW
    for table in layout.form.tables:
        for block in table.blocks:
            for at, row in enumerate(block.rows, at + 1):  # noqa: B020  # each block's rows go on below the one before
                label = f"{row.num}{row.label}" or table.title
                checks = "\n".join(_checks(layout, row.code))
                texts = [_title(table), row.code, label, _units(block, row), how(layout, block, row), checks]
                styles.write_row(sheet, at, texts, _LOOK)
                lists.fit_height(sheet, at, texts, [_LOOK] * len(texts))
    return at


def _title(table: Table) -> str:
    return "、".join(filter(None, (table.section, table.title)))


def _units(block: Block, row: Row) -> str:
    units = dict.fromkeys(column.unit or row.unit for column in block.columns)
    return "、".join(unit for unit in units if unit and row.kind != "heading")


def how(layout: Layout, block: Block, row: Row) -> str:
    """What counts in a row: what the form prints about it, what its words stand for, what it is part of."""
    if row.kind == "heading":
        return "标题行，不填数。"
    return "".join(_told(layout, block, row)) or UNEXPLAINED


def _told(layout: Layout, block: Block, row: Row) -> Iterator[str]:
    cells = {code: cell.item for code, cell in layout.figures.items() if cell.item.row.code == row.code}
    summed = bool(cells) and all(code in layout.fills for code in cells)
    if summed:
        yield "合计，由公式算出。"
    if row.note:
        yield f"表上注明：{row.note.strip('（）')}。"
    if row.meaning:
        yield f"{row.meaning}。"
    if block.title:
        yield f"列在“{block.title}”下。"
    parent = layout.form.rows.get(row.parent)
    if parent and (row.relation in _RELATIONS or not (row.relation or summed)):
        yield _RELATIONS.get(row.relation, _CASE).format(parent=parent.label)
    for column in dict.fromkeys(item.column.label for item in cells.values() if item.kind == "signed"):
        yield f"“{column}”增加填正数，减少填负数。"


def _checks(layout: Layout, row_code: str) -> Iterator[str]:
    """Each rule once, whatever the number of its instances."""
    codes = {code for code, cell in layout.figures.items() if cell.item.row.code == row_code}
    rules = (row.rule for row in layout.rules.values() if codes.intersection(row.rule.codes))
    yield from dict.fromkeys(f"{rule.code} {rule.says}" for rule in rules)
