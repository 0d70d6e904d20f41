"""``nianbao history``: the years of a workbook side by side, as sheets in it or as lines for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.output import expect_suffix, print_json, put, say
from workbook.comparing import compared, several_years, two_years
from workbook.files import read_bytes, write_atomically
from workbook.ours import our_book
from workbook.read import content_of

if TYPE_CHECKING:
    import argparse

    from workbook.changes import Timeline


def run(args: argparse.Namespace) -> int:
    """Make the three sheets anew, or print the changes."""
    path = Path(args.book)
    if args.output:
        expect_suffix(Path(args.output), ".xlsx")
    data = read_bytes(path)
    timeline = several_years(content_of(our_book(data, path.name)), path.name)
    years = two_years(timeline, args.years)
    if args.json:
        for change in timeline.changes():
            print_json(change.to_json(timeline.unit))
        return 0
    _write(args, path, data, timeline, years)
    return 0


def _write(args: argparse.Namespace, path: Path, data: bytes, timeline: Timeline, years: tuple[int, int]) -> None:
    from workbook.historybook import with_history  # noqa: PLC0415  # loads all of openpyxl

    comparison = compared(timeline, years)
    made = with_history(data, timeline, comparison, path.name)
    output = Path(args.output or path)
    if output.resolve() != path.resolve():
        put(output, made, force=args.force)
    elif made == data:
        say(f"{path}：无变化。")
    else:
        write_atomically(path, made)
        say(f"已写出 {path}")
    say(f"“同比”“图表”：{len(timeline.years)} 个年度（{'、'.join(map(str, timeline.years))}）。{_ties(timeline)}")
    say(f"“正文对比”：{comparison.statement()}")


def _ties(timeline: Timeline) -> str:
    wrong = [f"{change.year} 年 {change.track.key}" for change in timeline.changes() if change.difference]
    told = "、".join(wrong[:8]) + (f" 等 {len(wrong)} 处" if len(wrong) > 8 else "")
    return f"与上年衔接不上：{told}，见“同比”。" if wrong else ""
