"""What a workbook has that openpyxl does not write again: it must not be saved without an office then.

The other way round it would be safer to say what is lost; so everything is lost that is not known to be kept.
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


def lost_by_openpyxl(data: bytes, name: str) -> str:
    """The first thing that would be lost, as the part it is in and the element; empty when nothing would.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: the package is damaged or unsafe.
    """
    package = open_package(data, name)
    foreign = (part for part in package.names if not _KEPT_PARTS.fullmatch(part))
    return next(foreign, "") or next(iter(lost_by_saving(data, name)), "") or next(_elements(package), "")


def _elements(package: Package) -> Iterator[str]:
    for child in package.xml("xl/workbook.xml"):
        if local_name(child) not in _KEPT_IN_BOOK:
            yield f"xl/workbook.xml {local_name(child)}"
    for part in package.names:
        if part.lower() == "xl/sharedstrings.xml":
            yield from (f"{part} rPh" for _ in within(package.xml(part), "rPh"))
        elif is_drawing(part):
            # A text box or a shape has no part of its own.
            yield from (
                f"{part} {e.get('name')}" for e in within(package.xml(part), "cNvPr") if not _is_ours(e.get("name"))
            )
    for _, kind, part in relations(package, "xl/workbook.xml"):
        if kind == "worksheet":
            kept = (local_name(child) for child in package.xml(part))
            yield from (f"{part} {child}" for child in kept if child not in _KEPT_IN_SHEET)
        elif kind in ("chartsheet", "dialogsheet", "xlMacrosheet"):
            yield part


def _is_ours(name: str | None) -> bool:
    return (name or "").startswith(OURS)
