"""The lines of marked findings on 校验, below the rules that are alive there; an explanation beside one is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.names import CHECKS, plain_instance
from workbook.template.book import below
from workbook.template.checks import COLUMNS, EXPLANATION, SEVERITIES, last_rule_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.report import Finding

    Line = tuple[Content, ...]

TITLE = "校验标出的问题（可在“说明”栏写明原因）"
# Versions before 0.3 wrote the other one.
_TITLES = (TITLE, "nianbao check 标出的问题（可在“说明”栏写明原因）")
_TITLE_AT = list(COLUMNS).index("指标") + 1


def first_row(book: Workbook) -> int:
    """The row on 校验 where the lines begin."""
    return last_rule_row(book) + 2


def are_there(book: Workbook) -> bool:
    """Whether findings are listed: lines that hold an explanation only are none."""
    sheet, first = below(book, CHECKS)[0], first_row(book)
    return any(sheet.cell(at, _TITLE_AT).value in _TITLES for at in range(first, sheet.max_row + 1))


def lines_with(book: Workbook, findings: Sequence[Finding]) -> list[Line]:
    """The lines as they are to be: explained ones, then those of other findings of rules that are not alive there.

    Lines that were there and are no more become empty ones at the end, so that writing all takes them off.
    """
    sheet, first = below(book, CHECKS)[0], first_row(book)
    alive = {name.removeprefix("R_") for name in book.defined_names if name.startswith("R_")}
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.instance not in alive:
            told.setdefault(finding.instance, []).append(finding)
    explained = _explained(sheet, first)
    old = {plain_instance(name) for name, _ in explained}
    lines = [_line(name, text, told.get(plain_instance(name), [])) for name, text in explained]
    lines += _own(sheet, first)
    if findings:
        # A line of its own that no finding can have for a name, so that it is never taken for an explanation.
        lines.append(_of({"指标": TITLE}))
    lines += [_line(name, "", alike) for name, alike in told.items() if name not in old]
    return lines + [_of({})] * (_used(sheet, first) - len(lines))


def _line(name: str, text: str, alike: list[Finding]) -> Line:
    """One line for all the findings that share an explanation."""
    words: dict[str, Content] = {"编号": name, "说明": text or None}
    if alike:
        first = alike[0]
        words |= {"级别": SEVERITIES[first.severity], "指标": first.label or first.where, "依据": first.clause}
        words["校验内容"] = "\n".join(dict.fromkeys(finding.message for finding in alike))
        if len(alike) == 1:
            words |= {"实际": first.found, "应为": first.expected}
    return _of(words)


def _of(words: dict[str, Content]) -> Line:
    return tuple(words.get(title) for title in COLUMNS)


def _explained(sheet: Worksheet, first: int) -> list[tuple[str, str]]:
    """Code and explanation of the lines below the rules that have both."""
    rows = ((sheet.cell(at, 1).value, sheet.cell(at, EXPLANATION).value) for at in range(first, sheet.max_row + 1))
    return [(str(name), str(text)) for name, text in rows if name and text]


def _own(sheet: Worksheet, first: int) -> list[Line]:
    """What the user wrote there: our own lines have a code, or are the title."""
    rows = sheet.iter_rows(min_row=first, max_col=len(COLUMNS), values_only=True)
    return [row for row in rows if any(row) and not row[0] and row[_TITLE_AT - 1] not in _TITLES]  # type: ignore[misc]  # what a cell can hold


def _used(sheet: Worksheet, first: int) -> int:
    """How many rows below the rules hold something in our columns."""
    rows = sheet.iter_rows(min_row=first, max_col=len(COLUMNS), values_only=True)
    return max((at for at, row in enumerate(rows, 1) if any(row)), default=0)
