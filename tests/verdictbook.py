"""Many tables through one recalculation: values and the formulas of 校验 alone, a column for each table."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import books
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from workbook.expression import ERROR, LAST
from workbook.formfile import load_form
from workbook.names import rule_instance
from workbook.rules.arithmetic import outcome
from workbook.rules.live import live_rules
from workbook.sheets import read_book
from workbook.shown import numbers_of, shown
from workbook.template.verdicts import gap_formula, side_formula, verdict_formula

if TYPE_CHECKING:
    from pathlib import Path

ERROR_FORMULA = "=1/0"


def tables(edition: str, count: int) -> list[dict[str, object]]:
    """Random tables, damaged in many ways: code → what its cell shows; most with last year's, some with an error."""
    return [_table(edition, seed) for seed in range(count)]


def _table(edition: str, seed: int) -> dict[str, object]:
    draw = random.Random(f"{edition}|{seed}")
    table = _cells(edition, seed)
    if draw.random() < 0.7:
        # Near last year's figures as well as far from them.
        last = _cells(edition, seed if draw.random() < 0.5 else seed + 10**6)
        table |= {LAST + code: value for code, value in last.items()}
    if draw.random() < 0.1:
        table[draw.choice(sorted(table))] = ERROR_FORMULA
    return table


def _cells(edition: str, seed: int) -> dict[str, object]:
    return {code: shown(figure) for code, figure in books.damaged(edition, seed).figures.items()}


def has_last(table: dict[str, object]) -> bool:
    return any(code.startswith(LAST) for code in table)


def in_python(edition: str, table: dict[str, object]) -> dict[str, str]:
    """The verdicts on one table."""
    values = numbers_of(table) | {code: ERROR for code, value in table.items() if value == ERROR_FORMULA}
    rules = live_rules(load_form(edition))
    return {rule_instance(rule): outcome(rule.check, values, last_year=has_last(table)).verdict for rule in rules}


def build(edition: str, made: list[dict[str, object]]) -> bytes:
    """The workbook: values on the first sheet, on the second four lines of formulas for each rule."""
    book = Workbook()
    values, checks = book.active, book.create_sheet("r")
    values.title = "v"
    codes = [code for plain in load_form(edition).items for code in (plain, LAST + plain)]
    rows = {code: at for at, code in enumerate(codes, 2)}
    for column, table in enumerate(made, 1):
        letters = get_column_letter(column)
        values.cell(1, column, int(has_last(table)))
        for code, value in table.items():
            cell = values.cell(rows[code], column, value)
            if isinstance(value, str) and value != ERROR_FORMULA:
                cell.data_type = "s"
        _rules(checks, edition, column, lambda code, letters=letters: f"v!{letters}{rows[code]}")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rules(sheet, edition, column, name):
    letters = get_column_letter(column)
    for n, rule in enumerate(live_rules(load_form(edition))):
        actual, expected, gap = (f"{letters}{4 * n + line}" for line in (1, 2, 3))
        formulas = (
            side_formula(rule.check.left, name),
            side_formula(rule.check.right, name),
            gap_formula(actual, expected),
            verdict_formula(rule.check, gap, name, f"v!{letters}1=0"),
        )
        for line, formula in enumerate(formulas, 1):
            sheet.cell(4 * n + line, column, f"={formula}")


def on_the_sheet(edition: str, path: Path, count: int) -> list[dict[str, str]]:
    """The verdicts of a recalculated workbook, table by table."""
    sheet = next(sheet for sheet in read_book(path.read_bytes(), path.name).sheets if sheet.name == "r")
    names = [rule_instance(rule) for rule in live_rules(load_form(edition))]
    return [
        {name: str(sheet.cells[4 * n + 4, column].value) for n, name in enumerate(names)}
        for column in range(1, count + 1)
    ]
