"""``nianbao import``: reports in, a workbook or JSON out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.inputs import expand, expect_edition, open_content, says_nothing
from converters.cli.output import expect_suffix, print_json, say, say_refused
from workbook.check import check
from workbook.errors import InputRefused, OutputNotWritten, UsageError
from workbook.files import read_bytes, write_atomically
from workbook.formfile import load_form
from workbook.merge import merge
from workbook.read import is_our_book, read_content
from workbook.report import report_json
from workbook.write import build_book, update_book

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from workbook.content import BookContent
    from workbook.merge import Difference, Merged
    from workbook.report import AnnualReport


def run(args: argparse.Namespace) -> int:
    """Read every file, then merge; a refused file does not keep the others out."""
    if args.json and (args.force or args.dry_run):
        message = "--json 不写工作簿，不能与 --force、--dry-run 同用"
        raise UsageError(message)
    expect_edition(args.form)
    if args.output:
        _expect_target(Path(args.output))
    contents, refused = [], 0
    for path, content in _read_all(args.files, args.form):
        if content is None:
            refused += 1
            continue
        contents.append(content)
        say(summary(path.name, content.current))
        if args.json:
            _print_report(content)
    code = 0
    if args.output and contents:
        code = _merge_into(Path(args.output), contents, force=args.force, dry_run=args.dry_run)
    if refused:
        say(f"退回 {refused} 份，读入 {len(contents)} 份。")
    return InputRefused.exit_code if refused else code


def _expect_target(path: Path) -> None:
    expect_suffix(path, ".xlsx")
    if path.is_dir() or not path.parent.is_dir():
        place = "是一个文件夹" if path.is_dir() else f"所在的文件夹“{path.parent}”不存在"
        message = f"{path} {place}，没有写出。请先建好文件夹，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)


def _read_all(names: list[str], edition: str | None) -> Iterator[tuple[Path, BookContent | None]]:
    """Each file with what it holds, or with None after the user has been told why not."""
    for path in expand(names):
        try:
            yield path, _read(path, edition)
        except InputRefused as error:
            say_refused(path, error)
            yield path, None


def _read(path: Path, edition: str | None) -> BookContent:
    content, _ = open_content(path, edition)
    if says_nothing(content.current) and not content.history:
        message = "没有找到任何指标，也没有找到正文。请确认这是政府信息公开工作年度报告，且不是扫描图片。"
        raise InputRefused(message)
    return content


def summary(name: str, report: AnnualReport) -> str:
    """What was found in one file, notes below."""
    states = [figure.state for figure in report.figures.values()]
    year = f"{report.year} 年度" if report.year else "年度不明"
    line = (
        f"{name}：{report.form} 版，{year}，{report.unit or '单位不明'}；"
        f"{len(states)} 个指标（空白 {states.count('blank')}，文字 {states.count('text')}），"
        f"{len(report.sections)} 个部分，未归位 {len(report.unplaced)} 条"
    )
    return "\n".join([line, *(f"  · {note}" for note in report.notes)])


def _print_report(content: BookContent) -> None:
    """The current year; a workbook's own explanations and older years go into its findings."""
    content.current.findings = check(content)
    print_json(report_json(content.current))


def _merge_into(path: Path, contents: list[BookContent], *, force: bool, dry_run: bool) -> int:
    before = _existing(path)
    # A new workbook made from one of ours keeps the explanations written in it.
    base = read_content(path) if before else next((content for content in contents if content.explanations), None)
    reports = [report for content in contents for report in (content.current, *content.history.values())]
    merged = merge(base, reports, force=force)
    _tell(merged, force=force)
    if before and not merged.changed:
        say(f"{path}：无变化。")
    elif dry_run:
        say(f"试运行：{path} 会{'更新' if before else '新建'}，这次没有写。")
    else:
        data = update_book(before, merged.content, path.name) if before else build_book(merged.content)
        write_atomically(path, data)
        say(f"已写出 {path}。下一步：nianbao check {path} 核对，nianbao report {path} 生成 Word 报告。")
    return 1 if merged.differences and not force else 0


def _existing(path: Path) -> bytes | None:
    if not path.exists():
        return None
    before = read_bytes(path)
    if not is_our_book(before):
        message = f"{path} 已存在，但不是 nianbao 的工作簿，没有改动它。请用 -o 换一个文件名。"
        raise OutputNotWritten(message)
    return before


def _tell(merged: Merged, *, force: bool) -> None:
    for note in merged.notes:
        say(note)
    if not merged.differences:
        return
    form = load_form(merged.content.current.form)
    print("年度\t指标\t原值\t新值")
    for difference in merged.differences:
        print(_row(difference, form.describe(difference.code)))
    done = "已改为新值" if force else "保留了原值；要以导入的为准请加 --force"
    say(f"与工作簿不一致 {len(merged.differences)} 处，{done}。")


def _row(difference: Difference, name: str) -> str:
    label = difference.code if name == difference.code else f"{difference.code} {name}"
    return f"{difference.year or ''}\t{label}\t{_short(difference.kept)}\t{_short(difference.offered)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
