"""``nianbao history``: sheets written into the book in one step, changes for machines, and calls that make no sense."""

from __future__ import annotations

import json

import pytest
from checking import changed, whole
from commandline import report_file

from converters.cli import main
from workbook.content import BookContent
from workbook.names import ON_DEMAND
from workbook.report import Section
from workbook.sheets import read_book
from workbook.write import build_book

OLD = changed(whole("2014", 2017), {"3.1": 9})
NEW = changed(whole("2014", 2018), {"3.1": 12, "6": None})
NEW.sections = [Section("一", "概述", ("这一部分照实写了几句。今年多写了一句。",))]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(build_book(BookContent(NEW, {2017: OLD, 2015: whole("2014", 2015)})))
    return path


def titles(path):
    return [sheet.name for sheet in read_book(path.read_bytes(), path.name).sheets]


def comparison(path):
    cells = next(sheet for sheet in read_book(path.read_bytes(), path.name).sheets if sheet.name == "正文对比").cells
    return cells[2, 1].value


def test_the_sheets_are_written_into_the_book(book, capsys):
    assert main(["history", str(book)]) == 0
    assert set(ON_DEMAND) < set(titles(book))
    told = capsys.readouterr().err
    assert f"已写出 {book}" in told
    assert "3 个年度（2015、2017、2018）" in told
    assert comparison(book) in told


def test_another_file_leaves_the_book_as_it_was(book, tmp_path):
    before, output = book.read_bytes(), tmp_path / "历年.xlsx"
    assert main(["history", str(book), "-o", str(output)]) == 0
    assert book.read_bytes() == before
    assert set(ON_DEMAND) < set(titles(output))
    output.write_bytes(b"mine")
    assert main(["history", str(book), "-o", str(output)]) == 4
    assert output.read_bytes() == b"mine"
    assert main(["history", str(book), "-o", str(output), "--force"]) == 0


def test_a_book_opened_in_an_office_program_is_left_alone(book):
    before = book.read_bytes()
    book.with_name(f"~${book.name}").write_bytes(b"\x04user")
    assert main(["history", str(book)]) == 4
    assert book.read_bytes() == before


def test_the_narratives_of_the_years_wanted_are_compared(book):
    assert main(["history", str(book), "--years", "2017", "2015"]) == 0
    assert comparison(book).startswith("2017 年度正文")
    assert "照抄" in comparison(book)
    assert main(["history", str(book)]) == 0
    assert comparison(book).startswith("2018 年度正文")


@pytest.mark.parametrize("years", [("2016", "2017"), ("2017", "2017")])
def test_years_that_are_not_there_are_refused(book, capsys, years):
    before = book.read_bytes()
    assert main(["history", str(book), "--years", *years]) == 2
    assert "2015、2017、2018" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_changes_come_as_lines_for_machines(book, capsys):
    before = book.read_bytes()
    assert main(["history", str(book), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {(line["year"], line["key"]): line for line in lines}
    assert len(found) == len(lines)
    assert found[2018, "requests"] == {
        "unit": NEW.unit, "year": 2018, "edition": "2014", "key": "requests", "code": "3.1",
        "label": "收到政府信息公开申请数", "measure": "件", "value": 12, "text": "", "since": 2017, "change": 3,
        "rate": 0.333333, "break": "", "expected": None, "difference": None,
    }  # fmt: skip
    assert (found[2018, "6"]["value"], found[2018, "6"]["change"]) == (None, None)
    assert book.read_bytes() == before


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_one_year_alone_has_nothing_to_be_compared_with(tmp_path, capsys, option):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(build_book(BookContent(NEW)))
    before = path.read_bytes()
    assert main(["history", str(path), *option]) == 2
    told = capsys.readouterr()
    assert "只有 2018 一个年度" in told.err
    assert "nianbao import" in told.err
    assert told.out == ""
    assert path.read_bytes() == before


def test_what_is_no_workbook_of_ours_is_refused(tmp_path, capsys):
    path = report_file(tmp_path / "年报.docx")
    assert main(["history", str(path)]) == 3
    assert "年报.docx" in capsys.readouterr().err


def test_figures_that_do_not_follow_from_last_year_s_are_named(tmp_path, capsys):
    path = tmp_path / "年报.xlsx"
    years = {2022: changed(whole("2021", 2022), {"T3.4.C1": 6})}
    path.write_bytes(build_book(BookContent(changed(whole("2021", 2023), {"T3.2.C1": 2}), years)))
    assert main(["history", str(path)]) == 0
    told = capsys.readouterr().err
    assert "与上年衔接不上：" in told
    assert "2023 年 T3.2.C1" in told
    assert "T2.1.b.3" not in told
