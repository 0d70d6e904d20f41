"""Charts on the sheets of a file, as openpyxl draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import AreaChart, BarChart, LineChart, PieChart, Reference, ScatterChart

from addin.engines.shared import Collection
from workbook.cellvalues import column_letters
from workbook.chartframes import charts_on, framed_charts
from workbook.drawings import OURS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.chart._chart import ChartBase
    from openpyxl.worksheet.worksheet import Worksheet

    from addin.engines.files_ranges import FileRange
    from addin.engines.files_sheets import FileSheet
    from workbook.package import Package

# Points to a centimetre, and the size of a cell as Excel has it where nothing else is said.
_POINTS = 28.35
_CELL_WIDTH, _CELL_HEIGHT = 48.0, 15.0
_USUAL = "column_clustered"
# xlwings' name of a kind, the class, and what is set on it.
_KINDS: dict[str, tuple[type[ChartBase], dict[str, object]]] = {
    _USUAL: (BarChart, {"type": "col", "grouping": "clustered"}),
    "column_stacked": (BarChart, {"type": "col", "grouping": "stacked", "overlap": 100}),
    "bar_clustered": (BarChart, {"type": "bar", "grouping": "clustered"}),
    "bar_stacked": (BarChart, {"type": "bar", "grouping": "stacked", "overlap": 100}),
    "line": (LineChart, {"grouping": "standard"}),
    "pie": (PieChart, {}),
    "area": (AreaChart, {"grouping": "standard"}),
    "xy_scatter": (ScatterChart, {}),
}
_NAME = "nianbao_name"


class FileCharts(Collection["FileChart"]):
    """The charts of a sheet."""

    def __init__(self, sheet: FileSheet) -> None:
        self.parent = sheet

    def items(self) -> list[FileChart]:
        """The charts in the order in which they were drawn."""
        return [FileChart(self.parent, chart) for chart in charts_on(self.parent.sheet)]

    def add(  # noqa: PLR0913, PLR0917  # the arguments of Excel's own
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: FileRange | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,  # noqa: ANN401  # an xlwings.Range
        style: int | None = None,
    ) -> FileChart:
        """Draw a chart; the places and sizes are in points, the style is Excel's own business.

        Raises:
            KeyError: a kind of chart that is not drawn here.
        """
        del style
        self.parent.changing()
        at = anchor.get_address(False, False) if anchor else _cell_at(left, top)  # noqa: FBT003  # xlwings wants it so
        made: Any = _drawn(chart_type or _USUAL)
        made.width, made.height = width / _POINTS, height / _POINTS
        self.parent.sheet.add_chart(made, at)
        chart = FileChart(self.parent, made)
        if name:
            setattr(made, _NAME, name)
        if source is not None:
            chart.set_source_data(source, plot_by)
        return chart


class FileChart:
    """A chart.

    Attributes:
        parent: the sheet it is on.
        api: openpyxl's chart.
    """

    def __init__(self, sheet: FileSheet, chart: ChartBase) -> None:
        self.parent = sheet
        self.api: Any = chart

    @property
    def name(self) -> str:
        """Its name; one that was given none is named as it will be in the file."""
        return str(getattr(self.api, _NAME, None) or _usual_name(self._at()))

    @name.setter
    def name(self, name: str) -> None:
        self.parent.changing()
        setattr(self.api, _NAME, name)

    @property
    def chart_type(self) -> str:
        """Its kind, as xlwings names it."""
        for kind, (of_class, marks) in _KINDS.items():
            told = {name: value for name, value in marks.items() if name in ("type", "grouping")}
            if isinstance(self.api, of_class) and all(getattr(self.api, mark) == told[mark] for mark in told):
                return kind
        return _USUAL

    @chart_type.setter
    def chart_type(self, kind: str) -> None:
        self.parent.changing()
        made = _drawn(kind)
        for kept in ("title", "anchor", "width", "height", "series", _NAME):
            setattr(made, kept, getattr(self.api, kept, None))
        charts_on(self.parent.sheet)[self._at()] = made
        self.api = made

    @property
    def title(self) -> str | None:
        """The words above it; None when there are none."""
        rich = self.api.title.tx.rich if self.api.title is not None and self.api.title.tx is not None else None
        texts = [run.t for line in rich.p for run in line.r or ()] if rich is not None else []
        return "".join(texts) or None

    @title.setter
    def title(self, title: str | None) -> None:
        self.parent.changing()
        self.api.title = title

    def set_source_data(self, source: FileRange, plot_by: str | None = None) -> None:
        """Draw other values: those of a range whose first row and first column say what they are."""
        self.parent.changing()
        top, left, bottom, right = source.box
        across = plot_by == "rows" or (plot_by is None and source.shape[1] > source.shape[0])
        self.api.series = []
        values = Reference(
            source.sheet.sheet,
            min_col=left + (right > left and not across),
            max_col=right,
            min_row=top + (bottom > top and across),
            max_row=bottom,
        )
        self.api.add_data(values, from_rows=across, titles_from_data=True)
        if bottom > top and right > left:
            ends = (left + 1, top, right, top) if across else (left, top + 1, left, bottom)
            self.api.set_categories(
                Reference(source.sheet.sheet, min_col=ends[0], min_row=ends[1], max_col=ends[2], max_row=ends[3])
            )

    def delete(self) -> None:
        """Take it off the sheet."""
        self.parent.changing()
        del charts_on(self.parent.sheet)[self._at()]

    def _at(self) -> int:
        # Charts that look alike are equal to openpyxl.
        return next(at for at, chart in enumerate(charts_on(self.parent.sheet)) if chart is self.api)


def keep_names(book: Workbook, package: Package) -> None:
    """Give the charts of an opened workbook their names: openpyxl leaves them behind."""
    for chart, frame in framed_charts(book, package):
        setattr(chart, _NAME, frame.name)


def chart_names(sheet: Worksheet) -> dict[str, str]:
    """The names that charts were given, by those that they get when they are saved."""
    named = {_usual_name(at): getattr(chart, _NAME, None) for at, chart in enumerate(charts_on(sheet))}
    return {usual: str(given) for usual, given in named.items() if given}


def _usual_name(at: int) -> str:
    return f"{OURS}Chart {at + 1}"


def _drawn(kind: str) -> ChartBase:
    of_class, marks = _KINDS[kind]
    made = of_class()
    for name, value in marks.items():
        setattr(made, name, value)
    return made


def _cell_at(left: float, top: float) -> str:
    return f"{column_letters(int(left // _CELL_WIDTH) + 1)}{int(top // _CELL_HEIGHT) + 1}"
