"""Put reports into a workbook's content: the newest year in front, nothing of the user's lost, differences shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbook.content import BookContent
from workbook.errors import InputRefused, UsageError
from workbook.mergedrafts import without_drafts
from workbook.mergereport import Difference, combine, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbook.report import AnnualReport

__all__ = ["Difference", "Merged", "merge", "same_unit"]

# 我局 and 本机关 name nobody: such a report joins whatever unit the others are of.
_NOBODY = re.compile(
    r"[我本](?:省|市|州|盟|县|区|旗|镇|乡|街道|局|委|办|厅|院|部门?|校|站|中心|公司|级|单位|机关|地区)"
)
# The name of a city or county, its level included, has three characters or more.
_PLACE = 3
_OFFICE = re.compile(r"(?:人民)?政府(?:办公[室厅])?$")


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge; ``changed`` is False when the book may be left byte for byte as it is."""

    content: BookContent
    changed: bool
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(content: BookContent | None, reports: Sequence[AnnualReport], *, force: bool) -> Merged:
    """Merge reports of one unit into a workbook's content, in the order given; what comes first is kept.

    A blank that nobody has reported yet is filled; a value that differs is kept and listed, or replaced when
    ``force`` is set. A blank never replaces a value. The input is left untouched.

    Args:
        content: what the workbook holds; None for a workbook that does not exist yet.
        reports: at least one report when there is no content.
        force: let the later report win.

    Raises:
        UsageError: reports of different units, or one year on two form editions.
        InputRefused: a year is needed to place the report and none was found.
    """
    base = without_drafts(content, reports) if content and content.drafts else content
    known = _pages(base, reports)
    unit = _common_unit([*known, *reports])
    differences: list[Difference] = []
    years: dict[int | None, AnnualReport] = {}
    for report in [*known, *reports]:
        if (older := years.get(report.year)) is None:
            years[report.year] = report
        else:
            _one_form(older, report)
            years[report.year] = combine(older, report, differences, force=force)
    merged = _arrange(base, years)
    if _nobody(merged.current.unit) and unit:
        merged.current = replace(merged.current, unit=unit)
    return Merged(merged, merged != content, differences, _notes(content, merged))


def same_unit(one: str, other: str) -> bool:
    """Whether two names may mean one unit: 宿迁市 and 江苏省宿迁市人民政府 do, and an empty name is anyone's.

    So do a name and its short form (人社局 for 人力资源和社会保障局) of one place.
    """
    mine, theirs = _plain(one), _plain(other)
    if not mine or not theirs:
        return True
    shorter, longer = sorted((mine, theirs), key=len)
    return mine == theirs or (len(shorter) > 2 and (longer.endswith(shorter) or _shortens(shorter, longer)))


def _shortens(shorter: str, longer: str) -> bool:
    """Whether one name leaves characters out of the other, but neither the place in front nor the last one."""
    rest = iter(longer)
    same_ends = shorter[:_PLACE] == longer[:_PLACE] and shorter[-1] == longer[-1]
    return same_ends and all(char in rest for char in shorter)


def _nobody(unit: str) -> bool:
    return not _plain(unit)


def _plain(unit: str) -> str:
    name = "".join(unicodedata.normalize("NFKC", unit).split())
    return "" if _NOBODY.fullmatch(name) else _OFFICE.sub("", name)


def _common_unit(reports: Iterable[AnnualReport]) -> str:
    """The first real name among the reports, after making sure that no other one contradicts it."""
    named = [report for report in reports if not _nobody(report.unit)]
    for report in named[1:]:
        if not same_unit(named[0].unit, report.unit):
            message = (
                f"单位不同，不能放进同一个工作簿：{_source(named[0])}是“{named[0].unit}”，"
                f"{_source(report)}是“{report.unit}”。请分别导入到不同的工作簿；命令里 -o 以 / 结尾时，每个单位一个。"
            )
            raise UsageError(message)
    return named[0].unit if named else ""


def _one_form(older: AnnualReport, report: AnnualReport) -> None:
    if older.form != report.form and not is_empty(older):
        message = (
            f"{report.year} 年度有两种统计表版式：{_source(older)}是 {older.form} 版，{_source(report)}是 "
            f"{report.form} 版。请分别导入到不同的工作簿，或用 --form 指定同一版式。"
        )
        raise UsageError(message)


def _pages(content: BookContent | None, reports: Sequence[AnnualReport]) -> list[AnnualReport]:
    """The years the book holds; a fresh book without a year is taken for the newest year that is offered."""
    if content is None:
        return []
    current = content.current
    offered = [report.year for report in reports if report.year is not None]
    if current.year is None and offered and is_empty(current):
        current = replace(current, year=max(offered))
    return [current, *content.history.values()]


def _arrange(content: BookContent | None, years: dict[int | None, AnnualReport]) -> BookContent:
    """The newest year in front; a report without a year is welcome only where it is alone."""
    dated = sorted((year for year in years if year is not None), reverse=True)
    if None in years and dated:
        message = (
            f"{_source(years[None])}里没有年度，不知道该放在哪一年。"
            "请先在工作簿的“封面”填上年度再导入；文件里没有年度的，请单独导入一个新的工作簿，补上年度后再用那个工作簿导入。"
        )
        raise InputRefused(message)
    newest = years[dated[0] if dated else None]
    explanations = dict(content.explanations) if content else {}
    older = {year: years[year] for year in dated[1:]}
    return BookContent(newest, older, explanations, dict(content.drafts) if content else {})


def _source(report: AnnualReport) -> str:
    return report.source or "工作簿"


def _notes(before: BookContent | None, after: BookContent) -> list[str]:
    if before is None or before.current.year is None or before.current.year == after.current.year:
        return []
    return [f"{before.current.year} 年度移入“历年”，{after.current.year} 年度成为当前年度。"]
