"""新建年报, 导入往年报告 and 汇总下级 without any office: what is asked, what is shown, what the workbook is then."""

from __future__ import annotations

import datetime as dt

import pytest
from checking import changed, whole
from commandline import report_file
from scripted import desk_with
from units import roster_csv, write_units

from addin.buttons.books import import_report, new_book
from addin.buttons.sums import ROSTERS, sum_units
from addin.engines.files_books import FileBookApi
from converters.cli import asking, main
from workbook.content import BookContent
from workbook.errors import InputRefused, UsageError
from workbook.names import ROLL_UP, SOURCES, STATISTICS, YEARS
from workbook.read import read_content
from workbook.report import Evidence, Figure, Unplaced
from workbook.rollup.book import SHEETS
from workbook.sheets import read_book
from workbook.write import build_book

UNIT = "青禾市民政局"
YES, NO = True, False


def put(path, content):
    path.write_bytes(build_book(content))
    return path


@pytest.fixture
def book(tmp_path):
    """A workbook of 2018 with 2017 before it."""
    content = BookContent(changed(whole("2014", 2018), unit=UNIT), {2017: changed(whole("2014", 2017), unit=UNIT)})
    return put(tmp_path / "年报2018.xlsx", content)


@pytest.fixture
def empty(tmp_path):
    """A workbook without a figure."""
    report = changed(whole("2014", 2016), unit="青禾市")
    report.figures = {}
    return put(tmp_path / "年报.xlsx", BookContent(report))


def titles(path):
    return [sheet.name for sheet in read_book(path.read_bytes(), path.name).sheets]


# --- 新建年报


def test_a_new_workbook_follows_the_open_one(book, tmp_path):
    target, before = tmp_path / "新.xlsx", book.read_bytes()
    with desk_with(book, YES, UNIT, "2019", target) as desk:
        new_book(desk)
        asked = desk.screen.texts("ask")
        assert desk.app.books.active.fullname == str(target)
    assert UNIT in asked[0]
    assert "[2019]" in asked[1]
    content = read_content(target)
    assert (content.current.unit, content.current.year, content.current.form) == (UNIT, 2019, "2019")
    assert list(content.history) == [2018, 2017]
    assert content.drafts
    assert book.read_bytes() == before


def test_without_a_workbook_the_year_is_the_one_that_is_being_written(tmp_path, monkeypatch):
    class March(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2025, 3, 1, tzinfo=tz)

    monkeypatch.setattr(asking.dt, "datetime", March)
    with desk_with(None, NO, "青石镇人民政府", "2024", tmp_path / "新") as desk:
        new_book(desk)
        assert "[2024]" in desk.screen.texts("ask")[1]
        assert "青石镇人民政府2024年报.xlsx" in desk.screen.texts("pick_new_file")[0]
    assert read_content(tmp_path / "新.xlsx").current.year == 2024


def test_last_year_s_report_can_be_a_file(tmp_path):
    last = put(tmp_path / "上年.xlsx", BookContent(changed(whole("2014", 2016), unit=UNIT)))
    with desk_with(None, YES, [last], "", "2017", tmp_path / "新.xlsx") as desk:
        new_book(desk)
    content = read_content(tmp_path / "新.xlsx")
    assert (content.current.year, list(content.history), content.current.unit) == (2017, [2016], UNIT)


def test_a_foreign_workbook_is_not_proposed_as_last_year_s(tmp_path):
    with desk_with(None, NO, "甲局", "2024", tmp_path / "新.xlsx") as desk:
        foreign = desk.app.books.add()
        new_book(type(desk)(desk.app, foreign, desk.screen))
        assert "另选" not in desk.screen.texts("confirm")[0]
    assert not read_content(tmp_path / "新.xlsx").history


def test_an_open_workbook_that_cannot_be_read_is_no_obstacle(book, tmp_path, monkeypatch):
    def refuse(*_):
        message = "busy"
        raise ConnectionError(message)

    monkeypatch.setattr(FileBookApi, "SaveCopyAs", refuse)
    with desk_with(book, NO, "甲局", "2024", tmp_path / "新.xlsx") as desk:
        new_book(desk)
    assert read_content(tmp_path / "新.xlsx").current.unit == "甲局"


def test_a_year_that_is_none_is_asked_for_again(tmp_path):
    with desk_with(None, NO, "甲局", "二三年", "2023年度", tmp_path / "新.xlsx") as desk:
        new_book(desk)
        assert "现在是“二三”" in desk.screen.texts("ask")[2]
    assert read_content(tmp_path / "新.xlsx").current.year == 2023


