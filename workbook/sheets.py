"""Bounded reading of any .xlsx: every value, formula and merge of every sheet, by one pass over the sheets' XML.

It trusts neither ``<dimension>`` nor the presence of references, as WPS writes the one wrong and leaves the other out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from workbook.cellvalues import (
    LAST_COLUMN,
    LAST_ROW,
    column_letters,
    date_text,
    is_date_format,
    number,
    position,
    unescape,
)
from workbook.errors import InputRefused
from workbook.openxml import attribute, local_name, main_part, relations, within
from workbook.package import Package, open_package, parse_xml
from workbook.rowscan import RawCell, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from lxml.etree import _Element

# A thousand units of the widest form, rolled up on one sheet, and as many again.
MAX_CELLS = 400_000
MAX_MERGES = 20_000
# Far beyond any form, and near enough that nothing laid out on a grid can fill memory.
MAX_ROW, MAX_COLUMN = 100_000, 1_000


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value as shown, such as ``#REF!``."""

    text: str


CellValue: TypeAlias = "int | Decimal | str | bool | CellError | None"


@dataclass(slots=True)
class SheetCell:
    """A cell that holds something; ``row`` and ``column`` count from 1.

    ``value`` is None for a formula without a cached result. ``formula`` has no leading ``=``; it is empty in a cell
    that shares the formula of another cell, and None where there is none.
    """

    row: int
    column: int
    value: CellValue
    formula: str | None = None


Cells: TypeAlias = dict[tuple[int, int], SheetCell]
Merges: TypeAlias = list[tuple[int, int, int, int]]


