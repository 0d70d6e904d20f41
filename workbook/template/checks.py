"""校验: every rule instance a line of live formulas whose verdict is the one of :mod:`workbook.expression`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.cells import put, put_formula, quoted
from workbook.names import (
    ANCHORS,
    CHECKS,
    COUNTS,
    LINE_LEVELS,
    VERDICT_LEVELS,
    VERDICTS,
    figure_name,
    plain_instance,
)
from workbook.styles import Look
from workbook.template import lists, prompts
from workbook.template.book import below, give_name, spot
from workbook.template.verdicts import gap_formula, side_formula, verdict_formula

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Item
    from workbook.layout import Layout, RuleRow

COLUMNS = {
    "编号": 8.0,
    "级别": 7.0,
    "指标": 30.0,
    "校验内容": 40.0,
    "实际": 11.0,
    "应为": 11.0,
    "差额": 9.0,
    "结论": 8.0,
    "依据": 28.0,
    "说明": 30.0,
}
ACTUAL, EXPECTED, GAP, VERDICT = (list(COLUMNS).index(title) + 1 for title in ("实际", "应为", "差额", "结论"))
_LEVEL, EXPLANATION = list(COLUMNS).index("级别") + 1, len(COLUMNS)
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
_RELATIONS = {"=": "", "<=": "不多于", ">=": "不少于", "<": "少于", ">": "多于"}
_HINT = (
    "“不符”须改正，或在“说明”栏写明原因；“未填”是缺数而无法判断；“不适用”是条件没有发生，或“历年”里没有上年。"
    "点“指标”跳到统计表的单元格。本页全部由公式算出。"
)
_PROMPT = "结论是“不符”而数属实的，在这里写明原因；生成退回单和汇总时一并列出。没有问题的不用写。"
# More findings than that are told by the command line only.
_LINES = 1000
_SIDE = Side(style="thin", color="BFBFBF")
_EDGE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FILLED = {"border": _EDGE, "fill": PatternFill("solid", bgColor=styles.INPUT)}
# A line below the rules: the conditional formats above give it what else it shows.
LINE = Look(down="top", locked=False)
_NUMBER = styles.LIST_FORMULA
_LINK = replace(styles.LIST, colour=styles.BLUE)
_LOOKS = {"校验内容": styles.LIST, "依据": replace(styles.LIST, size=9), "说明": styles.LIST_INPUT, "指标": _LINK}


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the checks of a form."""
    lists.draw_header(sheet, CHECKS, _HINT, COLUMNS)
    last = max((row.row for row in layout.rules.values()), default=lists.HEADER_ROW + 1)
    _counts(sheet, last)
    for row in layout.rules.values():
        _rule(sheet, layout, row)
    verdict = get_column_letter(VERDICT)
    first = lists.HEADER_ROW + 1
    sheet.conditional_formatting.add(
        f"{verdict}{first}:{verdict}{last}",
        FormulaRule(  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
            formula=[f'{verdict}{first}="不符"'],
            font=Font(bold=True, color=styles.RED),
            fill=PatternFill("solid", bgColor=styles.WRONG),
        ),
    )
    lists.filter_rows(sheet, lists.HEADER_ROW, len(COLUMNS), last)
    letter = get_column_letter(EXPLANATION)
    prompts.ask(sheet, f"{letter}{first}:{letter}{last + _LINES}", "说明", _PROMPT)
    open_below(sheet, last + 2)
    styles.freeze(sheet, first, 4)
    styles.protect(sheet)


