from __future__ import annotations

import io
from copy import copy

import books
import checking
import office
import openpyxl
import pytest
from openpyxl.comments import Comment

from workbook.check import check
from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.marks import mark, unmark
from workbook.names import MARKED, MARKS
from workbook.ours import our_book
from workbook.read import content_of
from workbook.report import AnnualReport
from workbook.write import build_book, update_book

REPORT = checking.changed(checking.whole("2014", 2017), {"3.2": 12, "9.1": -2, "9.2": None}, notes=["（样表）"])


def content(**given):
    return BookContent(REPORT, explanations={"S101": "网上原样"}, **given)


def look(data):
    """Every cell of every sheet: value, look, note; and each sheet's state."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: (
            sheet.sheet_state,
            {
                cell.coordinate: (cell.value, *_style(cell), cell.comment and (cell.comment.text, cell.comment.author))
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None or cell.has_style or cell.comment
            },
            {at: row.height for at, row in sheet.row_dimensions.items() if row.height},
        )
        for sheet in book
    }


def _style(cell):
    book, at = cell.parent.parent, cell._style
    lists = (book._fills, book._fonts, book._borders, book._alignments, book._protections)
    numbers = (at.fillId, at.fontId, at.borderId, at.alignmentId, at.protectionId)
    # openpyxl's own objects compare; the proxies it hands out do not.
    return cell.number_format, *(hash(kind[number]) for kind, number in zip(lists, numbers, strict=True))


def cell_of(data, code):
    found = our_book(data, "年报.xlsx")
    sheet, row, column = found.at(code)
    return openpyxl.load_workbook(io.BytesIO(data))[sheet.name].cell(row, column)


@pytest.fixture(scope="module")
def plain():
    return build_book(content())


@pytest.fixture(scope="module")
def marked(plain):
    return mark(plain, check(content()), "年报.xlsx")


def painted(data):
    """Defined name → severity of the cells that the hidden list paints."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[MARKS]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    return {row[0]: severity for row in rows for severity, place in zip(MARKED, row[4:], strict=True) if place}


def test_a_marked_cell_is_painted_as_the_worst_finding_and_has_a_note_with_all(plain, marked):
    assert painted(marked)["F_3_2"] == "error"
    assert painted(marked)["F_3_3"] == "warning"
    assert painted(plain) == {}
    assert "错误 T102：填报 12，应为 13" in cell_of(marked, "F_3_2").comment.text
    assert "警告 T118：" in cell_of(marked, "F_3_3").comment.text


def test_other_findings_have_a_line_on_the_sheet_of_checks(marked):
    rows = {row.get("编号"): row for _, row in our_book(marked, "x").list_rows("校验")}
    assert rows["V102_9_1"]["校验内容"] == "填报 -2，应为不小于 0 的整数"
    assert rows["S101"]["说明"] == "网上原样"
    assert rows["S101"]["级别"] == "警告"


def test_marks_taken_off_leave_every_cell_look_and_note_as_it_was(plain, marked):
    assert look(marked) != look(plain)
    assert look(unmark(marked, "x")) == look(plain)


def test_a_workbook_without_marks_is_left_as_it_is_to_the_byte(plain):
    assert unmark(plain, "x") is plain


def test_marking_twice_is_marking_once(marked):
    assert look(mark(marked, check(content()), "x")) == look(marked)


def test_marking_with_no_findings_left_takes_the_marks_off(plain, marked):
    assert mark(plain, [], "x") is plain
    assert look(mark(marked, [], "x")) == look(plain)


def test_marking_is_the_same_bytes_for_the_same_findings(plain, marked):
    assert mark(plain, check(content()), "x") == marked


def test_a_marked_workbook_reads_as_before(plain, marked):
    assert content_of(our_book(marked, "x")) == content_of(our_book(plain, "x"))
    assert our_book(marked, "x").foreign_sheets() == []


def test_an_explanation_written_beside_a_marked_line_stays(marked):
    book = openpyxl.load_workbook(io.BytesIO(marked))
    sheet = book["校验"]
    (row,) = (cell.row for cell in sheet["A"] if cell.value == "V102_9_1")
    sheet.cell(row, 10).value = "冲减上年多计"
    buffer = io.BytesIO()
    book.save(buffer)
    left = content_of(our_book(unmark(buffer.getvalue(), "x"), "x"))
    assert left.explanations == {"S101": "网上原样", "V102_9_1": "冲减上年多计"}


def test_a_note_of_the_user_comes_back_and_a_later_one_stays(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    sheet = our_book(plain, "x").at("F_3_2")
    cell = book["统计表"].cell(*sheet[1:])
    cell.comment = Comment("=请李科长核对", "张三")
    buffer = io.BytesIO()
    book.save(buffer)
    with_note = buffer.getvalue()
    marked = mark(with_note, check(content()), "x")
    assert cell_of(marked, "F_3_2").comment.text.startswith("=请李科长核对\n错误 T102")
    back = cell_of(unmark(marked, "x"), "F_3_2").comment
    assert (back.text, back.author) == ("=请李科长核对", "张三")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    book["统计表"].cell(*sheet[1:]).comment = Comment("已改", "张三")
    buffer = io.BytesIO()
    book.save(buffer)
    assert cell_of(unmark(buffer.getvalue(), "x"), "F_3_2").comment.text == "已改"


def test_importing_into_a_marked_workbook_takes_the_marks_off(plain, marked):
    updated = update_book(marked, content(), "x")
    assert painted(updated) == {}
    assert cell_of(updated, "F_3_2").comment is None
    assert content_of(our_book(updated, "x")) == content_of(our_book(plain, "x"))


def test_a_marked_workbook_is_valid_and_survives_another_program(marked, plain, tmp_path):
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked)
    assert office.openxml_errors(path) == []
    (tmp_path / "saved").mkdir()
    (saved,) = office.convert([path], "xlsx", tmp_path / "saved")
    back = unmark(saved.read_bytes(), "x")
    assert cell_of(back, "F_3_2").comment is None
    assert cell_of(back, "F_3_2").fill.start_color.rgb[-6:] == cell_of(plain, "F_3_2").fill.start_color.rgb[-6:]