@pytest.mark.parametrize(
    "answers", [(False, None), (False, "甲局", None), (False, "甲局", "2023", None), (True, [])], ids=str
)
def test_whoever_turns_back_gets_no_workbook(tmp_path, answers):
    with desk_with(None, *answers) as desk:
        new_book(desk)
        assert (len(desk.app.books), desk.screen.texts("status"), desk.screen.answers) == (0, [], [])
    assert not list(tmp_path.iterdir())


def test_another_unit_s_workbook_is_not_carried_in(book, tmp_path):
    with desk_with(book, YES, "青禾市档案馆", "2019") as desk, pytest.raises(UsageError, match="不是同一个单位"):
        new_book(desk)
    assert list(tmp_path.iterdir()) == [book]


@pytest.mark.parametrize("yes", [True, False])
def test_a_file_that_is_there_is_replaced_only_with_a_yes(tmp_path, yes):
    target = tmp_path / "新.xlsx"
    target.write_bytes(b"mine")
    with desk_with(None, NO, "甲局", "2023", target, yes) as desk:
        new_book(desk)
    assert (target.read_bytes() == b"mine") is not yes


def test_an_open_workbook_is_never_replaced(book):
    before = book.read_bytes()
    with desk_with(book, YES, UNIT, "2019", book) as desk, pytest.raises(InputRefused, match="正打开着"):
        new_book(desk)
    assert book.read_bytes() == before


def test_no_second_workbook_of_one_name_is_made(book, tmp_path):
    (tmp_path / "别处").mkdir()
    target = tmp_path / "别处" / book.name.upper()
    with desk_with(book, NO, NO, UNIT, "2019", target) as desk, pytest.raises(InputRefused, match="同名的工作簿"):
        new_book(desk)
    assert not target.exists()


# --- 导入往年报告


def test_an_older_report_is_shown_and_goes_into_the_years(book, tmp_path):
    old = put(tmp_path / "旧.xlsx", BookContent(changed(whole("2014", 2015), {"3.1": 77, "9.3": None}, unit=UNIT)))
    with desk_with(book, [old], YES) as desk:
        import_report(desk)
        (told,) = desk.screen.texts("confirm")
        assert desk.app.books.active.sheets.active.name == YEARS
        assert "2015 年度进“历年”" in desk.screen.texts("status")[-1]
    assert "旧.xlsx：2014 版，2015 年度" in told
    assert "空白 1" in told
    assert read_content(book).history[2015].figures["3.1"].value == 77


def test_it_does_what_the_command_line_does(tmp_path):
    reports = [
        put(tmp_path / f"来文{at}.xlsx", BookContent(changed(whole("2014", 2016), {"9.3": at}, unit=UNIT)))
        for at in (1, 2)
    ]
    target = put(tmp_path / "甲.xlsx", BookContent(changed(whole("2014", 2015), unit="")))
    twin = tmp_path / "乙.xlsx"
    twin.write_bytes(target.read_bytes())
    with desk_with(target, reports, YES) as desk:
        import_report(desk)
        assert "不一致" in desk.screen.texts("confirm")[0]
    assert main(["import", *map(str, reports), "-o", str(twin)]) == 1
    assert target.read_bytes() == twin.read_bytes()


def test_an_empty_table_is_filled_and_its_sources_are_shown(tmp_path):
    report = report_file(tmp_path / "2023年报.html")
    target = tmp_path / "空.xlsx"
    main(["new", "--year", "2023", "-o", str(target)])
    with desk_with(target, [report], YES) as desk:
        import_report(desk)
        assert "进“统计表”" in desk.screen.texts("confirm")[0]
        assert desk.app.books.active.sheets.active.name == SOURCES
    assert read_content(target).current.has_table


def test_doubts_and_what_found_no_place_are_shown(empty, tmp_path):
    report = changed(whole("2014", 2016), {"3.1": Figure("3.1", "text", text="不详")}, unit="青禾市")
    report.unplaced = [Unplaced("附：放不进任何地方的一段", Evidence("来文.docx"))]
    with desk_with(empty, [put(tmp_path / "来文.xlsx", BookContent(report))], NO) as desk:
        import_report(desk)
        (told,) = desk.screen.texts("confirm")
    assert "未归位 1 条" in told
    assert "要核对：未归位 1 处，不是数的格 1 处" in told


@pytest.mark.parametrize("answers", [([],), ("report", False)])
def test_whoever_turns_back_keeps_the_workbook(book, tmp_path, answers):
    old = put(tmp_path / "旧.xlsx", BookContent(changed(whole("2014", 2015), unit=UNIT)))
    before = book.read_bytes()
    with desk_with(book, *([old] if answer == "report" else answer for answer in answers)) as desk:
        import_report(desk)
        assert len(desk.app.books) == 1
        assert not desk.app.engine.impl.calls["write"]
    assert book.read_bytes() == before