def open_below(sheet: Worksheet, first: int) -> None:
    """Let the lines of marked findings be written from row ``first`` on, without touching the sheet's protection.

    Whole columns are open, for cells that a program has not written yet have no look of their own; those above the
    list stay locked. Edges and colours follow what stands in a line, so that taking it off leaves nothing.
    """
    for number in range(1, len(COLUMNS) + 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.protection = Protection(locked=False)
        column.alignment = Alignment(vertical="top", wrap_text=True)
        for row in range(1, lists.HEADER_ROW):
            if not sheet.cell(row, number).has_style:
                styles.dress(sheet.cell(row, number), styles.PLAIN)
    last, explained = first + _LINES, get_column_letter(EXPLANATION)
    for columns, condition, look in (
        (f"B{first}:B{last}", f'$B{first}="{SEVERITIES["error"]}"', {"font": Font(bold=True, color=styles.RED)}),
        (f"C{first}:C{last}", f'AND($A{first}="",$C{first}<>"")', {"font": Font(bold=True)}),
        (f"{explained}{first}:{explained}{last}", f'$A{first}<>""', _FILLED),
        (f"A{first}:{get_column_letter(EXPLANATION - 1)}{last}", f'$A{first}<>""', {"border": _EDGE}),
    ):
        rule = FormulaRule(formula=[condition], **look)  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
        sheet.conditional_formatting.add(columns, rule)


def _counts(sheet: Worksheet, last: int) -> None:
    """One line above the header: how many are wrong, open, passed."""
    column = get_column_letter(VERDICT)
    area = f"${column}${lists.HEADER_ROW + 1}:${column}${last}"
    for place, (word, name) in enumerate(COUNTS.items()):
        styles.dress(sheet.cell(3, 3 + 2 * place, word), replace(styles.LIST_HEADER, across="right"))
        styles.dress(put_formula(sheet, 3, 4 + 2 * place, f"COUNTIF({area},{quoted(word)})"), _NUMBER)
        give_name(sheet, name, 3, 4 + 2 * place)
    sheet.row_dimensions[3].height = 20
    first = lists.HEADER_ROW + 1
    for name, at in ((VERDICT_LEVELS, _LEVEL), (VERDICTS, VERDICT)):
        give_name(sheet, name, first, at, (last, at))
    give_name(sheet, LINE_LEVELS, last + 1, _LEVEL, (last + 1 + _LINES, _LEVEL))


def _rule(sheet: Worksheet, layout: Layout, row: RuleRow) -> None:
    rule, at = row.rule, row.row
    item = layout.figures[rule.target].item
    says = rule.says + (f"（{_column(item)}）" if rule.key and len(item.block.columns) > 1 else "")
    texts = {"编号": rule.code, "级别": SEVERITIES[rule.severity], "校验内容": says, "依据": rule.basis, "说明": ""}
    for column, title in enumerate(COLUMNS, 1):
        styles.dress(sheet.cell(at, column, texts.get(title) or None), _LOOKS.get(title, _NUMBER))
    put_formula(sheet, at, 3, f"HYPERLINK({quoted('#' + figure_name(rule.target))},{quoted(item.name)})")
    check = rule.check
    put_formula(sheet, at, ACTUAL, side_formula(check.left))
    put_formula(sheet, at, EXPECTED, side_formula(check.right))
    # The relation is shown, not stored: the cell's value stays a number.
    if relation := _RELATIONS[check.op]:
        sheet.cell(at, EXPECTED).number_format = f'"{relation} "General'
    actual, expected, gap = (f"{get_column_letter(column)}{at}" for column in (ACTUAL, EXPECTED, GAP))
    put_formula(sheet, at, GAP, gap_formula(actual, expected))
    put_formula(sheet, at, VERDICT, verdict_formula(check, gap))
    give_name(sheet, row.name, at, VERDICT)
    lines = max(styles.lines_needed(text, COLUMNS[title]) for title, text in {**texts, "指标": item.name}.items())
    sheet.row_dimensions[at].height = 13.5 * lines + 4


def _column(item: Item) -> str:
    """The column's label, with the group above it where the block has the label twice."""
    twice = [column.label for column in item.block.columns].count(item.column.label) > 1
    return "·".join((*item.column.groups[-1:], item.column.label)) if twice else item.column.label


def last_rule_row(book: Workbook) -> int:
    """The row of the last rule that is alive on the sheet."""
    rules = [name for name in book.defined_names if name.startswith("R_")]
    return max((spot(book, name)[1] for name in rules), default=below(book, CHECKS)[1])


def fill(book: Workbook, layout: Layout, explanations: dict[str, str]) -> None:
    """Write the explanations beside their rules; those of rules that this form has not go below the list."""
    sheet, _ = below(book, CHECKS)
    column = spot(book, ANCHORS[CHECKS])[2] + EXPLANATION - 1
    said = {plain_instance(name): text for name, text in explanations.items()}
    for row in layout.rules.values():
        # A workbook made before the rule was has no line for it.
        if row.name in book.defined_names:
            put(sheet, spot(book, row.name)[1], column, said.pop(row.instance, None))
    last = last_rule_row(book)
    for at in range(last + 1, sheet.max_row + 1):
        sheet.cell(at, 1).value = sheet.cell(at, column).value = None
    others = [(name, text) for name, text in explanations.items() if plain_instance(name) in said]
    for at, (name, text) in enumerate(others, last + 2):
        put(sheet, at, 1, name)
        put(sheet, at, column, text)
    dress_lines(sheet, last + 2)


def dress_lines(sheet: Worksheet, first: int) -> None:
    """Give the lines on 校验 their look and height, and take empty ones off: a cleared cell would still be a cell."""
    count = len(COLUMNS)
    for row in range(first, sheet.max_row + 1):
        cells = [sheet.cell(row, column) for column in range(1, count + 1)]
        sheet.row_dimensions.pop(row, None)
        words = [str(cell.value or "") for cell in cells]
        if any(words):
            for cell in cells:
                styles.dress(cell, LINE)
            lists.fit_height(sheet, row, words, [LINE] * count)
        else:
            for column in range(1, count + 1):
                del sheet._cells[row, column]  # noqa: SLF001  # openpyxl has no public way to take a cell away
