"""Charts and pictures that nianbao draws: known by the names it gives them, made again, or carried over a saving.

A workbook is saved by openpyxl, which keeps only what it knows of a drawing. Ours can always be made again; a drawing
in which anything is not ours is the user's, and its workbook is left alone (:mod:`workbook.editing`).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from workbook.openxml import attribute, relations, sheet_parts, within
from workbook.package import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.package import Package

# With these words begins the name of every object that is ours, in Excel's selection pane as in the file.
OURS = "nianbao "
# Parts that openpyxl does not carry over, or only in part.
_DRAWN = ("xl/charts/", "xl/media/")
_DRAWING = re.compile(r"xl/drawings/[^/]+\.xml", re.IGNORECASE)
_CHART_NAME = re.compile(rb'(<(?:\w+:)?cNvPr\b[^>]*\bname=")(Chart \d+")')
_PNG = b"\x89PNG\r\n\x1a\n"
_OFFSET = 2
# The unit of lengths in a drawing: so many are a pixel at 96 dpi.
_EMU = 9525


class Picture(Image):
    """A PNG for a sheet; unlike openpyxl's own it needs no other library to be written.

    Args:
        data: the PNG file.
        name: what tells it from our other pictures, without :data:`OURS`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.width, self.height = png_size(data)
        self.format = "png"

    def _data(self) -> bytes:
        return self.data


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; zeros for what is none."""
    if not data.startswith(_PNG) or len(data) < 24:
        return 0, 0
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def put_picture(sheet: Worksheet, picture: Picture, row: int, column: int, most: tuple[int, int]) -> int:
    """Lay a picture into a cell.

    Args:
        sheet: the sheet.
        picture: the picture.
        row: the cell's row, from 1.
        column: the cell's column, from 1.
        most: the width and height in pixels it may have; it is made smaller to fit, never larger.

    Returns:
        The height it takes up in pixels.
    """
    scale = min(1.0, most[0] / max(1, picture.width), most[1] / max(1, picture.height))
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    start = AnchorMarker(column - 1, _OFFSET * _EMU, row - 1, _OFFSET * _EMU)
    end = AnchorMarker(column - 1, (width + _OFFSET) * _EMU, row - 1, (height + _OFFSET) * _EMU)
    # It moves with its cell and goes out of sight when the list is filtered.
    anchor = TwoCellAnchor(editAs="twoCell", _from=start, to=end)
    _attach(sheet, picture, anchor)
    return height


def clear_pictures(sheet: Worksheet) -> None:
    """Take our pictures off a sheet."""
    sheet._images = []  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl has no other way


def lost_by_saving(data: bytes, name: str) -> list[str]:
    """The charts and pictures of a workbook that are not ours, as parts.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    drawn = [part for part in package.names if part.lower().startswith(_DRAWN)]
    ours = _our_parts(package) if drawn else set()
    return [part for part in drawn if part.lower() not in ours and not part.lower().endswith(".rels")]


def our_pictures(data: bytes, name: str) -> dict[str, bytes]:
    """Our pictures by name, wherever they stand.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    if not any(part.lower().startswith("xl/media/") for part in package.names):
        return {}
    found = (_pictures(package, part) for part in package.names if _DRAWING.fullmatch(part))
    return {name: content for pictures in found for _, name, content in pictures}


def carry_pictures(book: Workbook, data: bytes, name: str) -> None:
    """Put our pictures back into a workbook as openpyxl has loaded it, which it does only with another library.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    titles = sheet_parts(package)
    for sheet in book.worksheets:
        clear_pictures(sheet)
        drawings = [part for _, kind, part in relations(package, titles.get(sheet.title, "")) if kind == "drawing"]
        for drawing in drawings if titles.get(sheet.title) else ():
            for element, picture_name, content in _pictures(package, drawing):
                anchor = TwoCellAnchor.from_tree(element)  # type: ignore[arg-type]  # lxml's elements will do
                if anchor:
                    _attach(sheet, Picture(content, picture_name), anchor)


def name_charts(drawing: bytes) -> bytes:
    """A drawing as openpyxl writes it, its charts named as ours: there are no others where we save."""
    return _CHART_NAME.sub(rb"\g<1>" + OURS.encode() + rb"\g<2>", drawing)


def is_drawing(part: str) -> bool:
    """Whether a part holds the objects drawn on a sheet."""
    return _DRAWING.fullmatch(part) is not None


def _frame(name: str, number: int) -> PictureFrame:
    frame = PictureFrame()
    frame.nvPicPr.cNvPr.id = number
    frame.nvPicPr.cNvPr.name = OURS + name
    frame.nvPicPr.cNvPr.descr = f"原件的截图：{name}"
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    frame.spPr.ln = None
    return frame


def _attach(sheet: Worksheet, picture: Picture, anchor: TwoCellAnchor) -> None:
    picture.anchor = anchor
    # An object's number is unique within its drawing.
    number = len(sheet._images) + 1  # type: ignore[attr-defined]  # noqa: SLF001  # as above
    anchor.pic = _frame(picture.name, number)
    sheet.add_image(picture)


def _our_parts(package: Package) -> set[str]:
    """The parts, in lower case, that only drawings of ours lead to."""
    drawings = [part for part in package.names if _DRAWING.fullmatch(part)]
    names = {part: [element.get("name", "") for element in within(package.xml(part), "cNvPr")] for part in drawings}
    ours = [part for part in drawings if all(name.startswith(OURS) for name in names[part])]
    reached = {target.lower() for part in ours for target in _reached(package, part, 0)}
    others = {target.lower() for part in drawings if part not in ours for target in _reached(package, part, 0)}
    return reached - others


def _reached(package: Package, part: str, depth: int) -> Iterator[str]:
    """The parts that a part's relations lead to; a chart has its colours and style in parts of their own."""
    for _, _, target in relations(package, part) if depth < 4 else ():
        yield target
        yield from _reached(package, target, depth + 1)


def _pictures(package: Package, drawing: str) -> Iterator[tuple[_Element, str, bytes]]:
    """Our pictures of one drawing: the anchor's element, the name, the file."""
    if drawing not in package:
        return
    targets = {identity: target for identity, kind, target in relations(package, drawing) if kind == "image"}
    for anchor in within(package.xml(drawing), "twoCellAnchor"):
        names = [element.get("name", "") for element in within(anchor, "cNvPr")]
        part = next((targets.get(attribute(blip, "embed")) for blip in within(anchor, "blip")), None)
        if names and names[0].startswith(OURS) and part and part in package:
            yield anchor, names[0].removeprefix(OURS), package.read(part)
