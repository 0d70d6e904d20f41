"""Tables of another year beside the report's own: told by their captions and left out, with a note."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.document import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.document import Document
    from converters.recognise.textlines import TextLine
    from workbook.form import Form

_YEAR = re.compile(r"(?<!\d)(20\d{2})年(?:度)?")
_ALONE = re.compile(r"[(]?20\d{2}年(?:度)?[)]?")
_TABLE = re.compile("统计表|情况表")
_CAPTION = 60


@dataclass(slots=True)
class OtherYears:
    """What belongs to other years: lines by index, table rows as (table number, row), and the years themselves."""

    lines: set[int] = field(default_factory=set)
    rows: set[tuple[int, int]] = field(default_factory=set)
    years: list[int] = field(default_factory=list)


def other_years(document: Document, lines: Sequence[TextLine], form: Form, year: int | None) -> OtherYears:
    """Find the tables whose caption names a year that is not the report's; nothing when the year is unknown."""
    found = OtherYears()
    if year is not None:
        _Walk(form, year, found).over(document, lines)
    return found


class _Walk:
    """One pass over a document, remembering the year of the last caption met."""

    def __init__(self, form: Form, year: int, found: OtherYears) -> None:
        self.titles = tuple(table.title for table in form.tables if not table.section) or (form.name,)
        self.year = year
        self.found = found
        self.current = year

    def over(self, document: Document, lines: Sequence[TextLine]) -> None:
        by_block: dict[int, list[int]] = {}
        for at, line in enumerate(lines):
            by_block.setdefault(line.block, []).append(at)
        number = 0
        for place, block in enumerate(document.blocks):
            for at in by_block.get(place, []):
                self.read(lines[at].text)
                if self.current != self.year:
                    self.found.lines.add(at)
            if isinstance(block, Table):
                number += 1
                self.over_table(number, block)

    def over_table(self, number: int, table: Table) -> None:
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            if cell.text.strip():
                rows.setdefault(cell.row, []).append(cell.text)
        for row in range(table.height):
            cells = rows.get(row, ())
            if len(cells) == 1:
                self.read(cells[0])
            if self.current != self.year:
                self.found.rows.add((number, row))

    def read(self, text: str) -> None:
        """Take a caption's year; a title without one and anything that is running text begin the report's own."""
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        titled = any(title in plain for title in self.titles)
        match = _YEAR.search(plain)
        if len(plain) > _CAPTION or plain.endswith("。"):
            self.current = self.year
        elif match and (titled or _ALONE.fullmatch(plain) or _TABLE.search(plain)):
            self.current = int(match[1])
            if self.current not in (self.year, *self.found.years):
                self.found.years.append(self.current)
        elif titled:
            self.current = self.year
