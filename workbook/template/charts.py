"""Charts native to the workbook, each below the table of what it shows; the table's cells point to the figures.

A bar is drawn for a number only: the cell of a blank, a stroke or a text stays empty, and a note names it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.worksheet.pagebreak import Break

from workbook import styles
from workbook.bridge import exact_sum
from workbook.cells import exact, put, put_formula
from workbook.chartfile import charts
from workbook.names import ANCHORS, CHANGES, CHARTS, ROLL_UP, ROLL_UP_CHARTS
from workbook.template.book import give_name
from workbook.template.rollup import places_of
from workbook.template.rows import Completion

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.changes import Timeline
    from workbook.chartfile import Chart, ChartKind, ChartLine
    from workbook.report import Value
    from workbook.rollup.summary import Summary
    from workbook.rollup.totals import Member
    from workbook.template.changes import Sheet
    from workbook.template.rollup import Places

# Units that one chart can show and still be read.
MOST_UNITS = 20
_FIRST_ROW = 4
_WIDTHS = (26.0, *[13.0] * 8)
# Centimetres: as wide as the columns above it.
_WIDE, _HIGH, _PER_BAR = 25.5, 8.5, 0.62
_ROW_POINTS = 15.0
_POINTS_PER_CENTIMETRE = 28.35
# Dark to light, so that a black-and-white print tells them apart.
_FILLS = ("1F4E79", "C55A11", "A5A5A5", "FFD966", "70AD47", "9DC3E6", "7F6000", "D9D9D9")
_DARK = ("1F4E79", "C55A11", "7F6000")
# A part of a stack that is thinner than this share of the highest one has no room for its number.
_THIN = Decimal("0.08")
# What an A4 page holds of these columns, in points.
_PAGE = 1150.0
# Each said in so many words: what is left out, programs take for true.
_LABEL = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"), False)
_NUMBER = replace(styles.LIST_FORMULA, across="right", shrink=True, wrap=False)
_HINT = (
    "图取自上方的表，表中的数取自“同比”，随之变化；没有数（空白、“/”、文字）的不画。"
    "图由 nianbao history 生成，每次重做；要改图请复制到别的工作表。"
)
_UNITS_HINT = "图取自上方的表，表中的数取自“汇总”，随之变化；没有数（空白、“/”、文字）的不画。单位按数的大小排列。"


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell of a chart's table: a formula and what it gives; no formula where there is nothing to show."""

    formula: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart ready to be drawn: for each category (a year, a unit) one bar of each of the ``labels``."""

    title: str
    kind: ChartKind
    unit: str
    labels: tuple[str, ...]
    bars: dict[str, tuple[Bar, ...]]
    note: str = ""
    across: bool = False


@dataclass(slots=True)
class _Drawing:
    sheet: Worksheet
    row: int = _FIRST_ROW
    used: float = 0.0
    results: dict[str, Value] = field(default_factory=dict)


def draw(sheet: Worksheet, timeline: Timeline, changes: Sheet) -> Completion:
    """Draw 图表: every chart whose figures the years have."""
    plots = [plot for chart in charts() if (plot := _over_years(chart, timeline, changes))]
    return _draw_all(sheet, CHARTS, f"{timeline.unit}历年图表", _HINT, plots)


def draw_units(sheet: Worksheet, summary: Summary) -> Completion:
    """Draw 汇总图表: the units with the largest numbers."""
    places = places_of(summary)
    plots = [plot for chart in charts() if chart.units and (plot := _over_units(chart, summary, places))]
    return _draw_all(sheet, ROLL_UP_CHARTS, f"{summary.unit}各单位图表", _UNITS_HINT, plots)


def _draw_all(sheet: Worksheet, name: str, title: str, hint: str, plots: Sequence[Plot]) -> Completion:
    styles.dress(put(sheet, 1, 1, title), styles.Look(font=styles.HEI, size=14, bold=True, wrap=False))
    styles.dress(put(sheet, 2, 1, hint if plots else "没有可以画的数。"), replace(styles.FAINT, wrap=False))
    styles.set_widths(sheet, _WIDTHS)
    give_name(sheet, ANCHORS[name], 1, 1)
    styles.set_up_page(sheet)
    drawing = _Drawing(sheet)
    for plot in plots:
        _draw_plot(drawing, plot)
    return Completion(sheet, results=dict(drawing.results))


def _over_years(chart: Chart, timeline: Timeline, changes: Sheet) -> Plot | None:
    """The years from the first to the last that have any of the lines."""
    codes = {line: {year: line.codes_on(form) for year, form in timeline.forms.items()} for line in chart.lines}
    known = [year for year in timeline.years if any(mine[year] for mine in codes.values())]
    years = [year for year in timeline.years if known and known[0] <= year <= known[-1]]
    parts = {
        (year, line.label): [(changes.figure(code, year), timeline.number(year, code)) for code in codes[line][year]]
        for year in years
        for line in chart.lines
    }
    bars = {f"{year}年": tuple(_bar(CHANGES, parts[year, line.label]) for line in chart.lines) for year in years}
    missing = [
        f"{year}年{line.label}"
        for year in years
        for line in chart.lines
        if codes[line][year] and any(value is None for _, value in parts[year, line.label])
    ]
    return _plot(chart, bars, _lacking(missing), across=False)


def _lacking(missing: Sequence[str]) -> str:
    told = "、".join(missing[:8]) + (f" 等 {len(missing)} 处" if len(missing) > 8 else "")
    return f"没有确定的数，未画：{told}。" if missing else ""


def _plot(chart: Chart, bars: dict[str, tuple[Bar, ...]], note: str, *, across: bool) -> Plot | None:
    """The chart, if it would show anything but nothing."""
    if not any(bar.value for line in bars.values() for bar in line):
        return None
    labels = tuple(line.label for line in chart.lines)
    return Plot(chart.title, chart.kind, chart.unit, labels, bars, note + chart.note, across)


def _bar(sheet: str, parts: Sequence[tuple[str, Value | None]]) -> Bar:
    """The sum of figures, where every one is a number."""
    values = [value for _, value in parts if value is not None]
    if not values or len(values) < len(parts):
        return Bar()
    cells = [f"{quote_sheetname(sheet)}!{cell}" for cell, _ in parts]
    return Bar(f"IF(COUNT({','.join(cells)})={len(cells)},{'+'.join(cells)},NA())", exact_sum(values))


def _over_units(chart: Chart, summary: Summary, places: Places) -> Plot | None:
    keys = {line: _keys(line, summary) for line in chart.lines}
    known = [line for line in chart.lines if keys[line]]
    if len(known) < len(chart.lines):
        return None
    # Ranked first: of a thousand units few are shown.
    columns = [summary.cells[key] for line in known for key in keys[line]]
    sizes = [
        exact_sum(value for value in row if isinstance(value, int | Decimal)) for row in zip(*columns, strict=True)
    ]
    ranked = sorted(range(len(sizes)), key=lambda at: -sizes[at])
    bars: dict[str, tuple[Bar, ...]] = {}
    for at in [at for at in ranked if sizes[at]][:MOST_UNITS]:
        cells = {line: [(f"{places.columns[key]}{places.first + at}", key) for key in keys[line]] for line in known}
        row = tuple(_bar(ROLL_UP, [(cell, _value(summary, key, at)) for cell, key in cells[line]]) for line in known)
        bars[_called(summary.members[at], bars)] = row
    told = f"共 {len(sizes)} 个单位，这里是数最大的 {len(bars)} 个。" if len(bars) < len(sizes) else ""
    return _plot(chart, bars, told, across=True)


def _keys(line: ChartLine, summary: Summary) -> tuple[str, ...]:
    """The columns of 汇总 that make a line up; none where it has not all of them."""
    columns = {one.key for one in summary.lines}
    if line.series in columns:
        return (line.series,)
    codes = line.codes_on(summary.form)
    return codes if codes and columns.issuperset(codes) else ()


def _value(summary: Summary, key: str, at: int) -> Value | None:
    """A unit's number as a cell of 汇总 holds it."""
    value = summary.cells[key][at]
    fitting = None if value is None or isinstance(value, str) else exact(value)
    return None if isinstance(fitting, str) else fitting


