"""Charts in LibreOffice, as far as the macros and their tests ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.office import struct
from addin.engines.shared import Collection

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno
    from addin.engines.calc.ranges import Range
    from addin.engines.calc.sheets import Sheet

# Lengths are hundredths of a millimetre here.
_POINT = 2540 / 72
# Excel's kind of chart → LibreOffice's diagram and its switches.
_KINDS: dict[str, tuple[str, dict[str, object]]] = {
    "column_clustered": ("BarDiagram", {"Vertical": False, "Stacked": False}),
    "column_stacked": ("BarDiagram", {"Vertical": False, "Stacked": True}),
    "bar_clustered": ("BarDiagram", {"Vertical": True, "Stacked": False}),
    "bar_stacked": ("BarDiagram", {"Vertical": True, "Stacked": True}),
    "line": ("LineDiagram", {}),
    "pie": ("PieDiagram", {}),
    "area": ("AreaDiagram", {}),
    "xy_scatter": ("XYDiagram", {}),
}


class Chart:
    """A chart on a sheet.

    Args:
        sheet: the sheet.
        api: LibreOffice's object.
    """

    def __init__(self, sheet: Sheet, api: Uno) -> None:
        self.parent = sheet
        self.api = api

    @property
    def name(self) -> str:
        """The name of the object."""
        return str(self.api.Name)

    @property
    def chart_type(self) -> str:
        """Its kind in Excel's words; LibreOffice's word for a kind that is not known here."""
        self.parent.book.count("read")
        diagram = self.api.EmbeddedObject.Diagram
        own = str(diagram.DiagramType).rpartition(".")[2]
        return next((kind for kind, (name, like) in _KINDS.items() if name == own and _has(diagram, like)), own)

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        self.parent.book.count("write")
        name, switches = _KINDS[value]
        document = self.api.EmbeddedObject
        diagram = document.createInstance(f"com.sun.star.chart.{name}")
        document.setDiagram(diagram)
        for key, switch in switches.items():
            document.Diagram.setPropertyValue(key, switch)

    @property
    def title(self) -> str | None:
        """The words over it; None for none."""
        self.parent.book.count("read")
        document = self.api.EmbeddedObject
        return str(document.Title.String) if document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        self.parent.book.count("write")
        document = self.api.EmbeddedObject
        document.HasMainTitle = value is not None
        if value is not None:
            document.Title.String = value

    def set_source_data(self, source: Range, plot_by: str | None = None) -> None:  # noqa: ARG002  # xlwings passes it
        """Draw other cells."""
        self.parent.book.count("write")
        self.api.setRanges((source.cells.RangeAddress,))

    def delete(self) -> None:
        """Take it away."""
        self.parent.book.count("write")
        self.parent.api.Charts.removeByName(self.name)


class Charts(Collection[Chart]):
    """The charts of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    def items(self) -> list[Chart]:
        """The charts, the oldest first."""
        self.parent.book.count("read")
        charts = self.parent.api.Charts
        return [Chart(self.parent, charts.getByName(name)) for name in charts.ElementNames]

    def add(  # noqa: PLR0913, PLR0917  # xlwings calls it so
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,  # noqa: ARG002  # LibreOffice finds it out
        name: str | None = None,
        anchor: Range | None = None,
        style: int | None = None,  # noqa: ARG002  # Excel's own numbers
    ) -> Chart:
        """Draw cells; lengths are points."""
        self.parent.book.count("write")
        charts = self.parent.api.Charts
        if anchor is not None:
            left, top = anchor.left, anchor.top
        name = name or next(free for number in range(1, 9999) if not charts.hasByName(free := f"Chart {number}"))
        sizes = dict(zip(("X", "Y", "Width", "Height"), (left, top, width, height), strict=True))
        place = struct("awt.Rectangle", **{key: round(size * _POINT) for key, size in sizes.items()})
        drawn = (source.cells.RangeAddress,) if source else ()
        charts.addNewByName(name, place, drawn, True, True)  # noqa: FBT003  # UNO takes no names
        chart = Chart(self.parent, charts.getByName(name))
        if chart_type:
            chart.chart_type = chart_type
        return chart


def _has(diagram: Uno, switches: dict[str, object]) -> bool:
    return all(diagram.getPropertyValue(key) == value for key, value in switches.items())
