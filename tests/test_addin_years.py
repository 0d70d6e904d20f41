"""同比 and 图表 without any office: the sheets are the command line's, made anew by every click."""

from __future__ import annotations

import pytest
from checking import changed, whole
from scripted import desk_with

from addin.buttons.years import compare_years, draw_charts
from addin.engines.files_books import FileBookApi
from converters.cli import main
from workbook.content import BookContent
from workbook.errors import InputRefused, UsageError
from workbook.names import CHANGES, CHARTS, ON_DEMAND
from workbook.sheets import read_book
from workbook.write import build_book

YES, NO = True, False
DATA = build_book(BookContent(whole("2014", 2018), {2017: changed(whole("2014", 2017), {"3.1": 9})}))


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(DATA)
    return path


def titles(path):
    return {sheet.name for sheet in read_book(path.read_bytes(), path.name).sheets}


@pytest.mark.parametrize(("macro", "sheet"), [(compare_years, CHANGES), (draw_charts, CHARTS)])
def test_the_sheets_are_made_and_the_one_asked_for_is_shown(book, tmp_path, macro, sheet):
    with desk_with(book, YES) as desk:
        macro(desk)
        assert desk.app.books.active.sheets.active.name == sheet
        assert "2017、2018 年度" in desk.screen.texts("status")[0]
    twin = tmp_path / "命令行.xlsx"
    twin.write_bytes(DATA)
    assert main(["history", str(twin)]) == 0
    assert book.read_bytes() == twin.read_bytes()


def test_whoever_says_no_keeps_the_workbook(book):
    with desk_with(book, NO) as desk:
        compare_years(desk)
        assert not desk.screen.texts("status")
    assert book.read_bytes() == DATA


def test_sheets_that_are_as_new_are_only_shown(book, monkeypatch):
    with desk_with(book, YES) as desk:
        compare_years(desk)
    before = book.stat().st_mtime_ns
    monkeypatch.setattr(FileBookApi, "Saved", YES, raising=False)
    with desk_with(book) as desk:
        draw_charts(desk)
        assert desk.book.sheets.active.name == CHARTS
        assert "已是最新" in desk.screen.texts("status")[0]
    assert book.stat().st_mtime_ns == before


def test_a_single_year_is_one_sentence(book):
    book.write_bytes(build_book(BookContent(changed(whole("2014", 2016)))))
    with desk_with(book) as desk, pytest.raises(UsageError, match="只有 2016 一个年度"):
        compare_years(desk)
    assert titles(book).isdisjoint(ON_DEMAND)


def test_a_sheet_of_the_user_s_with_the_same_name_is_not_touched(book):
    with desk_with(book) as desk:
        desk.book.sheets.add(CHANGES)
        desk.book.save()
        before = book.read_bytes()
        with pytest.raises(InputRefused, match="同名"):
            compare_years(desk)
    assert book.read_bytes() == before


def test_charts_of_the_user_s_keep_the_sheets_out(book):
    with desk_with(book) as desk:
        desk.book.sheets.add("我的图").charts.add(name="我的图")
        with pytest.raises(InputRefused, match="图表"):
            draw_charts(desk)
        assert len(desk.app.books) == 1
