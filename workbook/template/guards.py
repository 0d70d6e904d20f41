"""The guards of 统计表: what may be typed where, and which cells turn red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workbook.styles import RED, WRONG
from workbook.template import guide, prompts

if TYPE_CHECKING:
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.layout import FigureCell, Layout

# Nothing a unit reports comes near it; a longer number is a slip of the hand.
LARGEST = 1_000_000_000
_SUMMED = "由公式算出，不用填。公布的数与它不同的，撤销工作表保护（没有密码）后可以写入公布的数，校验会指出。"
_ALLOWED = {"count": "0 或正整数", "money": "0 或正数", "signed": "整数，减少填负数"}


def add(sheet: Worksheet, layout: Layout) -> None:
    """Add the checks of input and the red of wrong cells and filled headings."""
    made: dict[tuple[str, str, str], DataValidation] = {}
    sums: list[str] = []
    for code, cell in layout.figures.items():
        where = f"{get_column_letter(cell.at.column)}{cell.at.row}"
        if cell.item.kind == "heading":
            sheet.conditional_formatting.add(where, _red(f"LEN({cell.name})>0"))
            continue
        if code in layout.fills:
            sums.append(where)
        else:
            key = (cell.item.row.code, cell.item.kind, cell.item.unit)
            made.setdefault(key, _validation(layout, cell)).add(where)
        if about := layout.about(code):
            wrong = ",".join(f'{row.name}="不符"' for row in about)
            sheet.conditional_formatting.add(where, _red(f"OR({wrong})"))
    if sums:
        prompts.ask(sheet, " ".join(sums), "合计", _SUMMED)
    for validation in made.values():
        sheet.add_data_validation(validation)


def _red(formula: str) -> Rule:
    # Bold as well: a colour alone says nothing to some eyes, and nothing on a black and white print.
    return FormulaRule(  # type: ignore[no-any-return, no-untyped-call]  # openpyxl's helper has no types
        formula=[formula], font=Font(bold=True, color=RED), fill=PatternFill("solid", bgColor=WRONG)
    )


def _validation(layout: Layout, cell: FigureCell) -> DataValidation:
    item = cell.item
    lowest = -LARGEST if item.kind == "signed" else 0
    row = item.row.label or item.table.title
    unit = f"，单位：{item.unit}" if item.unit else ""
    allowed = _ALLOWED[item.kind]
    explained = guide.how(layout, item.block, item.row).replace(guide.UNEXPLAINED, "")
    return DataValidation(
        type="decimal" if item.kind == "money" else "whole",
        operator="between",
        formula1=str(lowest),
        formula2=str(LARGEST),
        allow_blank=True,
        # A warning, not a bar: the form lets "/" stand for what does not apply.
        errorStyle="warning",
        errorTitle="请核对所填内容",
        error=f"“{row}”应填{allowed}{unit}。没有发生填 0，没有统计留空，不适用填 /。仍按所填保留吗？"[:225],
        promptTitle=row[: prompts.LONGEST_TITLE],
        prompt=f"填{allowed}{unit}。没有发生填 0；没有统计留空；不适用填 /。{explained}"[: prompts.LONGEST],
        showErrorMessage=True,
        showInputMessage=True,
    )
