"""汇总下级: the reports of many units added up, on sheets of the open workbook."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from addin.swap import ground_of, swap
from converters.batch import BatchOptions, Refused, each
from converters.cli import summing
from converters.cli.inputs import READABLE, expand_names, short
from workbook.names import ROLL_UP
from workbook.rollup.book import takes, with_summary
from workbook.rollup.choose import Wishes
from workbook.rollup.received import Unread, from_plain
from workbook.rollup.roster import Roster
from workbook.rollup.rosterfile import load_roster
from workbook.rollup.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.screen import Desk
    from addin.swap import Ground
    from workbook.rollup.received import Received
    from workbook.rollup.summary import Summary

# The list of the units that are to report, where it lies beside the workbook.
ROSTERS = ("名册.xlsx", "名册.csv")
_TIMES_TOLD = 20


def sum_units(desk: Desk) -> None:
    """Read the units' reports, show what became of each, and make the sheets of the roll-up where the user says yes."""
    ground = ground_of(desk)
    roster = _roster(ground.path)
    names = _names(desk, ground.path)
    if not names:
        return
    summary = _summary(desk, ground, names, roster)
    question = "汇总表放进现在打开的工作簿（已有的汇总表换成新的），工作簿会保存，关闭后重新打开。继续吗？"
    if not desk.screen.confirm("\n".join([*_told(summary, roster), question])):
        return
    fill = takes(ground.content, summary) and desk.screen.confirm(
        f"“统计表”还没有填数。把{'本级' if summary.own_only else '全部单位'}的合计填进“统计表”吗？"
    )
    files = summing.addresses(summary, ground.path)
    swap(desk, ground, with_summary(ground.data, summary, files, ground.path.name, fill=fill), ROLL_UP)
    desk.screen.status(f"{summing.counted(summary)}。{summary.statement()}")


def _roster(path: Path) -> Roster | None:
    """The roster beside the workbook, if there is one."""
    found = next((file for name in ROSTERS if (file := path.with_name(name)).is_file()), None)
    return load_roster(found) if found else None


def _names(desk: Desk, own: Path) -> list[str]:
    """The files that the user wants added up, without the workbook itself and what lies beside it for other ends."""
    if desk.screen.confirm("各单位的年报都在一个文件夹里吗？选“是”，下一步选文件夹；选“否”，下一步选文件。"):
        folder = desk.screen.pick_folder("放各单位年报的文件夹")
        chosen: Sequence[Path] = [folder] if folder else []
    else:
        chosen = desk.screen.pick_files("各单位的年报", READABLE, several=True)
    others = {own.resolve(), *(own.with_name(name).resolve() for name in ROSTERS)}
    names = expand_names([str(path) for path in chosen])
    return [name for name in dict.fromkeys(names) if Path(name).resolve() not in others]


def _summary(desk: Desk, ground: Ground, names: list[str], roster: Roster | None) -> Summary:
    """The roll-up for the workbook's unit and year."""
    received: list[Received] = []
    unread: list[Unread] = []
    step = max(1, len(names) // _TIMES_TOLD)
    for at, (name, found) in enumerate(each(partial(summing.read_unit, edition=None), names, _options())):
        if at % step == 0:
            desk.screen.status(f"正在读各单位的年报：{at + 1}/{len(names)}")
        if isinstance(found, Refused):
            unread.append(Unread(name, short(name), found.message))
        else:
            received.append(from_plain(found))
    report = ground.content.current
    return summarise(received, unread, roster or Roster(), Wishes(report.unit, report.year))


def _options() -> BatchOptions:
    """On every core in a process of Python's own; a process like LibreOffice would be another LibreOffice."""
    own = Path(sys.executable or "").stem.lower().startswith("python")
    return BatchOptions(jobs=None if own else 1)


def _told(summary: Summary, roster: Roster | None) -> list[str]:
    """What became of the files, and of the units that sent none."""
    told = [f"{summing.counted(summary)}。", summary.statement()]
    if roster is None:
        told.append(f"没有名册，缺报的列不出来；把名册（{'或'.join(ROSTERS)}）放在工作簿旁边就会用它。")
    wrong = sum(bool(member.received.told("error")) for member in summary.members)
    if wrong:
        told.append(f"有错误的单位 {wrong} 个，见“汇总问题”。")
    return told
