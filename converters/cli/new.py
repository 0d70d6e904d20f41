"""``nianbao new``: an empty workbook for a unit and a year, with the years before carried in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.blank import blank
from converters.cli.asking import ask, due_year, file_answer, is_terminal, year_answer
from converters.cli.inputs import expect_edition, open_content
from converters.cli.output import expect_suffix, put, say
from workbook.errors import OutputNotWritten
from workbook.write import build_book

if TYPE_CHECKING:
    import argparse

    from workbook.content import BookContent


def run(args: argparse.Namespace) -> int:
    """Ask for what was not told, and write the workbook; see :func:`converters.blank.blank`."""
    if args.output:
        _expect_free(Path(args.output), force=args.force)
    expect_edition(args.form)
    if not (args.unit or args.year or args.last) and is_terminal():
        args.unit, args.year, args.last = _asked()
    last = open_content(Path(args.last))[0] if args.last else None
    content = blank(args.unit, args.year, args.form, last)
    output = Path(args.output or f"年报{content.current.year or ''}.xlsx")
    _expect_free(output, force=args.force)
    put(output, build_book(content), force=args.force)
    _tell(content)
    return 0


def _expect_free(output: Path, *, force: bool) -> None:
    expect_suffix(output, ".xlsx")
    if output.is_file() and not force:
        message = f"{output} 已存在，没有改动它。要重新建立请加 --force，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)


def _asked() -> tuple[str | None, int | None, str | None]:
    """Unit, year and last year's file, as answered; what last year's file tells need not be."""
    last = ask("上年的工作簿或报告（可以把文件拖到这里；没有就直接回车）：", file_answer)
    if last:
        return None, None, last
    year = ask(f"年度（直接回车为 {due_year()}）：", year_answer) or due_year()
    return ask("填报单位（直接回车就以后在“封面”填）："), year, None


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
