"""The lists beside 汇总: 汇总指标 figure by figure, 汇总名单 unit by unit, 汇总问题 finding by finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.cells import put, put_formula
from workbook.names import ROLL_UP, ROLL_UP_FIGURES, ROLL_UP_FINDINGS, ROLL_UP_UNITS
from workbook.rollup.choose import some
from workbook.rollup.parts import BELOW, OWN, REGION
from workbook.rules.words import number
from workbook.template import lists
from workbook.template.checks import SEVERITIES
from workbook.template.rollup import BLANK, in_cell, places_of
from workbook.template.rows import Completion, Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.report import Finding
    from workbook.rollup.choose import Entry
    from workbook.rollup.summary import Summary
    from workbook.rollup.totals import Total
    from workbook.template.rollup import Places

FIGURES = {
    "代码": 13.0,
    "指标": 44.0,
    "计量单位": 10.0,
    REGION: 14.0,
    OWN: 11.0,
    BELOW: 11.0,
    "已填": 7.0,
    "空白": 7.0,
    "没有填数的单位": 54.0,
}
UNITS = {
    "序号": 6.0,
    "单位": 26.0,
    "上级": 16.0,
    "类别": 10.0,
    "级别": 7.0,
    "状态": 9.0,
    "原因": 44.0,
    "文件": 24.0,
    "年度": 7.0,
    "版式": 7.0,
    "填报日期": 13.0,
    "错误": 6.0,
    "警告": 6.0,
    "提示": 6.0,
    "已说明": 7.0,
}
FINDINGS = {
    "单位": 20.0,
    "文件": 18.0,
    "级别": 7.0,
    "规则": 8.0,
    "位置": 16.0,
    "指标": 24.0,
    "填报": 11.0,
    "应为": 11.0,
    "问题": 44.0,
    "依据": 22.0,
    "怎么办": 30.0,
    "单位的说明": 24.0,
}
# Names told at a figure, and findings listed; whoever needs more filters 汇总, or reads the unit's 退回单.
_NAMED, _MOST = 30, 3_000
_PLAIN = styles.LIST
_SMALL = replace(styles.LIST, size=9)
_MIDDLE = replace(styles.LIST, across="center")
_RIGHT = replace(styles.LIST, across="right", shrink=True)
_LINKED = replace(styles.LIST, colour=styles.BLUE)
_FORMULA = replace(styles.LIST_FORMULA, down="top", across="right", shrink=True)


def draw_figures(sheet: Worksheet, summary: Summary) -> Completion:
    """Every figure with its totals, how many units gave it, and which did not."""
    places = places_of(summary)
    lists.draw_header(sheet, ROLL_UP_FIGURES, summary.statement(), FIGURES)
    made = Completion(sheet)
    all_totals = {group.title: summary.totals(group) for group in summary.groups[:3]}
    for row, line in enumerate(summary.lines, lists.HEADER_ROW + 1):
        item = summary.form.items.get(line.key)
        name = item.name if item else line.label
        _figure(made, row, name, {title: totals[line.key] for title, totals in all_totals.items()}, places)
    last = lists.HEADER_ROW + len(summary.lines)
    made.links = [
        Link(f"{letter}{row}", place=f"{ROLL_UP}!{places.parts(line.key)}")
        for row, line in enumerate(summary.lines, lists.HEADER_ROW + 1)
        for letter in "DEF"
    ]
    lists.name_table(sheet, "list_roll_up_figures", lists.HEADER_ROW, len(FIGURES), last)
    styles.freeze(sheet, lists.HEADER_ROW + 1, 3)
    return made


def _figure(made: Completion, row: int, name: str, totals: dict[str, Total], places: Places) -> None:
    sheet, whole = made.sheet, totals[REGION]
    key = whole.line.key
    words = (key, name, whole.line.unit)
    for column, text in enumerate(words, 1):
        styles.dress(put(sheet, row, column, text), _PLAIN)
    parts = f"{ROLL_UP}!{places.parts(key)}"
    for column, (title, total) in enumerate(totals.items(), len(words) + 1):
        source = f"{ROLL_UP}!{places.total(title, key)}"
        _formula(made, row, column, f'IF({source}="","",{source})', total.reason or in_cell(total.value))
    if key in places.long:
        # Numbers that stand there as text are none to a spreadsheet that counts.
        styles.dress(put(sheet, row, 7, whole.counted), _FORMULA)
    else:
        _formula(made, row, 7, f"COUNT({parts})", whole.counted)
    _formula(made, row, 8, f"{ROLL_UP}!{places.total(BLANK, key)}", len(whole.blank))
    told = _not_given(whole)
    styles.dress(put(sheet, row, 9, told), _SMALL)
    lists.fit_height(sheet, row, [*words, *[None] * 5, told], [_PLAIN] * 8 + [_SMALL])


def _formula(made: Completion, row: int, column: int, formula: str, value: Content) -> None:
    cell = put_formula(made.sheet, row, column, formula)
    styles.dress(cell, _FORMULA)
    made.results[cell.coordinate] = value


def _not_given(total: Total) -> str:
    """The units without a sure number, each under what it left instead."""
    blank = f"空白：{some(total.blank, _NAMED)}" if total.blank else ""
    words = [f"{name}“{text}”" for name, text in total.worded]
    other = f"不是确数，没有相加：{some(words, _NAMED)}" if words else ""
    return "；".join(filter(None, (total.reason, blank, other)))


def draw_units(sheet: Worksheet, summary: Summary, files: dict[str, str]) -> Completion:
    """Every unit and file with what became of it."""
    lists.draw_header(sheet, ROLL_UP_UNITS, summary.statement(), UNITS)
    made = Completion(sheet, lists.HEADER_ROW + 1)
    made.rows = [_unit(at, entry) for at, entry in enumerate(summary.choice.entries, 1)]
    made.heights = [_height(row, UNITS) for row in made.rows]
    made.model([_LINKED if title == "文件" else _PLAIN if width > 13 else _MIDDLE for title, width in UNITS.items()])
    known = ((row, entry.received or entry.unread) for row, entry in enumerate(summary.choice.entries, made.first))
    made.links = [Link(f"H{row}", files[one.path]) for row, one in known if one and one.path in files]
    lists.name_table(sheet, "list_roll_up_units", lists.HEADER_ROW, len(UNITS), made.last)
    styles.freeze(sheet, lists.HEADER_ROW + 1, 3)
    return made


def _unit(at: int, entry: Entry) -> list[Content]:
    line, received = entry.line, entry.received
    status = "迟报" if entry.late and entry.status == "计入" else entry.status
    reason = "；".join(filter(None, (entry.late, entry.reason, entry.doubt)))
    known: list[Content] = [at, entry.unit, line.superior if line else "", line.kind if line else "", entry.level]
    known += [status, reason, entry.file]
    if received is None:
        return [*known, *[None] * (len(UNITS) - len(known))]
    report = received.report
    counts = [len(received.told(severity)) or None for severity in SEVERITIES]
    explained = sum(1 for finding in received.findings if finding.explanation) or None
    return [*known, report.year, report.form, report.signoff.get("date", ""), *counts, explained]


def _height(row: Sequence[Content], columns: Mapping[str, float]) -> float:
    """High enough for a row's words."""
    texts = ((value, width) for value, width in zip(row, columns.values(), strict=True) if isinstance(value, str))
    lines = max((styles.lines_needed(text, width) for text, width in texts if text), default=1)
    return min(lists.TALLEST, 13.5 * lines + 4)


