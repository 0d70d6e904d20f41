"""The empty workbook of an edition, made once, with the places and looks that filling it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.content import BookContent
from workbook.layout import layout_of
from workbook.names import CONTACT_FIELDS, FIXED_FIELDS, MARKS, NARRATIVE, PREVIEW, REPORT_FIELDS, SHEETS, sign_fields
from workbook.package import open_package
from workbook.passages import STATE, blank_lines
from workbook.patchsheet import FixedSheet, ListSheet, Styles, pattern_of
from workbook.report import AnnualReport
from workbook.template import cover, lists, narrative, preview, statistics
from workbook.template.beside import BESIDE
from workbook.write import make_book, save_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook

    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.names import CoverField
    from workbook.styles import Look

FIRST_LINE = lists.HEADER_ROW + 1
LETTERS = {title: get_column_letter(column) for column, title in enumerate(narrative.COLUMNS, 1)}
_STATE = f'<c r="{LETTERS[STATE]}'
_STEPS = f'<c r="{get_column_letter(preview.TEXTS)}'


@dataclass(frozen=True)
class Blank:
    """An empty workbook: its parts in their order, where its names are, and the numbers of the looks in its styles."""

    layout: Layout
    parts: Mapping[str, bytes]
    places: Mapping[str, str]
    looks: Mapping[Look, Styles]

    @cached_property
    def fixed(self) -> dict[str, FixedSheet]:
        """The sheets of which single cells are filled, by title."""
        return {title: FixedSheet(self.parts[part_of(title)]) for title in SHEETS}

    @cached_property
    def lists(self) -> dict[str, ListSheet]:
        """The sheets that are lists, by title; of the preview all rows are the list."""
        headers = {**dict.fromkeys(SHEETS, lists.HEADER_ROW), PREVIEW: 0}
        return {title: ListSheet(self.parts[part_of(title)], header) for title, header in headers.items()}

    @cached_property
    def previewed(self) -> range:
        """The rows of its text that are previewed."""
        return previewed(sum(1 for _ in blank_lines(self.layout.form)))

    @cached_property
    def beside(self) -> list[str]:
        r"""The cells beside each line of the text, the number of the row left open as ``\0``."""
        rows = self.lists[NARRATIVE].rows
        upper, lower = ("".join(rows[row].partition(f"{_STATE}{row}")[1:]) for row in (FIRST_LINE, FIRST_LINE + 1))
        return re.split("(?=<c )", pattern_of(upper, lower, FIRST_LINE).removesuffix("</row>"))[1:]

    @cached_property
    def lists_of_preview(self) -> dict[int, str]:
        """The rows of the preview without its steps and without their end."""
        return {row: text.partition(f"{_STEPS}{row}")[0] for row, text in self._open_rows().items()}

    @cached_property
    def steps(self) -> str:
        r"""The steps of a row of the preview, the number of the row left open as ``\0``."""
        rows = self._open_rows()
        upper, lower = ("".join(rows[row].partition(f"{_STEPS}{row}")[1:]) for row in (FIRST_LINE, FIRST_LINE + 1))
        return pattern_of(upper, lower, FIRST_LINE)

    def _open_rows(self) -> dict[int, str]:
        return {row: text.removesuffix("</row>") for row, text in self.lists[PREVIEW].rows.items()}


def previewed(lines: int) -> range:
    """The rows of a text of so many lines that are previewed."""
    return range(FIRST_LINE, FIRST_LINE + lines + preview.SPARE)


def part_of(title: str) -> str:
    """The part of one of our sheets."""
    return f"xl/worksheets/sheet{(*SHEETS, MARKS, PREVIEW).index(title) + 1}.xml"


# A few editions are in use, and own forms beside them.
@lru_cache(maxsize=8)
def blank_of(form: Form) -> Blank:
    """The empty workbook of an edition."""
    book = make_book(BookContent(AnnualReport(form=form.edition)))
    looks = _numbered(book, _looks(form))
    package = open_package(save_book(book), f"{form.edition}.xlsx")
    parts = {part: package.read(part) for part in package.names}
    places = {
        name: str(defined.attr_text).rpartition("!")[2].replace("$", "") for name, defined in book.defined_names.items()
    }
    return Blank(layout_of(form), parts, places, looks)


def fields_of(form: Form) -> tuple[CoverField, ...]:
    """The fields of 封面 that a report fills."""
    return (*REPORT_FIELDS, *sign_fields(form), *CONTACT_FIELDS, FIXED_FIELDS[-1])


def _looks(form: Form) -> Iterator[Look]:
    yield from map(cover.field_look, fields_of(form))
    for cell in layout_of(form).figures.values():
        yield statistics.figure_look(cell, summed=False)
    yield from (*narrative.LOOKS, narrative.LINK, styles.LIST, styles.LIST_INPUT, BESIDE)


def _numbered(book: Workbook, looks: Iterator[Look]) -> dict[Look, Styles]:
    """The numbers of looks among the workbook's styles, which get those that they have not yet."""
    sheet = book.create_sheet()
    found = {}
    for row, look in enumerate(dict.fromkeys(looks), 1):
        # Two cells: openpyxl keeps a cell's own style in its list, and would see it change there.
        plain, quoted = sheet.cell(row, 1), sheet.cell(row, 2)
        for cell in (plain, quoted):
            styles.dress(cell, look)
        quoted.quotePrefix = True
        found[look] = Styles(plain.style_id, quoted.style_id)
    book.remove(sheet)
    return found
