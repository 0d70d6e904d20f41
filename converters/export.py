"""The figures of reports in long form: a row for each figure of each year, as text or as columns."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from workbook.formfile import load_form
from workbook.report import number_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.content import BookContent
    from workbook.report import AnnualReport, Figure

# What a spreadsheet program may take for the beginning of a formula, full-width forms among them.
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
# A signed number, or the dash that stands for nothing, is no formula and keeps its form.
_HARMLESS = re.compile(r"[+\-＋－]?[0-9０-９][0-9０-９.,，．]*|[-－]+")


class DataRow(NamedTuple):
    """One figure. The names are those of the columns, in their order.

    ``value`` is None unless ``state`` is ``reported``; ``file`` and ``place`` say where the figure was first read,
    ``input`` which of the files given it comes from.
    """

    unit: str
    year: int | None
    edition: str
    code: str
    label: str
    value: int | float | None
    state: str
    measure: str
    found_in: str
    file: str
    place: str
    page: int | None
    text: str
    approximate: bool
    input: str


def data_rows(content: BookContent, name: str) -> Iterator[DataRow]:
    """The rows of a file: its current year, then its older years, newest first; figures in the order of the form.

    Args:
        content: what the file holds.
        name: the file as it was given.
    """
    for report in (content.current, *(content.history[year] for year in sorted(content.history, reverse=True))):
        form = load_form(report.form)
        order = {code: at for at, code in enumerate(form.items)}
        for code in sorted(report.figures, key=lambda code: order.get(code, len(order))):
            yield _row(report, report.figures[code], form.describe(code), name)


def _row(report: AnnualReport, figure: Figure, label: str, name: str) -> DataRow:
    value = number_json(figure.value)
    evidence = figure.evidence
    return DataRow(
        unit=report.unit,
        year=report.year,
        edition=report.form,
        code=figure.code,
        label=label,
        value=None if isinstance(value, str) else value,
        state=figure.state,
        measure=figure.measure,
        found_in=figure.found_in,
        file=evidence.file or report.source or name,
        place=evidence.place or (f"第{evidence.line}行" if evidence.line else ""),
        page=evidence.page,
        text=figure.text,
        approximate=figure.approximate,
        input=name,
    )


def csv_text(rows: Iterable[tuple[object, ...]]) -> str:
    """Rows as CSV, text that a spreadsheet program could take for a formula behind an apostrophe (OWASP)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return stream.getvalue()


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.fullmatch(value):
        return f"'{value}"
    return value


def json_lines(rows: Iterable[DataRow]) -> str:
    """Rows as JSON Lines, an object a row."""
    return "".join(f"{json.dumps(row._asdict(), ensure_ascii=False)}\n" for row in rows)


def columns(rows: Iterable[DataRow]) -> list[list[object]]:
    """Rows as columns, in the order of the fields."""
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _ in DataRow._fields]
