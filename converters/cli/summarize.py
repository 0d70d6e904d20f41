"""``nianbao summarize``: the reports of many units into one workbook, and a 退回单 for each that needs one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from converters.batch import Refused, each
from converters.batch.remote import is_address
from converters.cli import summing
from converters.cli.inputs import expand_names, expect_edition, short
from converters.cli.many import Tally, base_folder, batch_options, forget_journal, interruptible
from converters.cli.output import expect_suffix, make_folder, put, say
from converters.findings import single_lines
from workbook.errors import OutputNotWritten, UsageError
from workbook.files import write_atomically
from workbook.rollup.choose import Wishes
from workbook.rollup.received import Unread, from_plain
from workbook.rollup.roster import Roster
from workbook.rollup.rosterfile import load_roster
from workbook.rollup.summary import summarise
from workbook.rules.words import day

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from workbook.rollup.received import Received
    from workbook.rollup.summary import Summary


def run(args: argparse.Namespace) -> int:
    """Read every file, add up, write the summary and the returns."""
    output = Path(args.output)
    _expect_fitting(args, output)
    roster = load_roster(Path(args.roster)) if args.roster else Roster()
    published = [summing.received(args.published, edition=args.form)] if args.published else []
    names = _names(args, output)
    options = batch_options(args, len(names), task=f"summarize {args.form}", words="汇总", output=output)
    tally = Tally()
    received: list[Received] = []
    unread: list[Unread] = []
    work = partial(summing.read_unit, edition=args.form, base=base_folder(args))
    with interruptible(options):
        for name, found in each(work, names, options):
            if isinstance(found, Refused):
                tally.refuse(found)
                unread.append(Unread(name, short(name), found.message))
            else:
                received.append(from_plain(found))
    wishes = Wishes(args.unit or "", args.year, args.across, args.duplicates or "", _due(args.due), args.own_level)
    summary = summarise(received, unread, roster, wishes, published)
    _write(args, summary, output)
    forget_journal(args, options)
    return _tell(summary, output)


def _expect_fitting(args: argparse.Namespace, output: Path) -> None:
    expect_suffix(output, ".xlsx")
    expect_edition(args.form)
    if not output.parent.is_dir():
        message = f"{output} 所在的文件夹“{output.parent}”不存在，没有写出。请先建好文件夹，或用 -o 换一个位置。"
        raise OutputNotWritten(message)
    if args.returns_as and not args.returns:
        message = "--returns-as 要与 --returns 文件夹 同用。"
        raise UsageError(message)


def _due(text: str | None) -> dt.date | None:
    if text and day(text) is None:
        message = f"--due 的日期“{text}”看不懂，请写成 2024-01-31 这样。"
        raise UsageError(message)
    return day(text) if text else None


def _names(args: argparse.Namespace, output: Path) -> list[str]:
    """The files to add up, each once; neither what an earlier run has written nor what is given for other ends."""
    others = {Path(name).resolve() for name in (output, args.roster, args.published, args.returns) if name}
    found: dict[str, str] = {}
    for name in expand_names(args.files):
        whole = Path(name).resolve()
        if is_address(name) or others.isdisjoint((whole, *whole.parents)):
            found.setdefault(name if is_address(name) else str(whole), name)
    return list(found.values())


def _write(args: argparse.Namespace, summary: Summary, output: Path) -> None:
    from workbook.rollup.book import build_summary  # noqa: PLC0415  # loads openpyxl; a refused call needs none of it

    # Everything is made before anything is written.
    data = build_summary(summary, summing.addresses(summary, output))
    returns = _returns(args, summary) if args.returns else {}
    for path in returns:
        _expect_free(path, returns[path], force=args.force)
    put(output, data, force=args.force)
    if args.returns:
        make_folder(Path(args.returns))
        for path, content in returns.items():
            write_atomically(path, content)
        say(f"{args.returns}：退回单 {len(returns)} 份。")


def _returns(args: argparse.Namespace, summary: Summary) -> dict[Path, bytes]:
    from converters.returns import files_of, returns_of  # noqa: PLC0415  # only for those who want them

    made = files_of(returns_of(summary), args.returns_as or "xlsx")
    return {Path(args.returns, name): data for name, data in made.items()}


def _expect_free(path: Path, data: bytes, *, force: bool) -> None:
    if path.is_file() and not force and path.read_bytes() != data:
        message = f"{path} 已存在，内容与这次的结果不同，什么也没有写。要覆盖请加 --force，或换一个 --returns 文件夹。"
        raise OutputNotWritten(message)


def _tell(summary: Summary, output: Path) -> int:
    """What became of every unit, the most important last; 1 where anything needs a person."""
    for entry in summary.choice.entries:
        words = "；".join(filter(None, (entry.reason, f"迟报：{entry.late}" if entry.late else "", entry.doubt)))
        if words:
            print(f"{entry.status}\t{entry.unit}\t{entry.file}\t{words}")
    for line in single_lines(summary.findings, "公布数"):
        print(line)
    wrong = [member.name for member in summary.members if member.received.told("error")]
    if wrong:
        print(f"有错误的单位 {len(wrong)} 个：{'、'.join(wrong)}；详见“汇总问题”表。")
    say(f"{summing.counted(summary)} → {output}。{summary.statement()}")
    return int(bool(wrong) or not summary.complete)
