"""同比 and 图表: the years of the open workbook side by side, as sheets that are made anew by every click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.swap import activate, ground_of, swap
from workbook.comparing import compared, several_years, two_years
from workbook.historybook import with_history
from workbook.names import CHANGES, CHARTS

if TYPE_CHECKING:
    from addin.screen import Desk


def compare_years(desk: Desk) -> None:
    """The sheets 同比, 图表 and 正文对比; 同比 is shown."""
    _make_sheets(desk, CHANGES)


def draw_charts(desk: Desk) -> None:
    """The same sheets; 图表 is shown."""
    _make_sheets(desk, CHARTS)


def _make_sheets(desk: Desk, sheet: str) -> None:
    ground = ground_of(desk)
    timeline = several_years(ground.content, ground.path.name)
    comparison = compared(timeline, two_years(timeline))
    made = with_history(ground.data, timeline, comparison, ground.path.name)
    if made == ground.data:
        activate(ground.book, sheet)
        desk.screen.status("历年的数没有变，三张表已是最新的。")
        return
    years = "、".join(map(str, timeline.years))
    question = f"“同比”“图表”“正文对比”三张表重新生成（{years} 年度）。工作簿会保存，关闭后重新打开。继续吗？"
    if desk.screen.confirm(question):
        swap(desk, ground, made, sheet)
        ties = len({change.track.key for change in timeline.changes() if change.difference})
        left = f"；与上年衔接不上的 {ties} 项，见“同比”" if ties else ""
        desk.screen.status(f"“同比”“图表”“正文对比”已生成：{years} 年度{left}。")
