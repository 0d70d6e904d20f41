"""校验, 下一处, 清除标记, 校验说明: the findings of the open workbook, shown in it without touching its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.opened import expect_markable, expect_notes_allowed, opened_at
from addin.stops import after, counted, lines_on_checks, stops_of
from addin.writing import write_marking
from converters.rulebook import rule_text
from workbook.markplan import is_marked, planned
from workbook.names import ANCHORS, CHECKS
from workbook.template.checks import SEVERITIES

if TYPE_CHECKING:
    import xlwings

    from addin.opened import Opened
    from addin.screen import Desk
    from addin.stops import Stop
    from workbook.markplan import Marking
    from workbook.report import Finding

# A message box holds about a thousand characters and cannot be scrolled.
_READABLE = 900
_EXPLAINED = 3


def check_book(desk: Desk) -> None:
    """Check everything anew, mark what is wrong, and go to the worst of it."""
    opened = opened_at(desk)
    findings = opened.findings
    marking = _marked(opened, findings)
    if not findings:
        desk.screen.status("没有发现问题；原来的标记已去掉。")
        return
    lines = lines_on_checks(opened.found) | _lines_in(marking)
    first = next(stop for stop in stops_of(opened.found, findings, lines) if findings[0] in stop.findings)
    _go(opened.book, first)
    desk.screen.status(f"{counted(findings)}；已选中第一处：{first.told}")


def next_finding(desk: Desk) -> None:
    """Go to the next place where something is wrong now."""
    opened = opened_at(desk)
    stops = stops_of(opened.found, opened.findings, lines_on_checks(opened.found))
    if not stops:
        desk.screen.status("没有发现问题。")
        return
    number = after(stops, *_selected(desk))
    _go(opened.book, stops[number])
    desk.screen.status(f"第 {number + 1} 处，共 {len(stops)} 处：{stops[number].told}")


def clear_marks(desk: Desk) -> None:
    """Take the marks off; explanations stay."""
    opened = opened_at(desk)
    if not is_marked(opened.file):
        desk.screen.status("这个工作簿里没有标记。")
        return
    _marked(opened, [])
    desk.screen.status("已去掉标记；写过的说明还在。")


def explain_finding(desk: Desk) -> None:
    """Say what the rules want that are broken at the selected cell, or told of in the selected line of 校验."""
    opened = opened_at(desk)
    sheet, row, column = _selected(desk)
    lines = lines_on_checks(opened.found)
    if sheet == opened.found.at(ANCHORS[CHECKS])[0].name:
        here = {instance for instance, at in lines.items() if at == row}
        about = [finding for finding in opened.findings if finding.instance in here]
        told = _told(about) or "\n\n".join(rule_text(name.partition("_")[0]) for name in sorted(here))
    else:
        stops = stops_of(opened.found, opened.findings, lines)
        about = [
            one
            for stop in stops
            if (stop.sheet, stop.row, stop.column) == (sheet, row, column)
            for one in stop.findings
        ]
        told = _told(about)
    desk.screen.say(told or "选中的地方没有发现问题。请先选中一个标出的单元格，或“校验”表里的一行，再点“校验说明”。")


def _marked(opened: Opened, findings: list[Finding]) -> Marking:
    """Write what marking these findings changes; nothing when nothing does."""
    if not findings and not is_marked(opened.file):
        return planned(opened.file, ())
    expect_markable(opened)
    marking = planned(opened.file, findings)
    expect_notes_allowed(opened, marking)
    write_marking(opened.book, marking, opened.file)
    return marking


def _lines_in(marking: Marking) -> dict[str, int]:
    """The rows of the lines that were written on 校验, by rule instance: the last block is theirs."""
    block = marking.blocks[-1]
    return {str(line[0]): row for row, line in enumerate(block.values, block.row) if line[0]}


def _go(book: xlwings.Book, stop: Stop) -> None:
    sheet = book.sheets[stop.sheet]
    sheet.activate()
    sheet.range((stop.row, stop.column)).select()


def _selected(desk: Desk) -> tuple[str, int, int]:
    """The sheet and the first selected cell; nowhere when a chart or a picture is selected."""
    cells = desk.app.selection
    return (cells.sheet.name, cells.row, cells.column) if cells is not None else ("", 0, 0)


def _told(about: list[Finding]) -> str:
    told = [_page(finding) for finding in about[:_EXPLAINED]]
    if rest := about[_EXPLAINED:]:
        told.append(f"还有 {len(rest)} 条，见“校验”表。")
    text = "\n\n".join(told)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}……（其余见“校验”表和 nianbao explain）"


def _page(finding: Finding) -> str:
    place = " ".join(filter(None, (finding.where.replace("!", " "), finding.label)))
    said = f"\n已说明：{finding.explanation}" if finding.explanation else ""
    rule = rule_text(finding.code) or f"依据：{finding.clause}\n怎么办：{finding.hint}"
    return f"{place}\n{SEVERITIES[finding.severity]} {finding.code}：{finding.message}{said}\n{rule}"
