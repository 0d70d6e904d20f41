"""What only the engine for LibreOffice does: its own dialect of formulas, protections, notes, and what a call costs."""

from __future__ import annotations

import time

import calcoffice
import openpyxl
import pytest
import xlwings
from openpyxl.comments import Comment
from openpyxl.worksheet.protection import SheetProtection

from addin.notes import MACRO, NoteChange, pack
from addin.refusals import OfficeRefused

FORMULAS = [
    "=SUM(A1:B2,'a ''b c'!C3)",
    '=IF(统计表!$A$1>0,"是；否",COUNTIF(A:A,1))',
    "=SUM({1,2;3,4})",
    "=total+1",
    "=INDEX(统计表!$A$1:$C$9,2,3)&'a ''b c'!$C$3",
    "=HYPERLINK(\"#'a ''b c'!A1\",\"去\")",
]


@pytest.fixture(scope="module")
def engine():
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    with calcoffice.running() as running:
        from addin.engines.calc import engine_at  # noqa: PLC0415  # LibreOffice's module is known only now

        yield engine_at(running.context, running.pid)
    xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active = before


@pytest.fixture
def app(engine):
    engine.activate()
    yield xlwings.apps.active
    for book in list(xlwings.apps.active.books):
        book.close()


@pytest.fixture
def book(app):
    made = app.books.add()
    made.sheets[0].name = "统计表"
    made.sheets.add("a 'b c", after=made.sheets[0])
    made.names.add("total", "=统计表!$C$5")
    return made


def protected_file(path, *, password=None):
    """A workbook with a note by somebody, on a sheet protected in a way of its own."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["B2"] = 1
    sheet["B2"].comment = Comment("甲写的", "甲", 90, 200)
    sheet.protection = SheetProtection(sheet=True, formatColumns=False, autoFilter=False, selectLockedCells=True)
    if password:
        sheet.protection.password = password
    made.save(path)
    return path


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_comes_back_in_excel_s_words(book, formula):
    book.sheets["a 'b c"]["E9"].formula = formula
    assert book.sheets["a 'b c"]["E9"].formula == formula


def test_a_formula_is_computed_from_other_sheets_and_names(book):
    book.sheets["统计表"]["C5"].value = 40
    book.sheets["a 'b c"]["A1"].value = [["=total+1", "=统计表!C5+A1", "=NOSUCH(1)"]]
    assert book.sheets["a 'b c"]["A1:C1"].options(err_to_str=True).value == [41, 81, "#NAME?"]


def test_a_name_follows_a_renamed_sheet(book):
    book.sheets["统计表"].name = "改 名"
    assert book.names["total"].refers_to == "='改 名'!$C$5"
    assert book.names["total"].refers_to_range.sheet.name == "改 名"


def test_a_copy_has_what_is_not_saved_and_leaves_the_workbook_as_it_is(book, tmp_path):
    book.sheets[0]["A1"].value = "还没有保存"
    before = book.fullname
    book.api.SaveCopyAs(str(tmp_path / "甲 '&.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "甲 '&.xlsx")["统计表"]["A1"].value == "还没有保存"
    assert (book.fullname, book.api.Saved, book.api.ReadOnly) == (before, False, False)


def test_notes_change_under_a_protection_which_stays_as_it_was(app, tmp_path):
    book = app.books.open(protected_file(tmp_path / "book.xlsx"))
    app.macro(MACRO)(book.sheets[0].name, pack([NoteChange("B2", 3, "\n错误"), NoteChange("C3", 0, "新的")])[0])
    assert book.sheets[0]["B2"].note.text == "甲写的\n错误"
    assert book.sheets[0]["C3"].note.text == "新的"
    with pytest.raises(OfficeRefused):
        book.sheets[0]["B2"].value = 2
    book.save(tmp_path / "saved.xlsx")
    protection = openpyxl.load_workbook(tmp_path / "saved.xlsx").active.protection
    assert (protection.sheet, protection.formatColumns, protection.autoFilter) == (True, False, False)
    assert (protection.selectLockedCells, protection.selectUnlockedCells) == (True, False)


def test_a_password_is_not_passed_by(app, tmp_path):
    book = app.books.open(protected_file(tmp_path / "book.xlsx", password="geheim"))  # noqa: S106  # of a test
    with pytest.raises(OfficeRefused, match="受保护"):
        app.macro(MACRO)(book.sheets[0].name, pack([NoteChange("B2", 0, "")])[0])
    assert book.sheets[0]["B2"].note.text == "甲写的"


def test_looks_and_sheets_of_protected_ones_stay(app, tmp_path):
    book = app.books.open(protected_file(tmp_path / "book.xlsx"))
    sheet = book.sheets[0]
    for change in (
        lambda: setattr(sheet["A1"], "color", (255, 0, 0)),
        lambda: setattr(sheet["A1"].font, "bold", True),
        sheet["A1:A2"].clear_contents,
        lambda: setattr(sheet["A1"], "formula", "=1"),
        sheet["A1:B1"].merge,
    ):
        with pytest.raises(OfficeRefused, match="受保护"):
            change()
    book.impl.document.protect("")
    with pytest.raises(OfficeRefused, match="受保护"):
        book.sheets.add("新表")


def test_only_the_procedure_of_the_add_in_can_be_run(app, book):
    with pytest.raises(KeyError):
        app.macro("'nianbao.xlam'!Other")(book.sheets[0].name)


def test_what_cannot_be_opened_or_written_is_said(app, book, tmp_path):
    with pytest.raises(OfficeRefused, match="打不开"):
        app.impl.books.open(str(tmp_path / "nothing" / "b.xlsx"))
    with pytest.raises(OfficeRefused, match="写不了"):
        book.api.SaveCopyAs(str(tmp_path))


def test_a_call_for_a_block_is_one_call_and_fast(engine, book):
    block = [[f"{row}.{column}" if column % 3 else row * column for column in range(6)] for row in range(200)]
    calls = engine.impl.calls
    calls.clear()
    begin = time.perf_counter()
    book.sheets[0]["A1"].value = block
    assert book.sheets[0]["A1:F200"].value == block
    assert time.perf_counter() - begin < 5
    assert (calls["write"], calls["read"]) == (1, 1)
