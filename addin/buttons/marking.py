"""校验, 下一处, 清除标记, 校验说明: the findings of the open workbook, shown in it without touching its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.opened import opened_at
from addin.stops import after, counted, lines_on_checks, stops_of
from converters.findings import SEVERITIES
from converters.rulebook import rule_text
from workbook.names import ANCHORS, CHECKS

if TYPE_CHECKING:
    import xlwings

    from addin.screen import Desk
    from addin.stops import Stop
    from workbook.report import Finding

# A message box holds about a thousand characters and cannot be scrolled.
_READABLE = 900
_EXPLAINED = 3
# Excel has a number for it, and others for two kinds of hidden sheets, of which one counts as true.
_VISIBLE = (True, -1)
_UNHIDE = "请右键点一个工作表标签，取消隐藏"


def check_book(desk: Desk) -> None:
    """Check everything anew, mark what is wrong, and go to the worst of it."""
    from addin.painting import marked_rows  # noqa: PLC0415  # only marking needs openpyxl, whose loading takes time

    opened = opened_at(desk)
    findings = opened.findings
    rows = marked_rows(opened, findings)
    if not findings:
        desk.screen.status("没有发现问题；原来的标记已去掉。")
        return
    lines = lines_on_checks(opened.found) | rows
    first = next(stop for stop in stops_of(opened.found, findings, lines) if findings[0] in stop.findings)
    where = "已选中第一处" if _go(opened.book, first) else f"第一处在隐藏的表里，{_UNHIDE}"
    desk.screen.status(f"{counted(findings)}；{where}：{first.told}")


def next_finding(desk: Desk) -> None:
    """Go to the next place where something is wrong now."""
    opened = opened_at(desk)
    stops = stops_of(opened.found, opened.findings, lines_on_checks(opened.found))
    if not stops:
        desk.screen.status("没有发现问题。")
        return
    number = after(stops, *_selected(desk))
    where = "" if _go(opened.book, stops[number]) else f"（在隐藏的表里，{_UNHIDE}）"
    desk.screen.status(f"第 {number + 1} 处，共 {len(stops)} 处{where}：{stops[number].told}")


def clear_marks(desk: Desk) -> None:
    """Take the marks off; explanations stay."""
    from addin.painting import is_marked, marked_rows  # noqa: PLC0415  # as above

    opened = opened_at(desk)
    if not is_marked(opened.file):
        desk.screen.status("这个工作簿里没有标记。")
        return
    marked_rows(opened, [])
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


def _go(book: xlwings.Book, stop: Stop) -> bool:
    """Select the cell; not on a sheet that the user has hidden, where no cell can be selected."""
    sheet = book.sheets[stop.sheet]
    if sheet.visible not in _VISIBLE:
        return False
    sheet.activate()
    sheet.range((stop.row, stop.column)).select()
    return True


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
