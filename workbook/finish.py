"""Make a saved workbook the same bytes for the same content, and valid: openpyxl writes the clock and odd fonts."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from lxml import etree

from workbook.alttexts import described
from workbook.drawings import is_drawing, name_charts
from workbook.notelooks import with_looks
from workbook.openxml import local_name, within
from workbook.package import open_package, rezip
from workbook.wordfonts import with_fonts

if TYPE_CHECKING:
    from collections.abc import Collection

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBERED = re.compile(rb"&#(\d+);")
FIXED_TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a file's property, not a moment
# The order in which the Open XML schema has the children of a font (ECMA-376 part 1, 18.8.22).
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


def save(book: Workbook, fitted: Collection[Worksheet]) -> bytes:
    """The workbook as a file whose bytes depend on nothing but its content.

    Args:
        book: the workbook.
        fitted: its sheets whose row heights are first guesses, to be fitted again when their words change.
    """
    changed = book.properties.modified or FIXED_TIME
    buffer = io.BytesIO()
    with with_fonts(book):
        book.save(buffer)
    package = open_package(buffer.getvalue(), "nianbao.xlsx")
    parts = {part: package.read(part) for part in package.names}
    parts["xl/styles.xml"] = _order_fonts(parts["xl/styles.xml"])
    parts["docProps/core.xml"] = _set_time(parts["docProps/core.xml"], changed)
    drawings = {part: name_charts(content) for part, content in parts.items() if is_drawing(part)}
    parts |= described(package, drawings) | with_looks(package, book)
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet in fitted:
            part = f"xl/worksheets/sheet{number}.xml"
            parts[part] = parts[part].replace(b' customHeight="1"', b"")
    return rezip({part: _spell_out(content) for part, content in parts.items()})


def _spell_out(part: bytes) -> bytes:
    """Chinese letters as themselves: openpyxl writes them as numbers, which takes longer to read in any program."""
    return _NUMBERED.sub(lambda found: _letter(int(found[1])), part) if part.startswith(b"<") else part


def _letter(code: int) -> bytes:
    # ASCII has a meaning in XML; those stay as they were written.
    return chr(code).encode() if code > 127 else b"&#%d;" % code


def _order_fonts(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in within(root, "font"):
        font[:] = sorted(font, key=_place_in_font)
    return _bytes(root)


def _place_in_font(child: etree._Element) -> int:
    name = local_name(child)
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)


def _set_time(core: bytes, changed: dt.datetime) -> bytes:
    root = etree.fromstring(core)
    for element in within(root, "modified"):
        element.text = changed.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
