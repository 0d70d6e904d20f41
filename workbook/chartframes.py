"""The frames of charts, of which openpyxl reads neither the name nor whether the corners are round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from workbook.openxml import attribute, relations, sheet_parts, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.chart._chart import ChartBase
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.package import Package

_ANCHORS = ("absoluteAnchor", "oneCellAnchor", "twoCellAnchor")


class Frame(NamedTuple):
    """The frame of a chart.

    Attributes:
        name: the chart's name, as the selection pane has it.
        rounded: whether its corners are round; None where the file does not say.
    """

    name: str
    rounded: bool | None


def charts_on(sheet: Worksheet) -> list[ChartBase]:
    """The charts of a sheet, to be changed in place."""
    return cast("list[ChartBase]", sheet._charts)  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl has no other way


def framed_charts(book: Workbook, package: Package) -> Iterator[tuple[ChartBase, Frame]]:
    """Every chart of an opened workbook with its frame.

    Args:
        book: the workbook as openpyxl has loaded it.
        package: its file.
    """
    parts = sheet_parts(package)
    for sheet in book.worksheets:
        drawings = [to for _, kind, to in relations(package, parts.get(sheet.title, "")) if kind == "drawing"]
        frames = [frame for drawing in drawings for frame in _frames(package, drawing)]
        # One that openpyxl has not loaded leaves it open which frame belongs to which chart.
        if len(frames) == len(charts_on(sheet)):
            yield from zip(charts_on(sheet), frames, strict=True)


def keep_corners(book: Workbook, package: Package) -> None:
    """Give the charts of an opened workbook their corners."""
    for chart, frame in framed_charts(book, package):
        chart.roundedCorners = frame.rounded


def _frames(package: Package, drawing: str) -> Iterator[Frame]:
    root = package.xml(drawing)
    parts = {identity: target for identity, _, target in relations(package, drawing)}
    # openpyxl reads the charts of one kind of anchor after those of another.
    for anchor in (anchor for kind in _ANCHORS for anchor in within(root, kind)):
        for chart in within(anchor, "chart"):
            name = next((properties.get("name", "") for properties in within(anchor, "cNvPr")), "")
            corners = next(within(package.xml(parts[attribute(chart, "id")]), "roundedCorners"), None)
            yield Frame(name, None if corners is None else corners.get("val", "1") in ("1", "true"))
