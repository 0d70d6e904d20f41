"""``nianbao import``: reports in, a workbook, a folder of workbooks or JSON out."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from converters.batch import Refused, each
from converters.cli.inputs import expand_names, expect_edition, expect_report, open_content, short
from converters.cli.many import Tally, base_folder, batch_options, doubts_of, interruptible, located
from converters.cli.output import expect_suffix, say, typed
from workbook.check import check
from workbook.errors import OutputNotWritten, UsageError
from workbook.report import report_json

if TYPE_CHECKING:
    import argparse

    from workbook.content import BookContent
    from workbook.report import AnnualReport


def run(args: argparse.Namespace) -> int:
    """Read every file; a refused one does not keep the others out."""
    _expect_fitting(args)
    expect_edition(args.form)
    if args.json:
        return _to_json(args)
    if _is_folder(args.output):
        from converters.cli.by_unit import How, import_by_unit  # noqa: PLC0415  # loads all of openpyxl

        names = expand_names(args.files)
        options = batch_options(args, len(names), task=f"import units {args.form}", words="读入")
        return import_by_unit(Path(args.output), names, options, How(args.form, args.force, args.dry_run))
    return _to_book(args)


def _expect_fitting(args: argparse.Namespace) -> None:
    if args.json and (args.force or args.dry_run):
        message = "--json 不写工作簿，不能与 --force、--dry-run 同用。"
        raise UsageError(message)
    if args.journal and args.output and not _is_folder(args.output):
        message = "--journal 用于 --json 和写入文件夹；写一个工作簿时不用它。"
        raise UsageError(message)
    if args.scheduler and args.output and _is_folder(args.output):
        message = "写入文件夹的工作簿在这台机器上做，不能用 --scheduler；要用集群请改用 --json 或 nianbao export。"
        raise UsageError(message)


def _is_folder(output: str) -> bool:
    """Whether -o names a folder for many workbooks; one called 年报.xlsx is a mistake."""
    return output.endswith(("/", os.sep)) or (Path(output).is_dir() and Path(output).suffix.lower() != ".xlsx")


def _to_json(args: argparse.Namespace) -> int:
    names = expand_names(args.files)
    options = batch_options(args, len(names), task=f"import json {args.form}", words="读入")
    work = partial(told, edition=args.form, base=base_folder(args))
    tally = Tally()
    with interruptible(options):
        for _, found in each(work, names, options):
            if isinstance(found, Refused):
                tally.refuse(found)
                continue
            words, line, doubts = found
            tally.take(doubts)
            say(words)
            print(line)
    return tally.close()


def _to_book(args: argparse.Namespace) -> int:
    path = Path(args.output)
    _expect_target(path)
    names = expand_names(args.files)
    options = batch_options(args, len(names), task="", words="读入")
    tally, contents = Tally(), []
    for name, found in each(partial(read, edition=args.form, base=base_folder(args)), names, options):
        if isinstance(found, Refused):
            tally.refuse(found)
            continue
        tally.take(doubts_of(found.current))
        contents.append(found)
        say(summary(short(name), found.current))
    code = _merge(path, contents, force=args.force, dry_run=args.dry_run) if contents else 0
    return tally.close(code)


def _expect_target(path: Path) -> None:
    if not path.suffix:
        message = (
            f"-o 的文件名应以 .xlsx 结尾，现在是“{path.name}”。"
            f"每个单位一个工作簿的，在文件夹名后面加 /，写成 -o {typed(path)}/"
        )
        raise UsageError(message)
    expect_suffix(path, ".xlsx")
    if path.is_dir() or not path.parent.is_dir():
        place = "是一个文件夹" if path.is_dir() else f"所在的文件夹“{path.parent}”不存在"
        message = f"{path} {place}，没有写出。请先建好文件夹，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)


def _merge(path: Path, contents: list[BookContent], *, force: bool, dry_run: bool) -> int:
    from converters.cli.into_book import merge_into  # noqa: PLC0415  # loads all of openpyxl

    outcome = merge_into(path, contents, force=force, dry_run=dry_run)
    outcome.tell()
    return outcome.code


def read(name: str, *, edition: str | None, base: str) -> BookContent:
    """What a file holds; runs in a worker.

    Raises:
        InputRefused: the file cannot be read, or says nothing.
    """
    return expect_report(open_content(located(name, base), edition)[0])


def told(name: str, *, edition: str | None, base: str) -> tuple[str, str, dict[str, int]]:
    """What to say of a file, its current year with its findings as a line of JSON, its doubts; runs in a worker.

    A workbook's own explanations and older years go into the findings.

    Raises:
        InputRefused: the file cannot be read, or says nothing.
    """
    content = read(name, edition=edition, base=base)
    content.current.findings = check(content)
    line = json.dumps(report_json(content.current), ensure_ascii=False)
    return summary(short(name), content.current), line, doubts_of(content.current)


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
