"""Many rows of a list, or the results of formulas, written straight into a saved sheet's XML.

openpyxl needs a second for 40 000 cells and cannot write what a formula gives. So a sheet is drawn with one model row,
whose looks the rows take over, and is completed after it was saved.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.cells import EXACT_DIGITS, LONGEST, exact, printable
from workbook.package import open_package, plain_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.package import Package
    from workbook.styles import Look

_CELL = re.compile(rb'<c r="([A-Z]+)\d+" s="(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"( s="\d+")?[^>]*><f>(.*?)</f><v ?/?>(?:</v>)?</c>')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Whole numbers below it surely fit into a cell with all their digits.
_SHORT = 10**EXACT_DIGITS
# Excel refuses a sheet with more.
MOST_LINKS = 65_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a cell: to a ``file`` (an address), and to a ``place`` (a sheet's cells) in it or in this book."""

    cell: str
    file: str = ""
    place: str = ""


@dataclass(slots=True)
class Completion:
    """What is still to be written into one sheet.

    ``first`` is the row of the model (the row below it is its twin for texts that look like formulas), ``rows`` the
    contents from there on, ``results`` what formulas give by their cell. ``links`` are looked at once, at the end.
    ``heights`` are those of the rows in points, empty for rows of one line.
    """

    sheet: Worksheet
    first: int = 0
    rows: Collection[Sequence[Content]] = ()
    results: dict[str, Content] = field(default_factory=dict)
    links: Iterable[Link] = ()
    heights: Sequence[float] = ()

    def model(self, looks: Sequence[Look]) -> None:
        """Draw the model rows."""
        for column, look in enumerate(looks, 1):
            for row in (self.first, self.first + 1):
                cell = self.sheet.cell(row, column)
                styles.dress(cell, look)
                cell.quotePrefix = row > self.first

    @property
    def last(self) -> int:
        """The last row once the rows are written; at least the first."""
        return self.first + max(1, len(self.rows)) - 1


def complete(data: bytes, completions: Sequence[Completion]) -> bytes:
    """The saved workbook with every sheet completed, row by row: of a thousand units no sheet is held whole."""
    package = open_package(data, "nianbao.xlsx")
    waiting = {f"xl/worksheets/sheet{_number(one)}.xml": one for one in completions}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in package.names:
            if part in waiting:
                _write_sheet(archive, package, part, waiting[part])
            elif not any(part == _relations_of(sheet) for sheet in waiting):
                archive.writestr(plain_entry(part), package.read(part))
    return buffer.getvalue()


def _number(one: Completion) -> int:
    return styles.book_of(one.sheet).sheetnames.index(one.sheet.title) + 1


def _relations_of(part: str) -> str:
    return part.replace("worksheets/", "worksheets/_rels/") + ".rels"


def _write_sheet(archive: zipfile.ZipFile, package: Package, part: str, one: Completion) -> None:
    files: dict[str, str] = {}
    with archive.open(plain_entry(part), "w") as stream:
        for piece in _sheet(package.read(part), one, files):
            stream.write(piece)
    relations = _relations_of(part)
    before = package.read(relations) if relations in package else b""
    if files or before:
        archive.writestr(plain_entry(relations), _with_files(before, files))


def _sheet(xml: bytes, one: Completion, files: dict[str, str]) -> Iterator[bytes]:
    """The sheet's XML in pieces; ``files`` is filled with a key for every file that a link leads to."""
    xml = _FORMULA.sub(lambda found: _result(found, one.results), xml)
    start = end = 0
    if one.first:
        start = xml.index(b'<row r="%d"' % one.first)
        twin = xml.index(b'<row r="%d"' % (one.first + 1), start)
        end = xml.index(b"</row>", twin) + len(b"</row>")
        yield xml[:start]
        yield from _rows(one, xml[start:twin], xml[twin:end])
    at = xml.index(b"<printOptions", end)
    yield xml[end:at]
    yield from _links(one.links, files)
    yield xml[at:]


def _result(found: re.Match[bytes], results: Mapping[str, Content]) -> bytes:
    reference, style, formula = found[1], found[2] or b"", found[3]
    if reference.decode() not in results:
        return found[0]
    value = results[reference.decode()]
    kind, text = (b"", str(value)) if isinstance(value, int | Decimal) else (b' t="str"', str(value or ""))
    inside = b"<f>" + formula + b"</f><v>" + escape(text).encode() + b"</v>"
    return b'<c r="' + reference + b'"' + style + kind + b">" + inside + b"</c>"


def _rows(one: Completion, model: bytes, twin: bytes) -> Iterator[bytes]:
    looks, quoted = ([style.decode() for _, style in _CELL.findall(row)] for row in (model, twin))
    letters = [get_column_letter(column) for column in range(1, len(looks) + 1)]
    rows = one.rows or [[None] * len(looks)]
    heights = [f' ht="{height:g}"' for height in one.heights] or itertools.repeat("", len(rows))
    for row, (values, height) in enumerate(zip(rows, heights, strict=True), one.first):
        cells = zip(letters, values, looks, quoted, strict=True)
        inside = "".join(_cell(f"{letter}{row}", value, look, prefixed) for letter, value, look, prefixed in cells)
        yield f'<row r="{row}"{height}>{inside}</row>'.encode()


def _cell(reference: str, value: Content, look: str, quoted: str) -> str:
    if value is None or value == "":
        return f'<c r="{reference}" s="{look}"/>'
    if (isinstance(value, int) and -_SHORT < value < _SHORT) or not isinstance(value := _exact(value), str):
        return f'<c r="{reference}" s="{look}"><v>{value}</v></c>'
    text = printable(value)[:LONGEST]
    # The style with the quote tells a spreadsheet not to take the text for a formula when it is edited.
    style = quoted if text.startswith(("=", "+", "-", "@", "\t")) else look
    inside = escape(re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text))
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{inside}</t></is></c>'


def _exact(value: Content) -> Content:
    return exact(value) if isinstance(value, int | Decimal) else str(value)


def _links(links: Iterable[Link], files: dict[str, str]) -> Iterator[bytes]:
    made = itertools.islice(links, MOST_LINKS)
    for link in itertools.islice(made, 1):
        yield f'<hyperlinks xmlns:r="{_RELATIONS}">{_link(link, files)}'.encode()
        yield from (_link(more, files).encode() for more in made)
        yield b"</hyperlinks>"


def _link(link: Link, files: dict[str, str]) -> str:
    file = f' r:id="{files.setdefault(link.file, f"file{len(files)}")}"' if link.file else ""
    place = f" location={quoteattr(link.place)}" if link.place else ""
    return f'<hyperlink ref="{link.cell}"{file}{place}/>'


def _with_files(relations: bytes, files: Mapping[str, str]) -> bytes:
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/hyperlink" Target={quoteattr(file)} TargetMode="External"/>'
        for file, key in files.items()
    )
    return (relations or empty).replace(b"</Relationships>", entries.encode() + b"</Relationships>")