def test_what_the_workbook_has_already_changes_nothing(book, tmp_path):
    twin = tmp_path / "同.xlsx"
    twin.write_bytes(before := book.read_bytes())
    with desk_with(book, [twin]) as desk:
        import_report(desk)
        assert "都有，没有改动" in desk.screen.texts("say")[0]
    assert book.read_bytes() == before


def test_another_unit_s_report_is_refused(book, tmp_path):
    other = put(tmp_path / "别.xlsx", BookContent(changed(whole("2014", 2015), unit="青禾市档案馆")))
    before = book.read_bytes()
    with desk_with(book, [other]) as desk, pytest.raises(UsageError, match="单位不同"):
        import_report(desk)
    assert book.read_bytes() == before


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(book, tmp_path):
    old = put(tmp_path / "旧.xlsx", BookContent(changed(whole("2014", 2015), unit=UNIT)))
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    with desk_with(book, [broken, old], YES) as desk:
        import_report(desk)
        assert "没有读" in desk.screen.texts("confirm")[0]
    assert 2015 in read_content(book).history
    with desk_with(book, [broken]) as desk, pytest.raises(InputRefused, match=r"坏\.docx"):
        import_report(desk)


# --- 汇总下级


def test_a_folder_of_units_is_added_up_on_sheets_of_the_open_workbook(empty, tmp_path):
    numbers = write_units(folder := tmp_path / "各单位", 3)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "坏.xlsx").write_bytes(b"not a workbook")
    with desk_with(empty, YES, folder, YES, YES) as desk:
        sum_units(desk)
        told = desk.screen.texts("confirm")
        assert "计入 3，退回 1" in told[1]
        assert "没有名册" in told[1]
        assert "统计表" in told[2]
        assert desk.app.books.active.sheets.active.name == ROLL_UP
        assert "计入 3，退回 1" in desk.screen.texts("status")[-1]
    assert set(SHEETS) < set(titles(empty))
    content = read_content(empty)
    assert content.current.figures["9.3"].value == sum(numbers.values())
    assert [part.name for part in content.units] == sorted(numbers)
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_it_adds_up_as_the_command_line_does(empty, tmp_path):
    write_units(folder := tmp_path / "各单位", 2)
    with desk_with(empty, YES, folder, YES, YES) as desk:
        sum_units(desk)
    alone = tmp_path / "汇总.xlsx"
    main(["summarize", str(folder), "--unit", "青禾市", "-o", str(alone)])
    mine, theirs = (
        {sheet.name: sheet.cells for sheet in read_book(path.read_bytes(), path.name).sheets} for path in (empty, alone)
    )
    for title in SHEETS:
        assert mine[title] == theirs[title]


def test_figures_that_are_there_are_not_touched(book, tmp_path):
    write_units(folder := tmp_path / "各单位", 2)
    files = sorted(folder.iterdir())
    year = put(tmp_path / "年报2016.xlsx", BookContent(changed(whole("2014", 2016), {"9.3": 5}, unit="青禾市")))
    with desk_with(year, NO, files, YES) as desk:
        sum_units(desk)
    assert read_content(year).current.figures["9.3"].value == 5
    with desk_with(book, NO, files) as desk, pytest.raises(InputRefused, match="没有一份报告可以计入"):
        sum_units(desk)


def test_a_roster_beside_the_workbook_says_who_is_missing(empty, tmp_path):
    numbers = write_units(folder := tmp_path / "各单位", 1)
    roster_csv(tmp_path / ROSTERS[1], f"{next(iter(numbers))},青禾市,部门", "青禾市不在局,青禾市,部门")
    with desk_with(empty, YES, folder, NO) as desk:
        sum_units(desk)
        assert "缺报 1" in desk.screen.texts("confirm")[1]
    assert set(titles(empty)).isdisjoint(SHEETS)


def test_a_second_time_gives_the_sheets_anew_and_leaves_the_workbook_itself_out(empty, tmp_path):
    write_units(folder := tmp_path / "各单位", 2)
    inside = empty.rename(folder / "汇总用.xlsx")
    for fill in ([YES], []):
        with desk_with(inside, YES, folder, YES, *fill) as desk:
            sum_units(desk)
            assert "计入 2。" in desk.screen.texts("confirm")[1]
    assert len(read_content(inside).units) == 2
    assert titles(inside).count(ROLL_UP) == 1
    assert main(["check", str(inside)]) in {0, 1}
    assert main(["import", "--json", str(inside)]) == 0


@pytest.mark.parametrize("answers", [(True, None), (False, [])])
def test_nothing_chosen_changes_nothing(empty, answers):
    before = empty.read_bytes()
    with desk_with(empty, *answers) as desk:
        sum_units(desk)
    assert empty.read_bytes() == before
    assert STATISTICS in titles(empty)