def _called(member: Member, taken: Container[str]) -> str:
    """The unit's name, told from another's of the same name."""
    return member.name if member.name not in taken else f"{member.name}（{member.received.file}）"


def _draw_plot(drawing: _Drawing, plot: Plot) -> None:
    sheet, row = drawing.sheet, drawing.row
    chart = _chart(plot, sheet.title, row + 2, row + 1 + len(plot.bars))
    _keep_together(drawing, plot, chart.height)
    unit = f"（单位：{plot.unit}）" if plot.unit else ""
    styles.dress(put(sheet, row, 1, f"{plot.title}{unit}"), replace(styles.SUBTITLE, wrap=False))
    styles.write_row(sheet, row + 1, ["", *plot.labels], replace(styles.LIST_HEADER, size=9))
    sheet.row_dimensions[row + 1].height = 26
    for at, (category, bars) in enumerate(plot.bars.items(), row + 2):
        styles.dress(put(sheet, at, 1, category), replace(styles.LIST, wrap=False, shrink=True))
        for column, bar in enumerate(bars, 2):
            cell = put_formula(sheet, at, column, bar.formula) if bar.formula else sheet.cell(at, column)
            styles.dress(cell, _NUMBER)
            if bar.value is not None:
                drawing.results[cell.coordinate] = bar.value
    last = row + 1 + len(plot.bars)
    styles.dress(put(sheet, last + 1, 1, plot.note), replace(styles.FAINT, wrap=False))
    sheet.add_chart(chart, f"A{last + 2}")
    drawing.row = last + 3 + round(chart.height * _POINTS_PER_CENTIMETRE / _ROW_POINTS) + 1
    for at in range(last + 2, drawing.row):
        # Unset, each program would give it a height of its own, and the chart another place.
        sheet.row_dimensions[at].height = _ROW_POINTS