def draw_findings(sheet: Worksheet, summary: Summary) -> Completion:
    """What is wrong with the totals, then with each unit's report; notes are left to the 退回单."""
    rows = [_finding("汇总", "", finding) for finding in summary.findings]
    for entry in summary.choice.entries:
        if entry.received:
            rows += [_finding(entry.unit, entry.file, finding) for finding in entry.received.told("error", "warning")]
    hint = (
        "公布的汇总数与各单位之和不同的在前，其后是各单位报告的错误和警告；提示只列在退回单里。"
        "单位写过说明的照列，请判断是否接受。"
    )
    if len(rows) > _MOST:
        hint += f"共 {len(rows)} 条，这里列出前 {_MOST} 条，其余见各单位的退回单。"
    lists.draw_header(sheet, ROLL_UP_FINDINGS, hint, FINDINGS)
    made = Completion(sheet, lists.HEADER_ROW + 1, rows[:_MOST])
    made.heights = [_height(row, FINDINGS) for row in made.rows]
    made.model([_MIDDLE if width < 10 else _RIGHT if width < 12 else _PLAIN for width in FINDINGS.values()])
    lists.name_table(sheet, "list_roll_up_findings", lists.HEADER_ROW, len(FINDINGS), made.last)
    styles.freeze(sheet, lists.HEADER_ROW + 1, 2)
    return made


def _finding(unit: str, file: str, finding: Finding) -> list[Content]:
    sides = (_side(finding.found), _side(finding.expected))
    words = (finding.message, finding.clause, finding.hint, finding.explanation)
    return [unit, file, SEVERITIES[finding.severity], finding.code, finding.where, finding.label, *sides, *words]


def _side(value: Content) -> Content:
    return value if not isinstance(value, str) else number(value)
