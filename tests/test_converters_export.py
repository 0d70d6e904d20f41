"""Figures in long form: every figure once, in order, the same in each kind of file, and no formula for Excel."""

from __future__ import annotations

import csv
import io
import json
import re

import books
import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters import export_files
from converters.export import DataRow, columns, csv_text, data_rows, json_lines
from converters.export_files import data_file
from workbook.content import BookContent
from workbook.errors import OutputNotWritten
from workbook.formfile import load_form
from workbook.report import AnnualReport, Evidence, Figure

ISSUE = ["unit", "year", "edition", "code", "label", "value", "state", "measure", "found_in", "file", "place"]


def sample():
    older = {2016: books.report("2014"), 2019: books.report("2019")}
    return list(data_rows(BookContent(books.report("2021", T3__1__C1="12"), older), "各单位/青岗.xlsx"))


def test_the_columns_are_those_asked_for_and_what_explains_them():
    assert list(DataRow._fields) == [*ISSUE, "page", "text", "approximate", "input"]


def test_each_figure_of_each_year_has_one_row_in_the_order_of_the_form():
    rows = sample()
    wanted = [
        (year, code)
        for year, edition in ((2023, "2021"), (2019, "2019"), (2016, "2014"))
        for code in (item.code for item in load_form(edition).values())
    ]
    assert [(row.year, row.code) for row in rows] == wanted
    assert {row.unit for row in rows} == {"青岗县"}
    assert next(row for row in rows if row.code == "7").measure == "万元"


def test_what_is_no_number_has_no_value():
    figures = {
        "T3.1.C1": Figure("T3.1.C1", "reported", 7, "7 余", approximate=True, found_in="narrative"),
        "T3.1.C2": Figure("T3.1.C2", "text", None, "若干", evidence=Evidence("a.pdf", 3, 9, place="")),
        "T3.1.C3": Figure("T3.1.C3", "blank"),
        "X.1": Figure("X.1", "not_applicable", None, "/"),
    }
    report = AnnualReport("2021", 2023, "甲局", figures=dict(reversed(figures.items())), source="b.docx")
    rows = list(data_rows(BookContent(report), "c.xlsx"))
    assert [(row.code, row.value, row.state, row.approximate, row.found_in) for row in rows] == [
        ("T3.1.C1", 7, "reported", True, "narrative"),
        ("T3.1.C2", None, "text", False, "table"),
        ("T3.1.C3", None, "blank", False, "table"),
        ("X.1", None, "not_applicable", False, "table"),
    ]
    assert [(row.file, row.place, row.page, row.input) for row in rows[:2]] == [
        ("b.docx", "", None, "c.xlsx"),
        ("a.pdf", "第9行", 3, "c.xlsx"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@SUM(1)", "\tx", "\r=1", "\n=1", "＝1", "-", "－5x"])
def test_text_that_begins_like_a_formula_is_put_behind_an_apostrophe(text):
    ((cell,),) = csv.reader(io.StringIO(csv_text([(text,)]), newline=""))
    assert cell == (text if text == "-" else f"'{text}")


@pytest.mark.parametrize("value", ["-5", "+1,204", "－5", "—", "--", "12", "无", "a=b", -5, -0.5, 12])
def test_numbers_and_dashes_stay_as_they_are(value):
    assert csv_text([(value,)]) == (f'"{value}"\r\n' if "," in str(value) else f"{value}\r\n")


@given(st.lists(st.tuples(books.WORDS, st.integers() | st.none(), st.booleans()), min_size=1))
def test_no_cell_of_a_csv_is_a_formula_and_nothing_else_is_changed(rows):
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert len(read) == len(rows)
    for (text, number, truth), cells in zip(rows, read, strict=True):
        assert cells[1:] == ["" if number is None else str(number), "true" if truth else "false"]
        assert cells[0] in (text, f"'{text}")
        assert not re.match(r"[=@\t\r\n＝＠]", cells[0])
        assert not re.match(r"[+\-＋－]", cells[0]) or re.fullmatch(r"[-－]+|[+\-＋－][\d.,，．]+", cells[0])


@given(st.lists(books.some_figures(["T3.1.C1", "T2.8.a.1", "无此代码"]), max_size=3), books.WORDS)
def test_json_lines_say_exactly_what_the_rows_say(figures, unit):
    report = AnnualReport("2021", 2023, unit, figures={figure.code: figure for figure in figures})
    rows = list(data_rows(BookContent(report), "a"))
    assert len(rows) == len(report.figures)
    assert [json.loads(line) for line in json_lines(rows).split("\n")[:-1]] == [row._asdict() for row in rows]


def test_a_csv_begins_with_the_mark_that_excel_knows_and_one_header(tmp_path):
    rows = sample()
    with data_file(tmp_path / "a.csv") as put:
        put(csv_text(rows[:50]))
        put(csv_text(rows[50:]))
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfunit,year,")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["code"] for row in read] == [row.code for row in rows]
    assert [float(row["value"]) if row["value"] else None for row in read] == [row.value for row in rows]


def test_parquet_is_typed_and_its_row_groups_do_not_depend_on_the_pieces(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(export_files, "ROW_GROUP", 100)
    rows = sample()
    for name, size in (("a", 7), ("b", 333)):
        with data_file(tmp_path / f"{name}.parquet") as put:
            for start in range(0, len(rows), size):
                put(columns(rows[start : start + size]))
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert set(sizes[:-1]) == {100}
    table = file.read()
    assert [tuple(row.values()) for row in table.to_pylist()] == [tuple(row) for row in rows]
    kinds = {name: str(table.schema.field(name).type) for name in ("year", "value", "approximate", "code")}
    assert kinds == {"year": "int32", "value": "double", "approximate": "bool", "code": "string"}


def test_what_is_not_finished_leaves_nothing(tmp_path):
    (tmp_path / "a.csv").write_text("早先的")

    def broken():
        with data_file(tmp_path / "a.csv", tmp_path / ".part") as put:
            put("x\r\n")
            assert (tmp_path / ".part").exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "早先的"
    with pytest.raises(OutputNotWritten, match="不存在"), data_file(tmp_path / "没有" / "a.csv") as put:
        put("x")
    with data_file(tmp_path / "b.csv"):
        pass
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.skipif(not __import__("os").path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("workbook.files._open_new", lambda _: open("/dev/full", "wb"))  # noqa: PTH123, SIM115
    for ending in ("csv", "parquet"):
        with pytest.raises(OutputNotWritten, match="无法写入"), data_file(tmp_path / f"a.{ending}") as put:
            put(columns(sample() * 50) if ending == "parquet" else "x" * 100_000)
    assert list(tmp_path.iterdir()) == []