def _keep_together(drawing: _Drawing, plot: Plot, height: float) -> None:
    """Begin a new page where a chart and its table would not fit on the one begun."""
    needed = (len(plot.bars) + 5) * _ROW_POINTS + height * _POINTS_PER_CENTIMETRE
    if drawing.used and drawing.used + needed > _PAGE:
        drawing.sheet.row_breaks.append(Break(id=drawing.row - 1))
        drawing.used = 0.0
    drawing.used += needed


def _chart(plot: Plot, sheet: str, first: int, last: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping = ("bar" if plot.across else "col"), "clustered"
    if plot.kind == "stacked":
        chart.grouping, chart.overlap = "stacked", 100
    chart.gapWidth = 60
    chart.title = f"{plot.title}（{plot.unit}）" if plot.unit else plot.title
    chart.title.overlay = False  # type: ignore[union-attr]  # made of the text just set
    high = max(_HIGH, 3 + _PER_BAR * len(plot.bars)) if plot.across else _HIGH
    chart.width, chart.height = _WIDE, high  # type: ignore[assignment]  # centimetres, of which the stubs want whole ones
    chart.display_blanks = "gap"
    chart.roundedCorners = False
    _set_axes(chart, plot)
    chart.legend.position = "b"
    if len(plot.labels) == 1:
        chart.legend = None
    for nth, label in enumerate(plot.labels):
        chart.series.append(_series(plot, label, nth, (sheet, first, last)))
    return chart


def _set_axes(chart: BarChart, plot: Plot) -> None:
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
    chart.y_axis.number_format = "General"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))  # type: ignore[union-attr]  # made by openpyxl for each axis
    chart.x_axis.tickLblPos = "low"
    if plot.across:
        # The largest stands on top, and its scale below the bars.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"


def _series(plot: Plot, label: str, nth: int, place: tuple[str, int, int]) -> Series:
    sheet, first, last = place
    letter = get_column_letter(nth + 2)
    references = (
        f"{quote_sheetname(sheet)}!{absolute_coordinate(f'{column}{first}:{column}{last}')}" for column in ("A", letter)
    )
    names, numbers = references
    series = Series(
        idx=nth,
        order=nth,
        tx=SeriesLabel(v=label),
        cat=AxDataSource(strRef=StrRef(f=names)),
        val=NumDataSource(numRef=NumRef(f=numbers)),
        invertIfNegative=False,
        spPr=GraphicalProperties(solidFill=_FILLS[nth % len(_FILLS)]),
    )
    series.dLbls = DataLabelList(
        dLbl=[DataLabel(idx=at, **_LABEL, showVal=False) for at in _thin(plot, nth)],
        dLblPos="ctr" if plot.kind == "stacked" else "outEnd",
        txPr=_white() if plot.kind == "stacked" and _FILLS[nth % len(_FILLS)] in _DARK else None,
        **_LABEL,
        showVal=True,
    )
    return series


def _white() -> RichText:
    """Numbers that can be read on a dark fill."""
    light = ParagraphProperties(defRPr=CharacterProperties(solidFill="FFFFFF"))
    return RichText(p=[Paragraph(pPr=light, endParaRPr=CharacterProperties())])


def _thin(plot: Plot, nth: int) -> list[int]:
    """The categories in which a part of a stack has no room for its number."""
    if plot.kind != "stacked":
        return []
    most = max(sum(bar.value or 0 for bar in bars) for bars in plot.bars.values())
    return [at for at, bars in enumerate(plot.bars.values()) if (bars[nth].value or 0) < most * _THIN]
