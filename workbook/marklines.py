"""The lines of marked findings on 校验, below the rules that are alive there; an explanation beside one is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.cells import put
from workbook.names import CHECKS, plain_instance
from workbook.template import lists
from workbook.template.book import below
from workbook.template.checks import COLUMNS, EXPLANATION, SEVERITIES, last_rule_row

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.report import Finding

TITLE = "nianbao check 标出的问题（可在“说明”栏写明原因）"
# As the explanations of other rules stand there without marks.
_CODE = replace(styles.LIST_FORMULA, wrap=False)
_LOOKS = {"编号": replace(_CODE, shrink=True), "级别": styles.LIST_FORMULA, "说明": styles.LIST_INPUT}


def add_lines(book: Workbook, findings: list[Finding]) -> None:
    """Add the findings of rules that are not alive on the sheet, after the explanations that stand there."""
    sheet, first = below(book, CHECKS)[0], last_rule_row(book) + 2
    alive = {name.removeprefix("R_") for name in book.defined_names if name.startswith("R_")}
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.instance not in alive:
            told.setdefault(finding.instance, []).append(finding)
    lines = _explained(sheet, first)
    old = {plain_instance(name) for name, _ in lines}
    new = [(name, "") for name in told if name not in old]
    # A line of its own that no finding can have for a name, so that it is never taken for an explanation.
    if new:
        put(sheet, first + len(lines), 3, TITLE)
    for at, (name, text) in enumerate([*lines, *([("", "")] if new else []), *new], first):
        if name:
            _line(sheet, at, name, text, told.get(plain_instance(name), []))


def _line(sheet: Worksheet, at: int, name: str, text: str, alike: list[Finding]) -> None:
    """One line for all the findings that share an explanation."""
    words: dict[str, Content] = {"编号": name, "说明": text or None}
    if alike:
        first = alike[0]
        words |= {"级别": SEVERITIES[first.severity], "指标": first.label or first.where, "依据": first.clause}
        words["校验内容"] = "\n".join(dict.fromkeys(finding.message for finding in alike))
        if len(alike) == 1:
            words |= {"实际": first.found, "应为": first.expected}
    known = _LOOKS if alike else _LOOKS | {"编号": _CODE}
    looks = [known.get(title, styles.LIST) for title in COLUMNS]
    for column, (title, look) in enumerate(zip(COLUMNS, looks, strict=True), 1):
        if alike or title in words:
            styles.dress(put(sheet, at, column, words.get(title)), look)
    if alike:
        lists.fit_height(sheet, at, [words.get(title) for title in COLUMNS], looks)


def take_lines_off(book: Workbook) -> None:
    """Take the lines off; those with an explanation keep their code and it."""
    sheet, first = below(book, CHECKS)[0], last_rule_row(book) + 2
    lines = _explained(sheet, first)
    if sheet.max_row >= first:
        # Nothing of ours is below, and a cleared cell would still be a cell.
        sheet.delete_rows(first, sheet.max_row - first + 1)
    for row in [row for row in sheet.row_dimensions if row >= first]:
        del sheet.row_dimensions[row]
    for at, (name, text) in enumerate(lines, first):
        _line(sheet, at, name, text, [])


def _explained(sheet: Worksheet, first: int) -> list[tuple[str, str]]:
    """Code and explanation of the lines below the rules that have both."""
    rows = ((sheet.cell(at, 1).value, sheet.cell(at, EXPLANATION).value) for at in range(first, sheet.max_row + 1))
    return [(str(name), str(text)) for name, text in rows if name and text]
