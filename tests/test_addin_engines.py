"""What the macros use of xlwings does the same without an office and in LibreOffice; Excel's ways are the measure."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools

import calcoffice
import office
import openpyxl
import pytest
import xlwings
from openpyxl.comments import Comment
from openpyxl.styles import Protection

from addin.engines.files import files_engine
from addin.engines.geometry import parse_reference
from addin.notes import MACRO, NoteChange, pack
from addin.refusals import OfficeRefused

TITLE = "数 据"
TABLE = [["单位", "件数", "日期"], ["甲", 3.0, None], ["乙", 4.5, dt.datetime(2024, 1, 31)]]  # noqa: DTZ001  # as a cell has it


@pytest.fixture(scope="module", params=["files", "libreoffice"])
def engine(request):
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    if request.param == "files":
        yield xlwings.Engine(impl=files_engine())
    else:
        with calcoffice.running() as running:
            yield importlib.import_module("addin.engines.calc").engine_at(running.context, running.pid)
    xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active = before


@pytest.fixture
def app(engine):
    engine.activate()
    app = xlwings.apps.active or xlwings.App(add_book=False, visible=False)
    yield app
    for book in list(app.books):
        book.close()


@pytest.fixture
def book(app):
    made = app.books.add()
    made.sheets[0].name = TITLE
    return made


@pytest.fixture
def sheet(book):
    return book.sheets[0]


@pytest.fixture
def calls(engine):
    return engine.impl.calls


def opened(app, folder, change):
    """A file that openpyxl writes, opened."""
    made = openpyxl.Workbook()
    change(made, made.worksheets[0])
    made.save(folder / "甲 & 乙's.xlsx")
    return app.books.open(folder / "甲 & 乙's.xlsx")


def test_a_block_of_values_comes_back_as_it_went_in(sheet):
    block = [["甲", 1, None], [2.5, True, False], ["", dt.datetime(2024, 2, 29, 13, 30), dt.date(2024, 1, 31)]]  # noqa: DTZ001  # as above
    sheet["B2"].value = block
    assert sheet["B2:D4"].value == [
        ["甲", 1.0, None],
        [2.5, True, False],
        [None, dt.datetime(2024, 2, 29, 13, 30), dt.datetime(2024, 1, 31)],  # noqa: DTZ001  # as above
    ]
    assert [type(value) for value in sheet["B3:D3"].value] == [float, bool, bool]


def test_rows_columns_and_cells_are_read_in_their_own_shapes(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert (sheet["A1"].value, sheet["A1:B1"].value, sheet["A1:A2"].value) == (1, [1, 2], [1, 3])
    assert sheet["A1"].options(ndim=2).value == [[1]]
    assert sheet["A1:B2"].raw_value == [[1, 2], [3, 4]]
    sheet["D1"].options(transpose=True).value = [7, 8]
    assert sheet["D1:D2"].value == [7, 8]


def test_a_number_may_be_wanted_whole_and_an_empty_cell_as_a_text(sheet):
    sheet["A1"].value = [[2.0, None]]
    assert sheet["A1:B1"].options(numbers=int, empty="").value == [2, ""]
    assert sheet["A1"].options(dates=dt.date).value == 2.0


def test_a_single_value_fills_a_range_and_none_empties_it(sheet):
    sheet["A1:B3"].value = 7
    sheet["A2:B2"].value = None
    assert sheet["A1:B3"].value == [[7, 7], [None, None], [7, 7]]


def test_an_empty_text_in_a_block_empties_its_cell(book, sheet, tmp_path):
    sheet["A1"].value = [[1, "甲", 2]]
    sheet["A1:C1"].raw_value = [["", "", "'乙"]]
    assert sheet["A1:C1"].value == [None, None, "乙"]
    book.api.SaveCopyAs(str(tmp_path / "空.xlsx"))
    saved = openpyxl.load_workbook(tmp_path / "空.xlsx")[sheet.name]
    assert [cell.value for cell in saved[1]] == [None, None, "乙"]


def test_a_text_after_an_apostrophe_stays_a_text(sheet):
    sheet["A1"].value = [["'=1+1", "'012", "''引"]]
    assert sheet["A1:C1"].value == ["=1+1", "012", "'引"]


def test_lines_and_signs_in_a_text_stay(sheet):
    text = "一行\n二行 <b>&“引”' 𠮷"
    sheet["A1"].value = text
    assert sheet["A1"].value == text


def test_an_error_value_is_nothing_or_its_text(app, tmp_path):
    book = opened(app, tmp_path, lambda _, sheet: sheet.append(["#N/A", "=1/0"]))
    cell = book.sheets[0]["A1"]
    assert cell.value is None
    assert cell.options(err_to_str=True).value == "#N/A"


def test_a_formula_is_written_and_read_in_english_with_excels_references(book, sheet):
    other = book.sheets.add("汇总", after=sheet)
    formulas = [f"=SUM('{TITLE}'!A1:$B$2,1.5)", f"='{TITLE}'!A1&\"、\"", '=IF(A1>=1,"是","否")', "=COUNTIF($A:$A,2)"]
    other["A5"].value = [formulas]
    assert list(other["A5:D5"].formula[0]) == formulas
    sheet["D1"].formula = "=汇总!A5"
    assert sheet["D1"].formula == "=汇总!A5"


def test_a_formula_for_a_range_is_adjusted_to_each_cell(sheet):
    sheet["C2:D3"].formula = "=A2*$B$1"
    assert [list(row) for row in sheet["C2:D3"].formula] == [["=A2*$B$1", "=B2*$B$1"], ["=A3*$B$1", "=B3*$B$1"]]


def test_the_formula_of_a_cell_without_one_is_its_value(sheet):
    sheet["A1"].value = [["甲", 2.5, None]]
    assert list(sheet["A1:C1"].formula[0]) == ["甲", "2.5", ""]


def test_addresses_corners_and_slices(sheet):
    cells = sheet.range((2, 2), (4, 5))
    assert (cells.address, cells.shape, cells.row, cells.column, cells.size) == ("$B$2:$E$4", (3, 4), 2, 2, 12)
    assert cells[1, 1:3].address == "$C$3:$D$3"
    assert cells(2, 1).address == cells(5).address == "$B$3"
    assert cells.offset(1, 1).address == "$C$3:$F$5"
    assert cells.resize(1, 2).address == "$B$2:$C$2"
    assert cells.last_cell.get_address(row_absolute=False, column_absolute=False) == "E4"
    assert sheet.range(sheet["A1"], sheet["B3"]).address == "$A$1:$B$3"
    assert sheet["A:B"].shape == (1_048_576, 2)


def test_values_are_followed_to_their_end(sheet):
    sheet["B2"].value = TABLE
    sheet["B6"].value = "另"
    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["C3"].expand("down").address == "$C$3:$C$4"
    assert sheet["B3"].expand("right").address == "$B$3:$C$3"
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B4"].end("down").address == "$B$6"
    assert sheet["B6"].end("down").row == 1_048_576
    assert sheet["B6"].end("left").address == "$A$6"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet.used_range.last_cell.address == "$D$6"


def test_an_address_that_is_none_is_refused(sheet):
    with pytest.raises(xlwings.NoSuchObjectError):
        sheet.range("没有这个名称")


def test_names_are_defined_found_changed_and_deleted(book, sheet):
    book.names.add("F_x", f"='{TITLE}'!$B$2")
    sheet["A1:A3"].name = "列表"
    assert "f_X" in book.names
    assert "没有" not in book.names
    assert {"F_x", "列表"} <= {name.name for name in book.names}
    assert parse_reference(book.names["F_x"].refers_to) == (TITLE, (2, 2, 2, 2))
    assert book.names["列表"].refers_to_range.address == "$A$1:$A$3"
    assert sheet["F_x"].address == "$B$2"
    assert sheet["A1:A3"].name.name == "列表"
    book.names["F_x"].refers_to = f"='{TITLE}'!$C$3"
    assert sheet["F_x"].address == "$C$3"
    book.names["F_x"].delete()
    assert "F_x" not in book.names


def test_formulas_and_names_follow_a_sheet_that_is_renamed(book, sheet):
    other = book.sheets.add("另表")
    other["A1"].value = f"='{TITLE}'!A1&'{TITLE}'!$B$2"
    book.names.add("F_x", f"='{TITLE}'!$B$2")
    sheet.name = "改名's"
    assert other["A1"].formula == "='改名''s'!A1&'改名''s'!$B$2"
    assert book.names["F_x"].refers_to_range.sheet.name == "改名's"


def test_sheets_are_added_where_they_are_wanted_and_found_by_name(book, sheet):
    book.sheets.add("后", after=sheet)
    book.sheets.add("前", before=sheet)
    assert book.sheet_names == ["前", TITLE, "后"]
    assert book.sheets.active.name == "前"
    assert ("后" in book.sheets, "无" in book.sheets) == (True, False)
    assert [one.index for one in book.sheets] == [1, 2, 3]
    assert book.sheets(2).name == book.sheets[TITLE].name == TITLE


def test_a_sheet_is_hidden_and_shown(book, sheet):
    other = book.sheets.add("另", after=sheet)
    sheet.activate()
    other.visible = False
    assert (sheet.visible, other.visible) == (True, False)
    other.visible = True
    assert other.visible


def test_a_sheet_goes_with_what_refers_to_it(book, sheet):
    gone = book.sheets.add("要删", after=sheet)
    book.names.add("F_x", "=要删!$A$1")
    sheet["A1"].formula = "=要删!B2+1"
    gone.delete()
    assert book.sheet_names == [TITLE]
    assert "#REF!" in sheet["A1"].formula
    assert "F_x" not in book.names or "要删" not in book.names["F_x"].refers_to


def test_a_sheet_is_copied_beside_itself(book, sheet):
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1"].color = "#FF0000"
    copy = sheet.copy(name="副本")
    assert book.sheet_names == [TITLE, "副本"]
    assert (copy["A1"].value, copy["B1"].formula, copy["A1"].color) == (1, "=A1*2", (255, 0, 0))


def test_colours_and_fonts(sheet):
    cells = sheet["A1:B2"]
    assert cells.color is None
    cells.color = (255, 200, 0)
    sheet["C1"].color = "#00FF10"
    assert (sheet["B2"].color, sheet["C1"].color) == ((255, 200, 0), (0, 255, 16))
    cells.color = None
    assert sheet["A1"].color is None
    cells.font.bold, cells.font.italic, cells.font.size, cells.font.name = True, True, 14, "黑体"
    cells.font.color = (1, 2, 3)
    font = sheet["B2"].font
    assert (font.bold, font.italic, font.size, font.name, font.color) == (True, True, 14, "黑体", (1, 2, 3))
    assert sheet["C3"].font.bold is False


def test_number_formats_widths_and_heights(sheet):
    sheet["A1:B2"].number_format = "0.00"
    assert sheet["B2"].number_format == "0.00"
    assert sheet["C1"].number_format == "General"
    sheet["A1"].wrap_text = True
    assert (sheet["A1"].wrap_text, sheet["B1"].wrap_text) == (True, False)
    sheet["A1:B1"].column_width = 30
    sheet["A1:A2"].row_height = 40
    assert sheet["B1"].column_width == pytest.approx(30, abs=1)
    assert sheet["A2"].row_height == pytest.approx(40, abs=0.5)
    assert sheet["A3"].top == pytest.approx(80, abs=1)
    assert sheet["B1"].left == pytest.approx(sheet["C1"].left / 2, rel=0.05)


def test_a_column_is_made_as_wide_as_its_words(sheet):
    sheet["A1"].value = [["短", "一句比寻常的列宽要长得多的话，放不下"]]
    sheet["A:B"].autofit()
    assert sheet["B1"].column_width > 2 * sheet["A1"].column_width


def test_clearing_takes_contents_looks_or_both(sheet):
    for address in ("A1", "A2", "A3"):
        sheet[address].value = 1
        sheet[address].color = (255, 0, 0)
    sheet["A1"].clear_contents()
    sheet["A2"].clear_formats()
    sheet["A3"].clear()
    assert sheet["A1:A3"].value == [None, 1, None]
    assert [sheet[address].color for address in ("A1", "A2", "A3")] == [(255, 0, 0), None, None]


def test_cells_are_merged_and_taken_apart(sheet):
    sheet["A1"].value = [["甲", None], [None, None]]
    sheet["A1:B2"].merge()
    assert (sheet["A1:B2"].merge_cells, sheet["C1"].merge_cells) == (True, False)
    sheet["A1:C2"].value = [["乙", "盖住", 1], ["盖住", "盖住", 2]]
    # What is under a merge is each program's own business.
    assert (sheet["A1"].value, sheet["C1:C2"].value) == ("乙", [1, 2])
    sheet["A1:B2"].unmerge()
    assert not sheet["A1"].merge_cells


def test_notes_are_put_read_changed_and_taken_off(sheet):
    note = sheet["B2"].add_note("核对\n来源")
    assert (note.text, sheet["B2"].note.text) == ("核对\n来源", "核对\n来源")
    sheet["A1"].add_note("另一条")
    sheet["B2"].note.text = "改过"
    assert [(one.location.address, one.text) for one in sheet.notes] == [("$A$1", "另一条"), ("$B$2", "改过")]
    sheet["A1"].note.delete()
    assert sheet["A1"].note is None


def test_many_notes_are_changed_by_one_call(app, sheet, calls):
    sheet["A1"].add_note("原话")
    sheet["A2"].add_note("不要了")
    sheet["A3"].add_note("不动")
    changes = [NoteChange("A1", 2, "\n错误 F1：合计不符"), NoteChange("A2", 0, ""), NoteChange("C7", 0, "新的\n一条")]
    (packed,) = pack(changes)
    calls.clear()
    app.macro(MACRO)(sheet.name, packed)
    assert (calls["read"], calls["write"]) == (0, 1)
    told = {note.location.address: note.text for note in sheet.notes}
    assert told == {"$A$1": "原话\n错误 F1：合计不符", "$A$3": "不动", "$C$7": "新的\n一条"}


def test_a_chart_is_drawn_named_and_taken_off(sheet):
    sheet["A1"].value = [["单位", "件数"], ["甲", 3], ["乙", 4]]
    chart = sheet.charts.add(left=10, top=80, width=300, height=200, chart_type="column_clustered", name="nianbao 件数")
    chart.set_source_data(sheet["A1:B3"])
    chart.title = "各单位件数"
    assert [(one.name, one.title, one.chart_type) for one in sheet.charts] == [
        ("nianbao 件数", "各单位件数", "column_clustered")
    ]
    chart.chart_type = "line"
    assert sheet.charts["nianbao 件数"].chart_type == "line"
    chart.delete()
    assert len(sheet.charts) == 0


def test_cells_are_copied_with_looks_and_adjusted_formulas(sheet):
    sheet["A1"].value = [[2, "=A1*2"]]
    sheet["A1"].font.bold = True
    sheet["A1:B1"].copy(sheet["C5"])
    assert (sheet["C5"].value, sheet["D5"].formula, sheet["C5"].font.bold) == (2, "=C5*2", True)


def test_rows_of_a_plain_list_are_inserted_and_deleted(sheet):
    sheet["A1"].value = [[1], [2], [3]]
    sheet["2:3"].insert("down")
    assert sheet["A1:A5"].value == [1, None, None, 2, 3]
    sheet["1:1"].delete("up")
    assert sheet["A1:A4"].value == [None, None, 2, 3]


def protected(_, sheet):
    sheet.title = "表"
    sheet.append([1, 2])
    sheet["B1"].protection = Protection(locked=False)
    sheet["A1"].comment = Comment("原有", "张三")
    sheet.protection.sheet = True


def test_a_protected_sheet_lets_only_unlocked_cells_be_written(app, tmp_path):
    sheet = opened(app, tmp_path, protected).sheets["表"]
    with pytest.raises(OfficeRefused, match="保护"):
        sheet["A1:B1"].value = [8, 9]
    assert sheet["A1:B1"].value == [1, 2]
    sheet["B1"].value = 9
    assert sheet["B1"].value == 9
    with pytest.raises(OfficeRefused, match="保护"):
        sheet["B1"].color = (255, 0, 0)
    with pytest.raises(OfficeRefused, match="保护"):
        sheet["A1"].clear_contents()


def test_notes_of_a_protected_sheet_may_be_changed_where_objects_are_not_locked(app, tmp_path):
    sheet = opened(app, tmp_path, protected).sheets["表"]
    app.macro(MACRO)("表", pack([NoteChange("A1", 2, "，后来"), NoteChange("B1", 0, "新")])[0])
    assert [note.text for note in sheet.notes] == ["原有，后来", "新"]
    with pytest.raises(OfficeRefused, match="保护"):
        sheet["A1"].value = 5


def test_cells_are_selected_on_the_sheet_in_front(book, sheet):
    book.sheets.add("另", after=sheet)
    sheet.activate()
    sheet["B3:C4"].select()
    assert book.sheets.active.name == TITLE
    assert book.app.selection.address == "$B$3:$C$4"
    assert book.selection.sheet.name == TITLE


def test_a_saved_workbook_is_a_valid_file_and_holds_everything(app, book, sheet, tmp_path):
    sheet["A1"].value = TABLE
    sheet["B4"].formula = "=SUM(B2:B3)"
    sheet["A1"].color = (255, 0, 0)
    sheet["A1"].add_note("说明")
    book.names.add("F_x", f"='{TITLE}'!$B$2")
    sheet.charts.add(chart_type="line", source=sheet["A1:B3"], anchor=sheet["E2"], name="nianbao 图")
    path = tmp_path / "存 & 取's.xlsx"
    book.save(path)
    assert (book.fullname, book.name) == (str(path), path.name)
    book.close()
    assert office.openxml_errors(path) == []
    again = app.books.open(path).sheets[TITLE]
    assert again["A1:C3"].value == TABLE
    assert (again["B4"].formula, again["A1"].color, again["A1"].note.text) == ("=SUM(B2:B3)", (255, 0, 0), "说明")
    assert (again["F_x"].address, len(again.charts)) == ("$B$2", 1)


def test_a_copy_holds_what_is_not_saved_yet_and_the_workbook_stays_as_it_is(app, tmp_path, calls):
    book = opened(app, tmp_path, lambda _, sheet: sheet.append([1]))
    before = (tmp_path / book.name).read_bytes()
    book.sheets[0]["A1"].value = 2
    calls.clear()
    book.api.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert (calls["read"], calls["write"]) == (1, 0)
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").worksheets[0]["A1"].value == 2
    assert (tmp_path / book.name).read_bytes() == before
    assert book.name == "甲 & 乙's.xlsx"
    assert not book.api.Saved


def test_a_new_workbook_is_copied_before_it_has_a_file(book, sheet, tmp_path):
    sheet["A1"].value = "未保存"
    book.api.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx")[TITLE]["A1"].value == "未保存"


def test_a_read_only_file_is_known_as_one(app, tmp_path):
    made = openpyxl.Workbook()
    path = tmp_path / "只读.xlsx"
    made.save(path)
    assert not app.books.open(path).api.ReadOnly
    app.books[path.name].close()
    assert app.books.open(path, read_only=True).api.ReadOnly


def test_an_open_file_is_found_again_and_a_missing_one_is_not(app, tmp_path):
    book = opened(app, tmp_path, lambda _, sheet: sheet.append([1]))
    assert app.books.open(tmp_path / book.name) == book
    assert [one.name for one in app.books].count(book.name) == 1
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "没有.xlsx")


def test_a_workbook_is_closed_and_another_activated(app, book, tmp_path):
    other = opened(app, tmp_path, lambda _, sheet: sheet.append([1]))
    assert app.books.active == other
    book.activate()
    assert app.books.active == book
    book.close()
    assert other.name in [one.name for one in app.books]
    assert len(app.books) == 1


def test_the_status_bar_and_the_switches_of_the_program(app, book):
    app.status_bar = "3 处错误"
    assert app.status_bar == "3 处错误"
    app.status_bar = False
    with app.properties(screen_updating=False, display_alerts=False, enable_events=False, calculation="manual"):
        book.sheets[0]["A1"].value = 1
    assert app.version.major >= 15
    assert xlwings.apps[app.pid] == app


def test_a_whole_table_goes_in_and_out_by_one_call_each(sheet, calls):
    table = [[f"单位{row}" if column == 0 else float(row * column) for column in range(6)] for row in range(200)]
    cells = sheet.range((1, 1), (200, 6))
    calls.clear()
    cells.value = table
    assert (calls["read"], calls["write"]) == (0, 1)
    assert cells.value == table
    assert (calls["read"], calls["write"]) == (1, 1)


@pytest.mark.usefixtures("book")
def test_macros_that_nobody_has_are_refused(app):
    with pytest.raises((KeyError, OfficeRefused)):
        app.macro("'nianbao.xlam'!Nothing")("a", "b")


def test_titles_of_every_kind_are_quoted_where_they_must_be(book, sheet):
    titles = ["统计表", "2024", "A1", "甲 乙", "it's", "R1C1", "a-b", "TRUE"]
    for title, number in zip(titles, itertools.count(1), strict=False):
        made = book.sheets.add(title, after=book.sheets[-1])
        made["A1"].value = number
        made["B2"].name = f"N_{number}"
    assert [book.names[f"N_{number}"].refers_to_range.sheet.name for number in range(1, 9)] == titles
    for title, number in zip(titles, itertools.count(1), strict=False):
        sheet["A1"].formula = "='" + title.replace("'", "''") + "'!A1"
        assert sheet["A1"].formula.replace("'", "") == f"={title}!A1".replace("'", ""), number
