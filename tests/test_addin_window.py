"""Every button of the toolbar clicked with the mouse in a real Calc window, its dialogs answered as a user does."""

from __future__ import annotations

import shutil

import calcwindow
import makers
import office
import pytest
from figures import consistent
from makers_labels import OFFICIAL
from makers_pdf import pdf
from typeset import typeset

from addin.ribbon import load_ribbon
from converters.cli import main
from workbook.formfile import load_form
from workbook.names import CHANGES, CHARTS, CHECKS, MARKS, NARRATIVE, ROLL_UP, STATISTICS, YEARS, figure_name

PRACTICE = office.ROOT / "templates" / "demo" / "practice"
NAME = "青松县 '& 2023.xlsx"
# Where the first of its faults shows.
WRONG = figure_name("T3.1.C1")


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with calcwindow.calc_window(tmp_path_factory.mktemp("home")) as window:
        yield window


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Workbooks of one year and of two, a past report, and reports of units; the year 2023 has a wrong number."""
    folder = tmp_path_factory.mktemp("files")
    shutil.copytree(PRACTICE / "各单位", folder / "units")
    shutil.copy(PRACTICE / "2022年报.docx", folder / "past.docx")
    assert main(["import", str(PRACTICE / "2023年报.html"), "-o", str(folder / "one.xlsx")]) == 0
    shutil.copy(folder / "one.xlsx", folder / "two.xlsx")
    assert main(["import", str(folder / "past.docx"), "-o", str(folder / "two.xlsx")]) == 0
    return folder


@pytest.fixture
def opened(window, files, tmp_path):
    """A function that opens a copy of a workbook in the window; the copy's path is what it gives."""

    def open_copy(name):
        path = tmp_path / NAME
        shutil.copy(files / name, path)
        window.open(path)
        return path

    yield open_copy
    window.close_all()


def test_libreoffice_has_registered_all_parts_of_the_extension(window):
    assert "org.nianbao.calc" in window.registered
    assert window.registered.count("is registered: yes") == 4
    assert "is registered: no" not in window.registered


def test_the_toolbar_has_every_button_in_the_table_s_order(window, opened):
    opened("one.xlsx")
    assert list(window.toolbar()) == [button.label for button in load_ribbon().buttons]
    assert window.is_docked()
    assert window.toolbar_name() == load_ribbon().tab.label


def test_check_marks_what_is_wrong_and_selects_it(window, opened):
    opened("one.xlsx")
    window.click("校验")
    window.wait(lambda: window.notes(STATISTICS))
    assert "T301" in window.notes(STATISTICS)[window.place_of(WRONG)]
    window.wait(lambda: (window.active(), window.selected()) == (STATISTICS, window.place_of(WRONG)))
    window.picture(window.folder / "check.png")


def test_the_marks_can_be_walked_through_explained_and_taken_away(window, opened):
    opened("one.xlsx")
    window.click("校验")
    first = window.wait(lambda: window.notes(STATISTICS) and window.selected())
    window.click("下一处")
    window.wait(lambda: window.selected() != first)
    window.click("校验说明")
    assert "T301" in window.answer("OK")
    window.click("清除标记")
    window.wait(lambda: not window.notes(STATISTICS))


def test_a_cell_that_is_being_edited_is_entered_and_checked(window, opened):
    opened("one.xlsx")
    window.select(window.place_of(WRONG), STATISTICS)
    window.keys("7", "7", "7")
    window.click("校验")
    assert "777" in window.wait(lambda: window.notes(STATISTICS)[window.place_of(WRONG)])
    assert window.value(WRONG) == 777


def test_a_past_report_comes_into_the_years(window, opened, files):
    path = opened("one.xlsx")
    window.click("导入往年报告")
    window.choose(files / "past.docx", "Open")
    assert "past.docx" in window.answer("Yes")
    window.wait(lambda: window.active() == YEARS)
    assert {2022.0, 2023.0} <= set(window.row(YEARS, 3))
    assert path.name in window.title()


def test_a_report_on_paper_is_read_with_the_helper_process(window, opened, files):
    form = load_form("2021")
    (files / "other.pdf").write_bytes(pdf(typeset(makers.parts(form, consistent(form, 23), OFFICIAL, "merged"))))
    opened("one.xlsx")
    window.click("导入往年报告")
    window.choose(files / "other.pdf", "Open")
    told = window.answer("OK")
    # It was read, for it is known to be of another unit.
    assert "单位不同" in told
    assert "other.pdf" in told


def test_the_units_are_added_up_on_sheets_of_the_workbook(window, opened, files):
    opened("one.xlsx")
    window.click("汇总下级")
    window.answer("Yes")
    window.choose(files / "units", "Select")
    window.answer("Yes")
    window.wait(lambda: window.active() == ROLL_UP)


def test_years_are_compared_and_drawn(window, opened):
    opened("two.xlsx")
    for label, sheet in (("同比", CHANGES), ("图表", CHARTS)):
        window.click(label)
        window.answer("Yes")
        window.wait(lambda sheet=sheet: window.active() == sheet)
    assert window.charts(CHARTS)


def test_the_word_report_is_written_beside_the_workbook_and_opened(window, opened):
    path = opened("one.xlsx")
    window.click("生成 Word 报告")
    window.wait(lambda: path.with_suffix(".docx").is_file() and ".docx" in window.opened_elsewhere())


@pytest.mark.parametrize("label", ["预览正文", "帮助"])
def test_a_page_is_opened_in_the_browser(window, opened, label):
    before = len(window.opened_elsewhere())
    opened("one.xlsx")
    window.click(label)
    window.wait(lambda: ".html" in window.opened_elsewhere()[before:])


def test_a_new_workbook_is_made_and_opened(window, opened, files):
    opened("one.xlsx")
    window.click("新建年报")
    window.answer("No")
    window.answer("No")
    window.fill_in("County 7")
    window.fill_in("2024")
    window.choose(files / "new.xlsx", "Save")
    window.wait(lambda: "new.xlsx" in window.title())
    assert window.value("M_unit") == "County 7"
    assert window.value("M_year") == 2024


def test_a_workbook_of_others_is_left_alone(window, opened, files):
    calcwindow.write_foreign(files / "foreign.xlsx")
    opened("foreign.xlsx")
    window.click("校验")
    assert "nianbao" in window.answer("OK")
    assert MARKS not in window.sheets()
    assert CHECKS not in window.sheets()
    assert NARRATIVE not in window.sheets()
