"""``nianbao new``: an empty workbook for a unit and a year, with the years before carried in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.agreement import stated_in
from converters.cli.inputs import expect_edition, open_content
from converters.cli.output import expect_suffix, put, say
from workbook.carry import carried
from workbook.content import BookContent
from workbook.errors import OutputNotWritten, UsageError
from workbook.formfile import all_forms, form_for_year, load_form
from workbook.merge import same_unit
from workbook.report import AnnualReport
from workbook.write import build_book

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace) -> int:
    """Write the workbook; see :func:`blank`."""
    output = Path(args.output)
    expect_suffix(output, ".xlsx")
    if output.is_file() and not args.force:
        message = f"{output} 已存在，没有改动它。要重新建立请加 --force，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)
    expect_edition(args.form)
    last = open_content(Path(args.last))[0] if args.last else None
    content = blank(args.unit, args.year, args.form, last)
    if last:
        content = carried(content, last.current, stated_in(last.current))
    put(output, build_book(content), force=args.force)
    _tell(content)
    return 0


def blank(unit: str | None, year_wanted: int | None, edition: str | None, last: BookContent | None) -> BookContent:
    """An empty report of the year, with the years before it.

    Raises:
        UsageError: the year before has no year, is not before, or is another unit's.
    """
    history = _history(last)
    if last and unit and not same_unit(unit, last.current.unit):
        message = f"--unit {unit} 与上年文件的单位“{last.current.unit}”不是同一个单位；请核对 --unit 或 --last"
        raise UsageError(message)
    chosen = year_wanted or (max(history) + 1 if history else None)
    if chosen is not None and history and chosen <= max(history):
        message = f"--year {chosen} 应晚于上年文件里的 {max(history)} 年度"
        raise UsageError(message)
    form = load_form(edition) if edition else form_for_year(chosen) if chosen else all_forms()[-1]
    name = unit or (last.current.unit if last else "")
    return BookContent(AnnualReport(form=form.edition, year=chosen, unit=name), history)


def _history(last: BookContent | None) -> dict[int, AnnualReport]:
    if last is None:
        return {}
    if last.current.year is None:
        message = "--last 的文件里没有年度；是工作簿的，请在“封面”填上年度，是年报文件的，请先导入成工作簿再填"
        raise UsageError(message)
    return {last.current.year: last.current, **last.history}


def _tell(content: BookContent) -> None:
    report = content.current
    year = f"{report.year} 年度" if report.year else "年度未定，请在“封面”填写"
    say(f"版式 {report.form}；{year}；{report.unit or '单位未定，请在“封面”填写'}")
    if content.history:
        say(f"历年：{'、'.join(str(year) for year in content.history)}")
    if content.drafts:
        say(
            "上年的正文已放进“正文”，状态为“上年稿”：能对上统计表的数改成了引用，其余的年份和数标成【上年：…】；"
            "请逐段改写，没有改完的 nianbao check 会逐条列出。"
        )
    say(
        "下一步：用 Excel、WPS 或 LibreOffice 打开填写；填好后用 nianbao check 核对，用 nianbao report 生成 Word 报告。"
    )
