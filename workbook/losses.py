"""What a workbook has that openpyxl does not write again.

There are two answers. The strict one counts everything that is not known to be kept; the other one counts what a user
has made, and lets be what programs note down for themselves (a printer's settings, the last one to open the file).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.drawings import OURS, is_drawing, lost_by_saving
from workbook.openxml import local_name, relations, within
from workbook.package import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.package import Package

_USERS_PARTS = (
    "xl/pivot",
    "xl/vbaproject",
    "xl/slicers/",
    "xl/timelines/",
    "xl/threadedcomments/",
    "xl/ctrlprops/",
    "xl/activex/",
    "xl/embeddings/",
    "xl/diagrams/",
    "xl/ink/",
)
_KEPT_PARTS = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/(app|core|custom)\.xml"
    r"|xl/(workbook|styles|sharedstrings|calcchain)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/[^/]+\.xml"
    r"|xl/worksheets/(_rels/)?[^/]+|xl/(comments/)?comments?\d+\.xml|xl/tables/[^/]+\.xml|xl/externallinks/.+"
    r"|xl/drawings/([^/]+\.vml|(_rels/)?[^/]+\.xml(\.rels)?)|xl/(charts|media)/.+",
    re.IGNORECASE,
)
_KEPT_IN_BOOK = {
    "fileVersion",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "externalReferences",
    "definedNames",
    "calcPr",
    # What the programs of today note down for themselves.
    "AlternateContent",
    "revisionPtr",
    "extLst",
}
_KEPT_IN_SHEET = {
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "autoFilter",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "scenarios",
    "drawing",
    "legacyDrawing",
    "tableParts",
    # It says how the pronunciation of words is shown; a workbook that has any is told by the words themselves.
    "phoneticPr",
}


def users_loss(data: bytes, name: str) -> str:
    """The first thing of the user's own making that would be lost: the part, and the name of what is drawn in it.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Returns:
        Empty when nothing of the user's would be lost.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    made = (part for part in package.names if part.lower().startswith(_USERS_PARTS))
    return next(made, "") or next(iter(lost_by_saving(data, name)), "") or next(_shapes(package), "")


def lost_by_openpyxl(data: bytes, name: str) -> str:
    """The first thing of any kind that would be lost, as the part it is in and the element.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Returns:
        Empty when nothing would be lost.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    foreign = (part for part in package.names if not _KEPT_PARTS.fullmatch(part))
    drawn = next(iter(lost_by_saving(data, name)), "") or next(_shapes(package), "")
    return next(foreign, "") or drawn or next(_elements(package), "")


def _elements(package: Package) -> Iterator[str]:
    for child in package.xml("xl/workbook.xml"):
        if local_name(child) not in _KEPT_IN_BOOK:
            yield f"xl/workbook.xml {local_name(child)}"
    for part in package.names:
        if part.lower() == "xl/sharedstrings.xml":
            yield from (f"{part} rPh" for _ in within(package.xml(part), "rPh"))
    for _, kind, part in relations(package, "xl/workbook.xml"):
        if kind == "worksheet":
            kept = (local_name(child) for child in package.xml(part))
            yield from (f"{part} {child}" for child in kept if child not in _KEPT_IN_SHEET)
        elif kind in ("chartsheet", "dialogsheet", "xlMacrosheet"):
            yield part


def _shapes(package: Package) -> Iterator[str]:
    """What is drawn and not ours: a text box or a shape has no part of its own."""
    for part in filter(is_drawing, package.names):
        names = [element.get("name", "") for element in within(package.xml(part), "cNvPr")]
        yield from (f"{part} {name}" for name in names if not name.startswith(OURS))