def test_a_workbook_with_pictures_is_not_marked(plain, tmp_path):
    import zipfile  # noqa: PLC0415  # wanted only here

    path = tmp_path / "x.xlsx"
    path.write_bytes(plain)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.png", b"")
    with pytest.raises(InputRefused, match="图表、图片"):
        mark(path.read_bytes(), check(content()), "x.xlsx")


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_an_empty_workbook_can_be_marked(edition):
    empty = build_book(BookContent(AnnualReport(form=edition)))
    assert look(unmark(mark(empty, check(BookContent(AnnualReport(form=edition))), "x"), "x")) == look(empty)


def test_a_workbook_made_before_a_rule_was_is_read_filled_and_marked(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    del book.defined_names["R_T124"]
    buffer = io.BytesIO()
    book.save(buffer)
    older = buffer.getvalue()
    assert content_of(our_book(older, "x")).current == content_of(our_book(plain, "x")).current
    said = BookContent(REPORT, explanations={"T124": "外聘讲师"})
    assert content_of(our_book(update_book(older, said, "x"), "x")).explanations == {"T124": "外聘讲师"}
    assert unmark(mark(older, check(said), "x"), "x")


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_list(data):
    """A workbook as versions before 0.3 made it: without the hidden list, and with nothing open below the rules."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book[MARKS]
    for name in ("S_marks", *MARKED.values()):
        del book.defined_names[name]
    return saved(book)


def test_a_workbook_without_the_list_gets_it_with_its_first_marks(plain):
    older = without_list(plain)
    assert unmark(older, "x") is older
    marked = mark(older, check(content()), "x")
    assert painted(marked)["F_3_2"] == "error"
    formats = openpyxl.load_workbook(io.BytesIO(marked))["统计表"].conditional_formatting
    assert any("S_marked_error" in rule.formula[0] for cells in formats for rule in cells.rules)
    assert painted(unmark(marked, "x")) == {}


def test_marks_of_older_versions_come_off(plain):
    book = openpyxl.load_workbook(io.BytesIO(without_list(plain)))
    cell = book["统计表"]["C31"]
    before = repr(cell.fill)
    kept = book.create_sheet(MARKS)
    kept["A1"]._style = copy(cell._style)
    for column, value in enumerate(("F_3_2", "原注", "张三", "原注\n错误 T102：旧", "F8B4A8"), 2):
        kept.cell(1, column, value)
    cell.fill = openpyxl.styles.PatternFill("solid", start_color="F8B4A8")
    cell.comment = Comment("原注\n错误 T102：旧", "nianbao")
    book["校验"]["C27"] = "nianbao check 标出的问题（可在“说明”栏写明原因）"
    book["校验"]["A28"], book["校验"]["D28"] = "V102_9_1", "填报 -2"
    for left in (unmark(saved(book), "x"), mark(saved(book), [], "x")):
        assert repr(cell_of(left, "F_3_2").fill) == before
        assert cell_of(left, "F_3_2").comment.text == "原注"
        sheet = openpyxl.load_workbook(io.BytesIO(left))["校验"]
        assert [row for row in sheet.iter_rows(min_row=27, values_only=True) if any(row) and row[0] != "S101"] == []


def test_a_look_that_no_format_of_ours_could_keep_stays(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    theme = openpyxl.styles.colors.Color(theme=4, tint=0.4)
    book["统计表"]["C31"].fill = openpyxl.styles.PatternFill("lightTrellis", start_color=theme, end_color="00112233")
    fill = repr(book["统计表"]["C31"].fill)
    marked = mark(saved(book), check(content()), "x")
    assert repr(cell_of(marked, "F_3_2").fill) == fill
    assert repr(cell_of(unmark(marked, "x"), "F_3_2").fill) == fill


def test_a_comment_of_the_newer_kind_is_left_alone(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    book["统计表"]["C31"].comment = Comment("[线程批注] 见讨论", "tc={0A1B}")
    marked = mark(saved(book), check(content()), "x")
    assert painted(marked)["F_3_2"] == "error"
    assert cell_of(marked, "F_3_2").comment.text == "[线程批注] 见讨论"
    assert cell_of(unmark(marked, "x"), "F_3_2").comment.text == "[线程批注] 见讨论"


def test_a_note_whose_lines_another_program_broke_anew_is_known_again(plain):
    book = openpyxl.load_workbook(io.BytesIO(plain))
    book["统计表"]["C31"].comment = Comment("请李科长\n核对", "张三")
    marked = openpyxl.load_workbook(io.BytesIO(mark(saved(book), check(content()), "x")))
    note = marked["统计表"]["C31"].comment
    note.text = note.text.replace("\n", "\r\n ")
    assert cell_of(unmark(saved(marked), "x"), "F_3_2").comment.text == "请李科长\r\n 核对"
