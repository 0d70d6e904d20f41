"""正文对比: the narratives of two years sentence by sentence, what changed told in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook import styles
from workbook.names import COMPARISON
from workbook.template import lists

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.compare import Comparison, Pair

_WORDS = replace(styles.LIST, font=styles.FANGSONG, size=11)
_MIDDLE = replace(styles.LIST, across="center")
_STATES = {
    "照抄": replace(_MIDDLE, colour=styles.GREY),
    "改动": replace(_MIDDLE, bold=True, fill="FCDFA6"),
    "新增": replace(_MIDDLE, bold=True, fill="CFE2F3"),
    "删去": replace(_MIDDLE, bold=True, fill="F8B4A8"),
}
_SHARE = replace(_MIDDLE, number="0%")


def draw(sheet: Worksheet, comparison: Comparison) -> None:
    """Draw the list; the sum of it stands above."""
    old, new = comparison.years
    columns = {"部分": 18.0, "结果": 7.0, f"{new}年": 62.0, f"{old}年": 62.0, "相似": 7.0, "改了什么": 40.0}
    lists.draw_header(sheet, COMPARISON, comparison.statement(), columns)
    styles.dress(sheet.cell(2, 1), styles.Look(bold=True))
    for above, pair in enumerate(comparison.pairs, lists.HEADER_ROW):
        looks = (styles.LIST, _STATES[pair.state], _WORDS, _WORDS, _SHARE, styles.LIST)
        lists.write_list(sheet, above, [_line(pair)], looks)
    lists.name_table(sheet, "list_comparison", lists.HEADER_ROW, len(columns), lists.HEADER_ROW + len(comparison.pairs))
    styles.freeze(sheet, lists.HEADER_ROW + 1, 3)


def _line(pair: Pair) -> list[Content]:
    share = Decimal(f"{pair.likeness:.2f}") if pair.new and pair.old else None
    texts = (pair.new.text if pair.new else None, pair.old.text if pair.old else None)
    return [pair.title, pair.state, *texts, share, pair.words]
