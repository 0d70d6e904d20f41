"""Where each figure, printed row and rule of a form stands in its workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from workbook import grid
from workbook.cellvalues import column_letters
from workbook.errors import FormError
from workbook.expression import LAST
from workbook.names import STATISTICS, figure_name, rule_instance, verdict_name
from workbook.rules.live import live_rules
from workbook.sums import sum_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.form import Form, Item, Rule
    from workbook.grid import Placed

# 校验: title, counts, a line to breathe, the header.
FIRST_RULE_ROW = 5
# The sheet's own head: title, year, unit.
HEAD_ROWS = 3


@dataclass(frozen=True, slots=True)
class At:
    """A cell of a sheet, counted from 1."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class FigureCell:
    """Where a figure stands on 统计表; ``width`` counts the grid columns it is merged over."""

    item: Item
    name: str
    at: At
    width: int
    last_year: At
    change: At


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Where a rule instance stands on 校验; ``name`` is the defined name of its verdict cell."""

    rule: Rule
    instance: str
    row: int
    name: str


@dataclass(frozen=True)
class Layout:
    """The places of one form; shared, so never to be changed.

    ``figures`` is by figure code, ``states`` by row code (the cell beside a printed row), ``rules`` by rule
    instance. ``header_rows`` are those that repeat on each printed page.
    """

    form: Form
    width: int
    last_row: int
    placed: tuple[Placed, ...]
    figures: Mapping[str, FigureCell]
    states: Mapping[str, At]
    rules: Mapping[str, RuleRow]
    fills: Mapping[str, Rule]
    header_rows: tuple[int, int]

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """The formulas of the totals that the template fills in, by figure code."""
        return {code: sum_formula(rule) for code, rule in self.fills.items()}

    @property
    def state_column(self) -> int:
        """The column 校验 right of the table, behind a narrow gap."""
        return self.width + 2

    @property
    def side_columns(self) -> int:
        """How many value columns 上年数 (and then 增减) has: those of the widest table."""
        return max(len(block.columns) for table in self.form.tables for block in table.blocks)

    def where(self, code: str) -> str:
        """A figure's cell as a user reads it (统计表!C41); empty for one that has none."""
        cell = self.figures.get(code)
        return f"{STATISTICS}!{column_letters(cell.at.column)}{cell.at.row}" if cell else ""

    @property
    def wanted_of_last_year(self) -> set[str]:
        """The codes whose figures of last year the rules look at."""
        codes = (code for row in self.rules.values() for code in row.rule.codes)
        return {code.removeprefix(LAST) for code in codes if code.startswith(LAST)}

    def about(self, code: str) -> tuple[RuleRow, ...]:
        """The rule instances whose findings are shown at this figure."""
        return tuple(row for row in self.rules.values() if row.rule.target == code)


@cache
def layout_of(form: Form) -> Layout:
    """Lay a form out.

    Raises:
        FormError: two codes would get the same defined name.
    """
    placed = tuple(grid.place(form, HEAD_ROWS + 1))
    width = grid.width_of(form)
    _refuse_twins(form, [part.item.code for part in placed if part.item])
    side = width + 3
    figures: dict[str, FigureCell] = {}
    states: dict[str, At] = {}
    for part in placed:
        if part.item:
            nth = part.item.block.columns.index(part.item.column)
            figures[part.item.code] = FigureCell(
                part.item,
                figure_name(part.item.code),
                At(part.row, part.column),
                part.columns,
                At(part.row, side + nth),
                At(part.row, side + len(part.item.block.columns) + nth),
            )
            states.setdefault(part.item.row.code, At(part.row, width + 2))
    return Layout(
        form=form,
        width=width,
        last_row=max(part.row + part.rows - 1 for part in placed),
        placed=placed,
        figures=figures,
        states=states,
        rules=_rule_rows(form, figures),
        fills=_fills(form, figures),
        header_rows=_header_rows(form, placed),
    )


def _refuse_twins(form: Form, codes: Iterable[str]) -> None:
    # Spreadsheets do not tell the case of a name apart.
    count = Counter(figure_name(code).casefold() for code in codes)
    if twins := [name for name, times in count.items() if times > 1]:
        message = f"版式 {form.edition}：不同指标的代码会得到同一个单元格名称（{'、'.join(twins)}），请改代码。"
        raise FormError(message)


def _rule_rows(form: Form, figures: Mapping[str, FigureCell]) -> dict[str, RuleRow]:
    # A rule about a group row of a wide table has no cell to point at; Python checks it, the sheet cannot.
    shown = [
        rule
        for rule in live_rules(form)
        if all(code.removeprefix(LAST) in figures for code in (*rule.codes, rule.target))
    ]
    return {
        rule_instance(rule): RuleRow(rule, rule_instance(rule), row, verdict_name(rule))
        for row, rule in enumerate(shown, FIRST_RULE_ROW)
    }


def _fills(form: Form, figures: Mapping[str, FigureCell]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in form.rules:
        if rule.fills and all(code in figures for code in rule.codes):
            found.setdefault(rule.check.left.code, rule)
    return found


def _header_rows(form: Form, placed: tuple[Placed, ...]) -> tuple[int, int]:
    """A single table repeats its header on each page; tables one below the other have no common one."""
    if len(form.tables) > 1 or len(form.tables[0].blocks) > 1:
        return (1, 1)
    header = [part.row + part.rows - 1 for part in placed if part.role in ("header", "corner")]
    return (1, max(header))
