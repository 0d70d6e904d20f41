"""Where findings lead: a cell of 统计表, 封面 or 正文, else the line on 校验; in the order in which one walks them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.findings import SEVERITIES
from workbook.cellvalues import column_letters, position
from workbook.formfile import load_form
from workbook.names import ANCHORS, CHECKS, COVER, NARRATIVE, STATISTICS, figure_name, plain_instance, sign_fields
from workbook.ours import edition_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.ours import OurBook
    from workbook.report import Finding

_CELL = re.compile(r"(.+?)!([A-Z]{1,3}\d+)")
_ORDER = (STATISTICS, COVER, NARRATIVE, CHECKS)
_FIELDS = {"封面": "M_unit", "标题": "M_title"}


@dataclass(frozen=True)
class Stop:
    """A cell (``row`` and ``column`` from 1) and the findings that lead there, the worst first."""

    sheet: str
    row: int
    column: int
    findings: tuple[Finding, ...]

    @property
    def place(self) -> str:
        """The cell in words: ``统计表 C41``."""
        return f"{self.sheet} {column_letters(self.column)}{self.row}"

    @property
    def told(self) -> str:
        """What is wrong there, in a line."""
        first, *rest = self.findings
        more = f"（这里还有 {len(rest)} 条）" if rest else ""
        return f"{self.place} {SEVERITIES[first.severity]} {first.code}：{first.message}{more}"


def stops_of(found: OurBook, findings: Iterable[Finding], lines: Mapping[str, int]) -> list[Stop]:
    """The stops in table order: 统计表 row by row, then 封面, 正文 and 校验.

    Args:
        found: the workbook.
        findings: its findings, errors first.
        lines: the rows of the lines on 校验, by rule instance.
    """
    by_place: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        by_place.setdefault(_place(found, finding, lines), []).append(finding)
    ranks = {found.at(ANCHORS[sheet])[0].name: rank for rank, sheet in enumerate(_ORDER)}
    stops = [Stop(*place, tuple(about)) for place, about in by_place.items()]
    return sorted(stops, key=lambda stop: (ranks.get(stop.sheet, len(ranks)), stop.row, stop.column))


def lines_on_checks(found: OurBook) -> dict[str, int]:
    """The rows on 校验 that tell of a rule instance, by its name: rules alive there, and lines of marked findings."""
    told = {plain_instance(str(row["编号"])): at for at, row in found.list_rows(CHECKS, "编号") if "编号" in row}
    alive = {name.removeprefix("R_"): found.at(name)[1] for name in found.book.names if name.startswith("R_")}
    return told | alive


def counted(findings: Iterable[Finding]) -> str:
    """How many of each severity: ``3 处错误、1 处警告``."""
    count = Counter[str](finding.severity for finding in findings)
    return "、".join(f"{count[severity]} 处{word}" for severity, word in SEVERITIES.items() if count[severity])


def after(stops: list[Stop], sheet: str, row: int, column: int) -> int:
    """The number of the stop that follows a cell, from 0; the first one after the last, or from another sheet."""
    mine = [number for number, stop in enumerate(stops) if stop.sheet == sheet]
    later = (number for number in mine if (stops[number].row, stops[number].column) > (row, column))
    return next(later, (mine[-1] + 1) % len(stops) if mine else 0)


def _place(found: OurBook, finding: Finding, lines: Mapping[str, int]) -> tuple[str, int, int]:
    if finding.figures and (name := figure_name(finding.figures[0])) in found.book.names:
        return _at(found, name)
    if (cell := _CELL.match(finding.where)) and cell[1] in found.sheets and (spot := position(cell[2])):
        return cell[1], *spot
    if field := _FIELDS.get(finding.where):
        return _at(found, field)
    if finding.where == "落款":
        names = [field.name for field in sign_fields(load_form(edition_of(found)))]
        # What is missing, else the date, which is the last.
        return _at(found, next((name for name in names if found.value(name) is None), names[-1]))
    sheet, header, column = _at(found, ANCHORS[CHECKS])
    return sheet, lines.get(finding.instance, header), column


def _at(found: OurBook, name: str) -> tuple[str, int, int]:
    sheet, row, column = found.at(name)
    return sheet.name, row, column
