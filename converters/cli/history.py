"""``nianbao history``: the years of a workbook side by side, as sheets in it or as lines for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.output import expect_suffix, print_json, put, say
from workbook.changes import timeline_of
from workbook.compare import compare
from workbook.errors import UsageError
from workbook.files import read_bytes, write_atomically
from workbook.ours import our_book
from workbook.read import content_of
from workbook.references import expanded

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from workbook.changes import Timeline


def run(args: argparse.Namespace) -> int:
    """Make the three sheets anew, or print the changes."""
    path = Path(args.book)
    if args.output:
        expect_suffix(Path(args.output), ".xlsx")
    data = read_bytes(path)
    timeline = timeline_of(content_of(our_book(data, path.name)))
    if len(timeline.years) < 2:
        message = (
            f"{path.name} 只有 {timeline.years[0]} 一个年度，没有可比的；"
            f"请先用 nianbao import 往年年报 -o {path.name} 把往年的年报并进“历年”"
        )
        raise UsageError(message)
    older, newer = _chosen(timeline, args.years)
    if args.json:
        for change in timeline.changes():
            print_json(change.to_json(timeline.unit))
        return 0
    _write(args, path, data, timeline, (older, newer))
    return 0


def _chosen(timeline: Timeline, wanted: Sequence[int] | None) -> tuple[int, int]:
    """The two years whose narratives are compared, the older first: as wanted, else the newest two."""
    chosen = sorted(set(wanted or timeline.years[-2:]))
    known = "、".join(map(str, timeline.years))
    if missing := [str(year) for year in chosen if year not in timeline.reports]:
        message = f"--years：工作簿里没有 {'、'.join(missing)} 年度；现有：{known}"
        raise UsageError(message)
    if len(chosen) != 2:
        message = f"--years 要写两个不同的年度；现有：{known}"
        raise UsageError(message)
    return chosen[0], chosen[1]


def _write(args: argparse.Namespace, path: Path, data: bytes, timeline: Timeline, years: tuple[int, int]) -> None:
    from workbook.historybook import with_history  # noqa: PLC0415  # loads all of openpyxl

    old, new = (expanded(timeline.reports[year], timeline.reports.get(year - 1)) for year in years)
    compared = compare(new, old)
    made = with_history(data, timeline, compared, path.name)
    output = Path(args.output or path)
    if output.resolve() != path.resolve():
        put(output, made, force=args.force)
    elif made == data:
        say(f"{path}：无变化。")
    else:
        write_atomically(path, made)
        say(f"已写出 {path}")
    say(f"“同比”“图表”：{len(timeline.years)} 个年度（{'、'.join(map(str, timeline.years))}）。{_ties(timeline)}")
    say(f"“正文对比”：{compared.statement()}")


def _ties(timeline: Timeline) -> str:
    wrong = [f"{change.year} 年 {change.track.key}" for change in timeline.changes() if change.difference]
    told = "、".join(wrong[:8]) + (f" 等 {len(wrong)} 处" if len(wrong) > 8 else "")
    return f"与上年衔接不上：{told}，见“同比”。" if wrong else ""
