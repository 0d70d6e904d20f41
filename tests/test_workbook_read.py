from __future__ import annotations

import io
from decimal import Decimal

import books
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.ours import our_book
from workbook.read import content_of, is_our_book, read_content
from workbook.report import AnnualReport, Section
from workbook.write import build_book


def _read(data):
    return content_of(our_book(data, "样本.xlsx"))


def _opened(content):
    return openpyxl.load_workbook(io.BytesIO(build_book(content)))


def _again(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return _read(buffer.getvalue())


def _cell(book, code):
    edition = book["封面"][book.defined_names["M_form"].attr_text.split("!")[1].replace("$", "")].value
    at = layout_of(load_form(edition)).figures[code].at
    return book["统计表"].cell(at.row, at.column)


def _named(book, name):
    sheet, cell = book.defined_names[name].attr_text.replace("$", "").replace("'", "").split("!")
    return book[sheet][cell]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(books.CONTENTS)
def test_whatever_is_written_is_read_back(content):
    assert _read(build_book(content)) == content


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_full_tables_are_read_back(edition):
    for seed in range(3):
        content = BookContent(books.damaged(edition, seed), {2015: books.report("2014", seed, 2015)})
        assert _read(build_book(content)) == content


def test_a_paragraph_longer_than_a_cell_is_read_back_whole():
    report = AnnualReport(form="2014", sections=[Section("一", "概述", ("长" * 70_001, "短"))], notes=["注" * 33_000])
    assert _read(build_book(BookContent(report))).current == report


def test_an_empty_workbook_reads_as_an_empty_report():
    assert _read(build_book(BookContent(AnnualReport(form="2021")))) == BookContent(AnnualReport(form="2021"))


def test_typed_numbers_count_and_sums_follow():
    book = _opened(BookContent(AnnualReport(form="2014")))
    _cell(book, "3.1.1").value, _cell(book, "3.1.4").value = 4, 6
    figures = _again(book).current.figures
    assert {code: figure.value for code, figure in figures.items()} == {"3.1": 10, "3.1.1": 4, "3.1.4": 6}
    assert figures["3.1.4"].evidence.place == layout_of(load_form("2014")).where("3.1.4")


def test_a_sum_of_sums_is_computed_whatever_the_order():
    book = _opened(BookContent(AnnualReport(form="2021")))
    _cell(book, "T3.3.1.C1").value, _cell(book, "T3.3.2.C2").value = 3, 5
    assert _again(book).current.figures["T3.3.7.C7"].value == 8


def test_a_changed_cell_overrides_what_was_imported():
    report = books.report("2014")
    book = _opened(BookContent(report))
    _cell(book, "9.1").value = 77_777
    _cell(book, "9.2").value = None
    found = _again(book).current.figures
    assert (found["9.1"].value, found["9.1"].evidence.file) == (77_777, "样本.xlsx")
    assert found["9.2"].state == "blank"
    assert found["9.3"] == report.figures["9.3"]


@pytest.mark.parametrize(
    ("typed", "state", "text"),
    [("87", "text", "87"), ("/", "not_applicable", "/"), ("不详", "text", "不详"), (True, "text", "TRUE")],
)
def test_words_in_a_number_cell_stay_words(typed, state, text):
    book = _opened(BookContent(AnnualReport(form="2014")))
    cell = _cell(book, "1.1")
    cell.value = typed
    figure = _again(book).current.figures["1.1"]
    assert (figure.state, figure.value, figure.text) == (state, None, text)


def test_an_error_in_a_cell_is_kept_as_its_words():
    book = _opened(BookContent(AnnualReport(form="2014")))
    _cell(book, "1.1").value = "#REF!"
    assert _again(book).current.figures["1.1"].text == "#REF!"


def test_a_formula_of_the_users_own_without_a_result_is_no_number():
    book = _opened(BookContent(AnnualReport(form="2014")))
    _cell(book, "3.1").value = "=F_3_1_1+1"
    figure = _again(book).current.figures["3.1"]
    assert (figure.state, figure.text, figure.note) == ("text", "=F_3_1_1+1", "公式被改写")


def test_numbers_are_exact():
    book = _opened(BookContent(AnnualReport(form="2014")))
    _cell(book, "8.4").value = 0.1 + 0.2
    assert _again(book).current.figures["8.4"].value == Decimal("0.3")


def test_dates_and_numbers_typed_on_the_cover_become_words():
    book = _opened(BookContent(AnnualReport(form="2021")))
    _named(book, "M_year").value = "2023年"
    _named(book, "M_phone").value = 13900001234
    _named(book, "M_period_start").value = "2023-01-01"
    _named(book, "M_period_end").value = "2023-12-31"
    current = _again(book).current
    assert (current.year, current.signoff["phone"], current.period[1].month) == (2023, "13900001234", 12)


def test_a_year_that_is_none_is_refused_with_its_place():
    book = _opened(BookContent(AnnualReport(form="2021")))
    _named(book, "M_year").value = "去年"
    with pytest.raises(InputRefused, match=r"封面!C\d+ 应为四位年度"):
        _again(book)


def test_figures_typed_under_an_older_year_are_read():
    book = _opened(BookContent(books.report("2021"), {2022: books.report("2021", 2, 2022)}))
    sheet = book["历年"]
    header = next(cell for row in sheet for cell in row if cell.value == 2022)
    line = next(row[0].row for row in sheet if row[0].value == "T3.1.C1")
    sheet.cell(header.row, header.column + 1).value = 2021
    sheet.cell(line, header.column + 1).value = 55
    history = _again(book).history
    assert history[2021].figures["T3.1.C1"].value == 55
    assert history[2022] == books.report("2021", 2, 2022)


def test_two_columns_of_one_year_are_refused():
    book = _opened(BookContent(books.report("2021"), {2022: books.report("2021", 2, 2022)}))
    header = next(cell for row in book["历年"] for cell in row if cell.value == 2022)
    book["历年"].cell(header.row, header.column + 1).value = 2022
    with pytest.raises(InputRefused, match="2022 年度有两列"):
        _again(book)


def test_paragraphs_written_under_a_section_belong_to_it():
    book = _opened(BookContent(AnnualReport(form="2021")))
    sheet = book["正文"]
    at = next(row[0].row for row in sheet if row[2].value == "总体情况")
    sheet.cell(at, 4).value, sheet.cell(at + 1, 4).value = "甲段", "乙段"
    sections = _again(book).current.sections
    assert sections[0] == Section("一", "总体情况", ("甲段", "乙段"))
    assert [section.number for section in sections] == ["一", "二", "三", "四", "五", "六"]


def test_renamed_and_moved_sheets_are_found_by_their_names():
    content = BookContent(books.report("2019"))
    book = _opened(content)
    books.rename(book, "统计表", "表")
    books.rename(book, "正文", "文字 稿")
    book.move_sheet("来源", -6)
    assert _again(book) == content


def test_a_column_inserted_by_the_user_moves_nothing():
    content = BookContent(books.report("2014"))
    book = _opened(content)
    sheet = book["来源"]
    sheet.move_range(f"H4:S{sheet.max_row}", cols=1)
    assert _again(book).current.figures == content.current.figures


@pytest.mark.parametrize(
    ("reference", "words"), [(None, "已被删除"), ("#REF!", "#REF!，已失效"), ("没有!$A$1", "已失效")]
)
def test_a_name_gone_or_broken_is_refused_by_name(reference, words):
    book = _opened(BookContent(AnnualReport(form="2014")))
    if reference:
        book.defined_names["F_3_1"].attr_text = reference
    else:
        del book.defined_names["F_3_1"]
    with pytest.raises(InputRefused, match=f"F_3_1 .*{words}"):
        _again(book)


def test_a_newer_template_is_refused():
    book = _opened(BookContent(AnnualReport(form="2014")))
    _named(book, "M_template_version").value = 99
    with pytest.raises(InputRefused, match="请升级"):
        _again(book)


def test_other_files_are_not_ours(tmp_path):
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    path = tmp_path / "别的.xlsx"
    path.write_bytes(buffer.getvalue())
    assert not is_our_book(buffer.getvalue())
    assert not is_our_book(b"PK")
    with pytest.raises(InputRefused, match=r"“别的\.xlsx”不是 nianbao 的工作簿"):
        read_content(path)


def test_a_workbook_of_ours_is_known_by_its_names(tmp_path):
    data = build_book(BookContent(books.report("2021")))
    (tmp_path / "我们的.xlsx").write_bytes(data)
    assert is_our_book(data)
    assert read_content(tmp_path / "我们的.xlsx").current.unit == "青岗县"
