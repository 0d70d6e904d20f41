"""A form edition: its tables, rows, columns, sections and rules, as loaded from ``templates/forms``.

A *figure* of the form is one cell, the meeting of a row and a column; its code is the row's code and the
column's joined by a dot (``3.1.2``, ``T3.1.C7``, ``T4.A.5``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.expression import Comparison

Kind = Literal["heading", "count", "signed", "money"]
Severity = Literal["error", "warning", "note"]
# How a figure adds up: over units and years; over units alone, as a stock at the year's end; not at all, as a rate.
Adds = Literal["always", "units", "never"]


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: ``groups`` are the header cells above it, outermost first."""

    code: str
    label: str
    note: str = ""
    groups: tuple[str, ...] = ()
    unit: str = ""
    kind: Kind | None = None
    variants: tuple[str, ...] = ()
    adds: Adds | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: ``num`` is its enumerator as printed, ``note`` the bracket after the label.

    ``meaning`` says what words of the label stand for, with the source; the form does not print it.
    """

    code: str
    label: str
    num: str = ""
    note: str = ""
    unit: str = ""
    kind: Kind = "count"
    parent: str = ""
    relation: str = ""
    variants: tuple[str, ...] = ()
    adds: Adds = "always"
    meaning: str = ""

    @property
    def printed(self) -> str:
        """The row's label exactly as the form prints it."""
        return f"{self.num}{self.label}{self.note}"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share one header; ``title`` is the clause printed above it (table 二)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    corner: str = ""
    unit_title: str = ""
    column_title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An official table; ``section`` is the number of the section it stands in, empty for an attachment."""

    code: str
    title: str
    blocks: tuple[Block, ...]
    section: str = ""
    corner_note: str = ""

    def __hash__(self) -> int:
        """By what it is called: tables are keys of caches, and all that is in one takes long to go through."""
        return hash((self.code, self.title))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of the table, over all its blocks, in printed order."""
        return tuple(row for block in self.blocks for row in block.rows)


@dataclass(frozen=True, slots=True)
class Item:
    """One figure of the form: a row met with a column."""

    code: str
    table: Table
    block: Block
    row: Row
    column: Column

    @property
    def kind(self) -> Kind:
        """A heading stays a heading whatever its column holds."""
        return "heading" if self.row.kind == "heading" else self.column.kind or self.row.kind

    @property
    def adds(self) -> Adds:
        """What the figure may be added up over; a column's own word counts before its row's."""
        return self.column.adds or self.row.adds

    @property
    def unit(self) -> str:
        """The measure the figure is printed in (件, 万元); empty when the form prints none."""
        return self.column.unit or self.row.unit

    @property
    def name(self) -> str:
        """The figure's name as a user reads it: row, then column where the table has several."""
        row = f"{self.row.num}{self.row.label}" if self.row.label else self.table.title
        if len(self.block.columns) == 1:
            return row
        groups = () if self.row.label else self.column.groups[-1:]
        return "·".join((row, *groups, self.column.label))


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of the narrative; ``table`` is the code of the table that stands in it."""

    number: str
    title: str
    table: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignField:
    """One field of the sign-off block under the table."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity that several editions know under other codes: the sum of ``codes`` is this edition's number of it."""

    key: str
    label: str
    codes: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An arithmetic rule as the form states it, one instance for each cell it is about.

    ``target`` is the code of the figure a finding is shown at; ``fills`` says that the template puts the right
    side into the target's cell as a formula; ``seen`` is False where the identity is inferred, not printed.
    """

    code: str
    key: str
    severity: Severity
    check: Comparison
    says: str
    basis: str
    seen: bool
    fills: bool
    target: str
    hint: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every figure the rule names, each once."""
        return self.check.codes


@dataclass(frozen=True)
class Form:
    """One edition of the official form. Built by :func:`workbook.formfile.load_form`, which checks it."""

    edition: str
    name: str
    basis: str
    years: tuple[int, int | None]
    report_title: str
    tables_stand: Literal["sections", "attachment"]
    sections: tuple[SectionSpec, ...]
    tables: tuple[Table, ...]
    signoff: tuple[SignField, ...]
    rules: tuple[Rule, ...] = ()
    narrative_from: int | None = None
    phrases: tuple[Phrase, ...] = field(default=())
    series: tuple[Series, ...] = ()

    def __hash__(self) -> int:
        """By what it is called, as for a table."""
        return hash((self.edition, self.name))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every figure by code, in printed order; the rows of headings that have a cell are among them."""
        return {item.code: item for item in self._walk()}

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every row by code, over all tables."""
        return {row.code: row for table in self.tables for row in table.rows}

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Codes of heading rows in wide tables, with the codes of the figures below that they add up."""
        found: dict[str, tuple[str, ...]] = {}
        for item in self._walk():
            if item.row.kind == "heading" and len(item.block.columns) > 1:
                below = [row.code for row in item.block.rows if row.parent == item.row.code and row.kind != "heading"]
                found[item.code] = tuple(figure_code(code, item.column.code) for code in below)
        return found

    def _walk(self) -> Iterator[Item]:
        for table in self.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield Item(figure_code(row.code, column.code), table, block, row, column)

    def values(self) -> Iterator[Item]:
        """The figures that are to be filled in: every item but the headings."""
        return (item for item in self.items.values() if item.kind != "heading")

    def covers(self, year: int) -> bool:
        """Whether a report for this year is made on this edition (or held in its codes)."""
        first, last = self.years
        return (self.narrative_from or first) <= year and (last is None or year <= last)

    def describe(self, code: str) -> str:
        """The Chinese name of a figure, or the code itself when the form has none."""
        item = self.items.get(code)
        return item.name if item else code


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way the narrative states a figure: a regular expression with ``{n}`` for the number, or a ``zero``.

    The number is each code's own, or with ``sum`` that of all of them together.
    """

    codes: tuple[str, ...]
    pattern: str
    zero: bool = False
    sum: bool = False
    measure: str = ""
    about: str = ""
    unless: str = ""


def figure_code(row: str, column: str) -> str:
    """Join a row's and a column's code into a figure's code."""
    return f"{row}.{column}" if column else row