class Sheet:
    """A worksheet, read when its cells or merges are first asked for: one that nobody looks at costs nothing."""

    def __init__(self, name: str, read: Callable[..., tuple[Cells, Merges]], *, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self._read = read
        self._content: tuple[Cells, Merges] | None = None

    def _whole(self) -> tuple[Cells, Merges]:
        if self._content is None:
            self._content = self._read()
        return self._content

    @property
    def cells(self) -> Cells:
        """The cells by (row, column), from 1.

        Raises:
            InputRefused: the sheet is damaged or has cells or merges beyond the bounds.
        """
        return self._whole()[0]

    @property
    def merges(self) -> Merges:
        """The merges as (first row, first column, last row, last column), from 1; raises as ``cells`` does."""
        return self._whole()[1]

    def part(self, last_row: int = LAST_ROW, columns: frozenset[int] | None = None) -> Cells:
        """Some of the cells, which is faster than all where the whole sheet is not needed; raises as ``cells`` does.

        Args:
            last_row: cells below this row may be missing.
            columns: cells in other columns may be missing; None wants them all.
        """
        return self._read(last_row, columns)[0] if self._content is None else self._content[0]


@dataclass(slots=True)
class Book:
    """A workbook: its sheets in order, defined names with what they refer to, and its properties by name."""

    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def read_book(data: bytes, name: str) -> Book:
    """Read a workbook.

    Args:
        data: the whole .xlsx file.
        name: the file's name, for messages.

    Raises:
        InputRefused: not a workbook, damaged, or with cells or merges beyond the bounds.
    """
    package = open_package(data, name)
    main = main_part(package, "xl/workbook.xml")
    if main.lower().endswith(".bin"):
        message = f"“{name}”是二进制工作簿（.xlsb），请另存为 .xlsx 后再试。"
        raise InputRefused(message)
    reader = _BookReader(package, main)
    return Book(list(reader.sheets()), _names(reader.root), _properties(package))


def _names(root: _Element) -> dict[str, str]:
    """Defined names; where a sheet has a name of its own like one of the workbook's, the workbook's counts."""
    entries = sorted(within(root, "definedName"), key=lambda entry: entry.get("localSheetId") is None)
    return {entry.get("name", ""): entry.text or "" for entry in entries}


def _properties(package: Package) -> dict[str, str]:
    """Core properties by their element's name, custom ones by their own; a custom one wins."""
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/custom.xml"):
        if part in package:
            for element in package.xml(part):
                found[element.get("name") or local_name(element)] = "".join(map(str, element.itertext())).strip()
    return found


class _BookReader:
    """The parts of one workbook that its sheets refer to."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.root = package.xml(main)
        self._relations = relations(package, main)
        settings = next(within(self.root, "workbookPr"), None)
        self.from_1904 = settings is not None and settings.get("date1904", "0") in ("1", "true", "on")
        self.strings = self._shared_strings()
        self.date_styles = self._date_styles()
        self.room = MAX_CELLS

    def sheets(self) -> Iterator[Sheet]:
        targets = {key: target for key, kind, target in self._relations if kind == "worksheet"}
        for entry in within(self.root, "sheet"):
            # Chart sheets and dialogs stand in the same list and hold no cells.
            target = targets.get(attribute(entry, "id"))
            if target is not None:
                name = unescape(entry.get("name", ""))
                read = partial(_SheetReader(self, name).read, target)
                yield Sheet(name, read, hidden=entry.get("state", "visible") != "visible")

    def _part(self, kind: str) -> _Element | None:
        for _, found, target in self._relations:
            if found == kind and target in self.package:
                return self.package.xml(target)
        return None

    def _shared_strings(self) -> list[str]:
        root = self._part("sharedStrings")
        return [] if root is None else [rich_text(item) for item in root if local_name(item) == "si"]

    def _date_styles(self) -> set[str]:
        """The indexes of the cell formats that show dates."""
        root = self._part("styles")
        if root is None:
            return set()
        codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in within(root, "numFmt")}
        formats = next(within(root, "cellXfs"), None)
        ids = [f.get("numFmtId", "0") for f in formats] if formats is not None else []
        return {
            str(index)
            for index, key in enumerate(ids)
            if is_date_format(int(key) if key.isdecimal() else 0, codes.get(key, ""))
        }


def rich_text(element: _Element) -> str:
    """The text of a string item: its own or its runs', without the phonetic guide."""
    return unescape(_raw_text(element))


def _raw_text(element: _Element) -> str:
    pieces: list[str] = []
    for child in element:
        local = local_name(child)
        if local == "t":
            pieces.append(child.text or "")
        elif local == "r":
            pieces.extend(t.text or "" for t in child if local_name(t) == "t")
    return "".join(pieces)


def _raw_cell(cell: _Element, row: int, column: int) -> RawCell:
    value = formula = inline = None
    for child in cell:
        local = local_name(child)
        if local == "v":
            value = child.text or ""
        elif local == "is":
            inline = _raw_text(child)
        elif local == "f":
            formula = child.text or ""
    return row, column, cell.get("t", "n"), cell.get("s", "0"), value, formula, inline


class _SheetReader:
    """One pass over one sheet."""

    def __init__(self, book: _BookReader, name: str) -> None:
        self.book = book
        self.name = name
        self.cells: Cells = {}
        self.merges: Merges = []

    def read(self, part: str, last_row: int = LAST_ROW, columns: frozenset[int] | None = None) -> tuple[Cells, Merges]:
        self.cells, self.merges = {}, []
        package = self.book.package
        data = package.read(part)
        scanned = scan(data, last_row, columns)
        if scanned:
            cells, data = scanned
        root = parse_xml(data, package.name, part)
        for child in root:
            local = local_name(child)
            if local == "sheetData":
                self._keep(cells if scanned else self._raw_cells(child))
            elif local == "mergeCells":
                self._read_merges(child)
        return self.cells, self.merges

    def _raw_cells(self, data: _Element) -> Iterator[RawCell]:
        """The cells of parsed rows; one without a reference stands right of the one before it."""
        row = 0
        for line in data:
            if local_name(line) != "row":
                continue
            stated = line.get("r", "")
            row = int(stated) if stated.isdecimal() and len(stated) < 8 else row + 1
            column = 0
            for cell in line:
                if local_name(cell) == "c":
                    row, column = self._place(cell, row, column + 1)
                    yield _raw_cell(cell, row, column)

    def _place(self, cell: _Element, row: int, column: int) -> tuple[int, int]:
        reference = cell.get("r")
        if reference is None:
            return row, column
        found = position(reference)
        if found is None:
            self._refuse(f"单元格引用“{reference[:20]}”无效，文件可能已损坏")
        return found

    def _keep(self, raw: Iterable[RawCell]) -> None:
        cells, room = self.cells, self.book.room
        for row, column, kind, style, text, formula, inline in raw:
            value: CellValue = None
            if inline:
                value = unescape(inline) if "_x" in inline else inline
            elif text:
                value = self._number(style, text) if kind == "n" else self._value(kind, text, row, column)
            if value is not None or formula is not None:
                if row > MAX_ROW or column > MAX_COLUMN:
                    where = f"{column_letters(min(column, LAST_COLUMN))}{row}"
                    self._refuse(f"第{row}行第{column}列（{where}）有内容，超出可读的 {MAX_ROW} 行 {MAX_COLUMN} 列")
                cells[row, column] = SheetCell(row, column, value, formula)
                if len(cells) > room:
                    self._refuse(f"到 {column_letters(column)}{row} 为止已超过 {MAX_CELLS} 个有内容的单元格")
        self.book.room -= len(cells)

    def _value(self, kind: str, text: str, row: int, column: int) -> CellValue:
        if kind == "s":
            index = int(text) if text.strip().isdecimal() and len(text) < 10 else -1
            if not 0 <= index < len(self.book.strings):
                self._refuse(f"单元格 {column_letters(column)}{row} 引用的文字不存在，文件可能已损坏")
            return self.book.strings[index] or None
        if kind == "b":
            return text.strip() in ("1", "true")
        return CellError(text) if kind == "e" else unescape(text)

    def _number(self, style: str, text: str) -> int | Decimal | str | None:
        value = number(text.strip())
        if value is None:
            return text
        if style in self.book.date_styles:
            return date_text(value, from_1904=self.book.from_1904) or value
        return value

    def _read_merges(self, data: _Element) -> None:
        entries = [entry.get("ref", "") for entry in data if local_name(entry) == "mergeCell"]
        if len(entries) > MAX_MERGES:
            self._refuse(f"合并单元格超过 {MAX_MERGES} 处")
        for reference in entries:
            first, _, last = reference.partition(":")
            start, end = position(first), position(last or first)
            if start is None or end is None:
                self._refuse(f"合并区域“{reference[:40]}”超出工作表的 {LAST_ROW} 行 {LAST_COLUMN} 列")
            rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
            self.merges.append((rows[0], columns[0], rows[1], columns[1]))

    def _refuse(self, what: str) -> NoReturn:
        message = f"“{self.book.package.name}”的工作表“{self.name}”{what}。请整理后另存再试。"
        raise InputRefused(message)
