"""A new workbook's content: a unit and a year, and what can be taken over from the years before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.agreement import stated_in
from workbook.carry import carried
from workbook.content import BookContent
from workbook.errors import UsageError
from workbook.formfile import all_forms, form_for_year, load_form
from workbook.merge import same_unit
from workbook.report import AnnualReport

if TYPE_CHECKING:
    from workbook.form import Form


def blank(unit: str | None, year: int | None, edition: str | None, last: BookContent | None) -> BookContent:
    """A report of the year without a figure, with the years before it and last year's text, marked as such.

    Args:
        unit: who reports; None for the unit of ``last``.
        year: the report's year; None for the one after the newest in ``last``, and for none without it.
        edition: the form; None for that of the year.
        last: what last year's workbook or report holds.

    Raises:
        UsageError: the year before has no year, is not before, or is another unit's.
    """
    history = _history(last)
    if last and unit and not same_unit(unit, last.current.unit):
        message = (
            f"单位“{unit}”与上年文件的单位“{last.current.unit}”不是同一个单位；"
            "请核对单位（命令行是 --unit）和上年的文件（--last）。"
        )
        raise UsageError(message)
    chosen = year or (max(history) + 1 if history else None)
    if chosen is not None and history and chosen <= max(history):
        message = f"{chosen} 年度应晚于上年文件里的 {max(history)} 年度；请核对年度（命令行是 --year）。"
        raise UsageError(message)
    form = _form(edition, chosen)
    content = BookContent(AnnualReport(form.edition, chosen, unit or (last.current.unit if last else "")), history)
    return carried(content, last.current, stated_in(last.current)) if last else content


def _form(edition: str | None, year: int | None) -> Form:
    if edition:
        return load_form(edition)
    return form_for_year(year) if year else all_forms()[-1]


def _history(last: BookContent | None) -> dict[int, AnnualReport]:
    if last is None:
        return {}
    if last.current.year is None:
        message = "上年的文件（--last）里没有年度；是工作簿的，请在“封面”填上年度，是年报文件的，请先导入成工作簿再填。"
        raise UsageError(message)
    return {last.current.year: last.current, **last.history}
