"""A workbook of ours as read: cells by defined name, lists by their header, whatever the sheets are called now."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from workbook.cellvalues import column_letters, position
from workbook.errors import InputRefused
from workbook.names import ANCHORS, MARKS, ON_DEMAND, PREVIEW, SHEETS, TEMPLATE_VERSION
from workbook.package import peek_names
from workbook.sheets import CellError, SheetCell, read_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workbook.cells import Content
    from workbook.sheets import Book, Sheet

# The cells by which a workbook of ours is known.
_FORM, _VERSION = "M_form", "M_template_version"


@dataclass(frozen=True)
class OurBook:
    """A workbook of ours; ``name`` is the file's name, for messages and evidence, ``pictures`` are ours by name."""

    book: Book
    name: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def at(self, name: str) -> tuple[Sheet, int, int]:
        """The sheet, row and column of a defined name.

        Raises:
            InputRefused: the name is gone or points nowhere.
        """
        reference = self.book.names.get(name, "")
        title, found = _place(reference)
        sheet = self.sheets.get(title)
        if sheet is None or found is None:
            what = f"指向 {reference}，已失效" if reference else "已被删除"
            message = (
                f"“{self.name}”里的单元格名称 {name} {what}，找不到它的单元格；"
                "请在“公式”选项卡的“名称管理器”里恢复，或用备份、新模板重填。"
            )
            raise InputRefused(message)
        return sheet, *found

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets by name; of two alike, which no honest workbook has, the first."""
        return {sheet.name: sheet for sheet in reversed(self.book.sheets)}

    def cells(self, names: Iterable[str]) -> dict[str, tuple[SheetCell | None, str]]:
        """The cells of many defined names, None where empty, each with its place as :meth:`place` says it.

        Raises:
            InputRefused: a name is gone or points nowhere.
        """
        spots = {name: self.at(name) for name in names}
        columns: dict[str, set[int]] = {}
        for sheet, _, column in spots.values():
            columns.setdefault(sheet.name, set()).add(column)
        parts = {title: self.sheets[title].part(columns=frozenset(wanted)) for title, wanted in columns.items()}
        return {
            name: (parts[sheet.name].get((row, column)), f"{sheet.name}!{column_letters(column)}{row}")
            for name, (sheet, row, column) in spots.items()
        }

    def cell(self, name: str) -> SheetCell | None:
        """The cell of a defined name; None when it is empty."""
        sheet, row, column = self.at(name)
        return sheet.cells.get((row, column))

    def value(self, name: str) -> Content:
        """The plain value of a defined name's cell."""
        return plain(self.cell(name))

    def place(self, name: str) -> str:
        """Where a defined name is, as a user says it: 统计表!C41."""
        sheet, row, column = self.at(name)
        return f"{sheet.name}!{column_letters(column)}{row}"

    def titles(self, sheet: str) -> list[SheetCell]:
        """The cells of a list sheet's header."""
        found, header, _ = self.at(ANCHORS[sheet])
        return [cell for (row, _), cell in found.part(header).items() if row == header and cell.value]

    def list_rows(self, sheet: str, *wanted: str) -> Iterator[tuple[int, dict[str, Content]]]:
        """The rows of a list sheet below its header, by the header's titles; wholly empty rows are left out.

        Args:
            sheet: the list sheet.
            wanted: the titles of the columns that are needed; none for all.
        """
        found, header, _ = self.at(ANCHORS[sheet])
        if not wanted:
            # Read once, for the header and for its rows.
            _ = found.cells
        titles = {cell.column: str(cell.value) for cell in self.titles(sheet)}
        if wanted:
            titles = {column: title for column, title in titles.items() if title in wanted}
        rows: dict[int, dict[str, Content]] = {}
        for (row, column), cell in found.part(columns=frozenset(titles)).items():
            if row > header and column in titles and (value := plain(cell)) is not None:
                rows.setdefault(row, {})[titles[column]] = value
        yield from sorted(rows.items())

    def foreign_sheets(self) -> list[str]:
        """The sheets that none of our names points into: the user's own."""
        ours = {MARKS, PREVIEW, *(self.at(ANCHORS[sheet])[0].name for sheet in SHEETS)}
        # One that was deleted leaves a name that points nowhere.
        ours |= {title for sheet in ON_DEMAND if (title := _place(self.book.names.get(ANCHORS[sheet], ""))[0])}
        return [sheet.name for sheet in self.book.sheets if sheet.name not in ours]


@lru_cache(maxsize=4096)
def _place(reference: str) -> tuple[str, tuple[int, int] | None]:
    """The sheet that a reference names, and the row and column of its first cell."""
    title, _, area = reference.rpartition("!")
    return title.strip().lstrip("$").strip("'").replace("''", "'"), position(area.partition(":")[0])


def plain(cell: SheetCell | None) -> Content:
    """A cell's value with errors and truth values as the words a user sees."""
    if cell is None:
        return None
    if isinstance(cell.value, CellError):
        return cell.value.text
    return str(cell.value).upper() if isinstance(cell.value, bool) else cell.value


def our_book(data: bytes, name: str) -> OurBook:
    """Read a workbook of ours.

    Raises:
        InputRefused: not one of ours, or of a newer template than this program knows.
    """
    found = OurBook(read_book(data, name), name, _pictures(data, name))
    if not _is_ours(found.book):
        message = (
            f"“{name}”不是 nianbao 的工作簿（没有名称 {_FORM}）；请用 nianbao new 新建工作簿，"
            "或用 nianbao import 导入这份文件。"
        )
        raise InputRefused(message)
    return _of_known_version(found)


def find_our_book(data: bytes, name: str) -> OurBook | None:
    """The workbook if it is one of ours; None for any other file, a damaged one among them.

    Raises:
        InputRefused: one of ours, of a newer template than this program knows.
    """
    # A Word document would be read whole just to find no names in it.
    if not any(part.lower().startswith("xl/") for part in peek_names(data)):
        return None
    try:
        found = OurBook(read_book(data, name), name, _pictures(data, name))
    except InputRefused:
        return None
    return _of_known_version(found) if _is_ours(found.book) else None


def is_our_book(data: bytes) -> bool:
    """Whether a file is a workbook of nianbao, of any template version."""
    try:
        return find_our_book(data, "") is not None
    except InputRefused:
        return True


def _pictures(data: bytes, name: str) -> dict[str, bytes]:
    """Our pictures in a workbook; what draws them is loaded only where there are any."""
    if not any(part.lower().startswith("xl/media/") for part in peek_names(data)):
        return {}
    from workbook.drawings import our_pictures  # noqa: PLC0415  # reading needs no openpyxl else

    return our_pictures(data, name)


def _of_known_version(found: OurBook) -> OurBook:
    version = str(found.value(_VERSION))
    if not re.fullmatch(r"\d{1,4}", version) or int(version) > TEMPLATE_VERSION:
        message = f"“{found.name}”的模板版本是 {version}，本程序只认到 {TEMPLATE_VERSION}；请升级 nianbao 后再打开。"
        raise InputRefused(message)
    return found


def _is_ours(book: Book) -> bool:
    return {_FORM, _VERSION} <= book.names.keys()


def edition_of(found: OurBook) -> str:
    """The form edition that the workbook was made for."""
    return str(found.value(_FORM) or "")
