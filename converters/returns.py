"""退回单: for each unit the list of what is to be put right in its report, as a worksheet or a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.findings import SEVERITIES
from workbook.filenames import safe_names
from workbook.rules.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbook.report import Finding
    from workbook.rollup.choose import Entry
    from workbook.rollup.summary import Summary

COLUMNS = ("序号", "级别", "在哪里", "填报", "应为", "问题", "依据", "怎么办", "单位的说明")
ASKS = "请核对下列问题，改正后重新报送；情况属实不需改的，请在工作簿“校验”表的“说明”栏写明原因。"


@dataclass(frozen=True, slots=True)
class Return:
    """What goes back to one unit: ``rows`` under :data:`COLUMNS`, the gravest first."""

    unit: str
    files: tuple[str, ...]
    year: int | None
    sender: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """The heading of the sheet."""
        year = f"{self.year}年" if self.year else ""
        return f"{year}政府信息公开工作年度报告退回单"

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands between the title and the list."""
        return (f"填报单位：{self.unit}", f"报送文件：{'、'.join(self.files)}", ASKS)


def returns_of(summary: Summary) -> list[Return]:
    """A return for every unit whose file was refused or left out, or has errors or warnings; one for each unit."""
    by_unit: dict[str, list[Entry]] = {}
    for entry in summary.choice.entries:
        if entry.status not in ("缺报", "公布数"):
            by_unit.setdefault(entry.unit, []).append(entry)
    made = (_return(unit, entries, summary) for unit, entries in by_unit.items())
    return [one for one in made if one.rows]


def _return(unit: str, entries: Sequence[Entry], summary: Summary) -> Return:
    rows = [row for entry in entries for row in _rows(entry, several=len(entries) > 1)]
    files = tuple(entry.file for entry in entries)
    # The sums are for one year; reports of several each say theirs.
    year = summary.years[0] if len(summary.years) == 1 else None
    return Return(unit, files, year, summary.unit, tuple((str(at), *row) for at, row in enumerate(rows, 1)))


def _rows(entry: Entry, *, several: bool) -> list[tuple[str, ...]]:
    file = f"{entry.file} › " if several else ""
    rows: list[tuple[str, ...]] = []
    if entry.status != "计入":
        words = f"{entry.status}：{entry.reason}"
        rows.append(("错误", entry.file, "", "", words, "", "请按左边所说改正后重新报送", ""))
    doubts = filter(None, (f"迟报：{entry.late}" if entry.late else "", entry.doubt))
    rows += [("警告", entry.file, "", "", words, "", "请说明原因，或改正后重新报送", "") for words in doubts]
    findings = entry.received.findings if entry.received else ()
    if any(finding.severity != "note" for finding in findings):
        rows += [_row(finding, file) for finding in findings]
    return rows


def _row(finding: Finding, file: str) -> tuple[str, ...]:
    where = file + " › ".join(filter(None, (finding.where, finding.label)))
    sides = ("" if side is None else number(side) for side in (finding.found, finding.expected))
    # The explanation has a column of its own.
    hint = finding.hint.removesuffix(f"（已说明：{finding.explanation}）") if finding.explanation else finding.hint
    head = (SEVERITIES[finding.severity], where, *sides)
    return (*head, f"{finding.message}（{finding.code}）", finding.clause, hint, finding.explanation)


def files_of(returns: Sequence[Return], ending: str) -> dict[str, bytes]:
    """The returns as files by their names.

    Args:
        returns: at most one for each unit.
        ending: ``xlsx`` or ``docx``.
    """
    make: Callable[[Return], bytes]
    if ending == "docx":
        from converters.returns_docx import write_docx as make  # noqa: PLC0415  # loads python-docx
    else:
        from converters.returns_xlsx import write_xlsx as make  # noqa: PLC0415  # loads openpyxl
    names = safe_names(one.unit for one in returns)
    return {f"退回单_{names[one.unit]}.{ending}": make(one) for one in returns}
