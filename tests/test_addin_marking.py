from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from types import SimpleNamespace

import books
import checking
import openpyxl
import pytest
import scripted
from openpyxl.comments import Comment

import addin.opened
from addin.clicking import press
from addin.engines.files import FileApp
from addin.engines.files_sheets import FileSheet
from addin.refusals import OfficeRefused
from addin.writing import write_marking
from converters.judging import judged_book
from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.markplan import Block, Marking
from workbook.marks import mark, unmark
from workbook.names import CHECKS, COVER, MARKED, MARKS, NARRATIVE, STATISTICS
from workbook.ours import our_book
from workbook.report import AnnualReport, Finding
from workbook.rules.settingsfile import FILE_NAME
from workbook.write import build_book

REPORT = checking.changed(
    checking.whole("2014", 2017), {"3.2": 12, "7": 0, "9.1": -2, "9.2": None}, signoff={"head": "周末", "date": "不详"}
)
SAID = {"S101": "网上原样"}
BUTTONS = ("checkBook", "nextFinding", "clearMarks", "explainFinding")


def made(report=REPORT):
    return build_book(BookContent(report, explanations=SAID))


@pytest.fixture(scope="module")
def plain():
    return made()


@pytest.fixture
def path(plain, tmp_path):
    file = tmp_path / "年报.xlsx"
    file.write_bytes(plain)
    return file


@pytest.fixture
def desk(path):
    with scripted.desk_with(path) as desk:
        yield desk


def changed(path, change):
    """The file after openpyxl has changed it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def held(data):
    """What marking may change: the hidden list, the notes by cell, the lines on 校验 as far as they say something."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    notes = {cell.coordinate: cell.comment.text for row in book[STATISTICS].iter_rows() for cell in row if cell.comment}
    lines = [row for row in book[CHECKS].iter_rows(values_only=True) if any(row)]
    return [row for row in book[MARKS].iter_rows(values_only=True) if any(row)], notes, lines


def now(desk):
    return desk.book.impl.content()


def test_a_click_leaves_what_the_command_line_leaves(desk, plain):
    assert press("checkBook", desk)
    assert held(now(desk)) == held(mark(plain, judged_book(our_book(plain, "年报.xlsx")), "年报.xlsx"))


def test_the_cells_look_as_they_did(desk, plain):
    before = openpyxl.load_workbook(io.BytesIO(plain))[STATISTICS]
    assert press("checkBook", desk)
    after = openpyxl.load_workbook(io.BytesIO(now(desk)))[STATISTICS]
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            assert repr((cell.fill, cell.font, cell.number_format)) == repr(
                (other.fill, other.font, other.number_format)
            )


def test_it_is_said_how_many_and_where_the_first_one_is(desk):
    press("checkBook", desk)
    (said,) = desk.screen.texts("status")
    assert said.startswith("2 处错误、2 处警告、3 处提示；已选中第一处：统计表 C31 错误 T102：填报 12，应为 13")
    assert (desk.app.selection.sheet.name, desk.app.selection.address) == (STATISTICS, "$C$31")


def test_marks_come_off_as_if_they_had_never_been(desk, plain):
    press("checkBook", desk)
    assert press("clearMarks", desk)
    assert held(now(desk)) == held(plain)
    assert desk.screen.texts("status")[-1] == "已去掉标记；写过的说明还在。"
    press("clearMarks", desk)
    assert desk.screen.texts("status")[-1] == "这个工作簿里没有标记。"


def test_the_command_line_takes_off_what_the_button_has_put_on_and_the_other_way_round(desk, path, plain):
    press("checkBook", desk)
    assert held(unmark(now(desk), "年报.xlsx")) == held(plain)
    path.write_bytes(mark(plain, judged_book(our_book(plain, "年报.xlsx")), "年报.xlsx"))
    with scripted.desk_with(path) as other:
        assert press("clearMarks", other)
        assert held(now(other)) == held(plain)


def test_an_explanation_written_beside_a_line_stays(desk):
    press("checkBook", desk)
    sheet = desk.book.sheets[CHECKS]
    row = next(at for at in range(20, 60) if sheet.range((at, 1)).value == "V102_9_1")
    sheet.range((row, 10)).value = "冲减上年多计"
    press("clearMarks", desk)
    lines = {line[0]: line for line in held(now(desk))[2]}
    assert lines["V102_9_1"][9] == "冲减上年多计"
    assert lines["V102_9_1"][3] is None
    press("checkBook", desk)
    assert "（已说明：冲减上年多计）" in next(note for note in held(now(desk))[1].values() if "V102" in note)


def test_what_the_user_wrote_below_the_list_stays(desk):
    desk.book.sheets[CHECKS].range("D60").value = "自己记的话"
    press("checkBook", desk)
    press("clearMarks", desk)
    assert "自己记的话" in [line[3] for line in held(now(desk))[2]]


def test_a_note_of_the_user_goes_before_ours_and_comes_back(path):
    changed(path, lambda book: setattr(book[STATISTICS]["C31"], "comment", Comment("=请李科长核对", "张三")))
    with scripted.desk_with(path) as desk:
        press("checkBook", desk)
        note = desk.book.sheets[STATISTICS]["C31"].note
        assert note.text.startswith("=请李科长核对\n错误 T102")
        press("checkBook", desk)
        assert desk.book.sheets[STATISTICS]["C31"].note.text == note.text
        press("clearMarks", desk)
        cell = openpyxl.load_workbook(io.BytesIO(now(desk)))[STATISTICS]["C31"]
        assert (cell.comment.text, cell.comment.author) == ("=请李科长核对", "张三")


def test_a_note_that_the_user_changed_stays(desk):
    press("checkBook", desk)
    desk.book.sheets[STATISTICS]["C31"].note.text = "已问过，原文如此"
    press("clearMarks", desk)
    assert desk.book.sheets[STATISTICS]["C31"].note.text == "已问过，原文如此"
    assert desk.book.sheets[STATISTICS]["C34"].note is None


def test_a_mended_workbook_says_so_and_its_marks_go(path):
    mended = checking.changed(checking.whole("2014", 2017), {"7": 0})
    path.write_bytes(mark(made(mended), [finding("3.2")], "年报.xlsx"))
    with scripted.desk_with(path) as desk:
        assert press("checkBook", desk)
        assert desk.screen.texts("status") == ["没有发现问题；原来的标记已去掉。"]
        assert [row for row in held(now(desk))[0][1:] if any(row)] == []
        press("nextFinding", desk)
        assert desk.screen.texts("status")[-1] == "没有发现问题。"


def test_the_next_one_goes_round_in_the_order_of_the_table(desk):
    seen = []
    desk.book.sheets[STATISTICS].activate()
    for _ in range(6):
        assert press("nextFinding", desk)
        seen.append((desk.app.selection.sheet.name, desk.app.selection.address))
    assert seen[0] == seen[5]
    assert seen[:4] == [(STATISTICS, f"$C${row}") for row in (31, 34, 67, 68)]
    assert seen[4][0] == "封面"
    assert desk.screen.texts("status")[0].startswith("第 1 处，共 5 处：统计表 C31")


def test_the_rule_at_the_selected_cell_is_explained(desk):
    desk.book.sheets[STATISTICS].activate()
    desk.book.sheets[STATISTICS]["C31"].select()
    press("explainFinding", desk)
    (said,) = desk.screen.texts("say")
    assert said.startswith("统计表 C31 （二）申请办结数\n错误 T102：填报 12，应为 13")
    assert "\n要求：" in said
    assert "\n依据：" in said
    assert "\n怎么办：" in said
    assert len(said) < 1000


def test_the_rule_of_a_selected_line_is_explained(desk):
    press("checkBook", desk)
    sheet = desk.book.sheets[CHECKS]
    sheet.activate()
    sheet["D5"].select()
    press("explainFinding", desk)
    assert desk.screen.texts("say")[-1].startswith("要求：")
    sheet["A1"].select()
    press("explainFinding", desk)
    assert desk.screen.texts("say")[-1].startswith("选中的地方没有发现问题")


def finding(code, number=0):
    return Finding(
        code="V102",
        severity=("error", "warning", "note")[number % 3],
        message=f"填报 -{number}",
        figures=(code,),
        found=-number,
        expected="+5",
        instance=f"V102_{code}".replace(".", "_"),
    )


@pytest.mark.parametrize(
    ("edition", "count"), [("2014", 0), ("2014", 1), ("2014", 150), ("2019", 30), ("2019", 150), ("2021", 150)]
)
def test_a_click_makes_at_most_ten_reads_and_ten_writes(edition, count, tmp_path, monkeypatch):
    file = tmp_path / "表.xlsx"
    file.write_bytes(build_book(BookContent(AnnualReport(form=edition))))
    codes = list(layout_of(load_form(edition)).figures)
    told = [finding(codes[number % len(codes)], number) for number in range(count)]
    monkeypatch.setattr(addin.opened, "judged_book", lambda *_: told)
    with scripted.desk_with(file) as desk:
        calls = desk.app.engine.impl.calls
        for button in ("explainFinding", *BUTTONS[:2], "clearMarks", "checkBook"):
            calls.clear()
            assert press(button, desk), desk.screen.texts()
            assert calls["read"] <= 10
            assert calls["write"] <= 10
            assert calls["other"] <= 10
        painted = [row for row in held(now(desk))[0][1:] if any(row[4:])]
        assert len(painted) == min(count, len(codes))
        assert all(sum(map(bool, row[4:])) == 1 and row[1] in MARKED for row in painted)


def test_the_rules_of_the_file_beside_the_workbook_hold_here_too(path):
    path.with_name(FILE_NAME).write_text('disable = ["T102", "T118", "T120", "V102"]\n', "utf-8")
    with scripted.desk_with(path) as desk:
        press("checkBook", desk)
        assert not any("T102" in note for note in held(now(desk))[1].values())


def refused(desk, button="checkBook"):
    """The one sentence that a click ends with; nothing in the workbook has changed by it."""
    before = now(desk)
    assert not press(button, desk)
    assert desk.book.impl.content() == before
    (said,) = desk.screen.texts("warn")
    return said


def test_another_workbook_is_left_alone(tmp_path):
    file = tmp_path / "工资.xlsx"
    openpyxl.Workbook().save(file)
    for button in BUTTONS:
        with scripted.desk_with(file) as desk:
            assert "“工资.xlsx”不是 nianbao 的工作簿" in refused(desk, button)


def test_with_no_workbook_open_each_button_says_so():
    for button in BUTTONS:
        with scripted.desk_with(None) as desk:
            assert not press(button, desk)
            assert desk.screen.texts("warn")[0].startswith("没有打开的工作簿")


def test_a_sheet_that_was_renamed_is_marked_all_the_same(path):
    changed(path, lambda book: books.rename(book, STATISTICS, "表 一"))
    with scripted.desk_with(path) as desk:
        assert press("checkBook", desk)
        assert "已选中第一处：表 一 C31" in desk.screen.texts("status")[0]
        assert desk.book.sheets["表 一"]["C31"].note is not None


def test_a_name_that_was_deleted_is_named(path):
    changed(path, lambda book: book.defined_names.pop("F_3_2"))
    with scripted.desk_with(path) as desk:
        assert "单元格名称 F_3_2 已被删除" in refused(desk)


def test_a_sheet_whose_notes_are_locked_is_left_alone(path):
    def lock(book):
        book[STATISTICS].protection.objects = True
        book[STATISTICS].protection.password = "abc"  # noqa: S105  # nobody's

    changed(path, lock)
    with scripted.desk_with(path) as desk:
        assert "“统计表”表受保护，不许加批注，没有改动。请在“审阅”选项卡里撤销工作表保护" in refused(desk)


def test_a_sheet_of_checks_that_the_user_has_locked_is_left_alone(path):
    def lock(book):
        book[CHECKS].column_dimensions["A"].protection = openpyxl.styles.Protection(locked=True)

    changed(path, lock)
    with scripted.desk_with(path) as desk:
        assert "“校验”表的单元格被锁定并保护了" in refused(desk)


def test_a_workbook_of_an_older_version_is_told_how_to_be_renewed(path):
    def age(book):
        del book[MARKS]
        for name in ("S_marks", *MARKED.values()):
            del book.defined_names[name]

    changed(path, age)
    with scripted.desk_with(path) as desk:
        assert "nianbao check --mark" in refused(desk)
    data = path.read_bytes()
    path.write_bytes(mark(data, judged_book(our_book(data, "年报.xlsx")), "年报.xlsx"))
    with scripted.desk_with(path) as desk:
        assert press("checkBook", desk)


@pytest.mark.parametrize("error", [OfficeRefused.busy(), ZeroDivisionError()])
def test_what_was_written_is_taken_back_when_the_program_refuses_a_part(desk, plain, monkeypatch, error):
    def refuse(*_):
        raise error

    with monkeypatch.context() as during:
        during.setattr(FileSheet, "change_notes", refuse)
        assert not press("checkBook", desk)
    assert held(now(desk)) == held(plain)
    assert len(desk.screen.texts("warn")) == 1


def test_a_read_only_file_is_marked_and_nothing_is_saved(path):
    before = path.read_bytes()
    path.chmod(0o444)
    with scripted.desk_with(path) as desk:
        assert press("checkBook", desk)
    assert path.read_bytes() == before


def test_a_workbook_at_an_address_is_marked_and_nothing_is_written_to_disk(desk, path):
    before = sorted(path.parent.iterdir())
    desk.book.impl.fullname = "https://example.sharepoint.com/sites/a/年报.xlsx"
    assert press("checkBook", desk)
    assert sorted(path.parent.iterdir()) == before


def test_a_fault_on_a_hidden_sheet_is_told_and_not_gone_to(desk):
    desk.book.sheets.add("别的")
    for title in (STATISTICS, COVER, NARRATIVE, CHECKS):
        desk.book.sheets[title].visible = False
    assert press("checkBook", desk), desk.screen.texts()
    assert "第一处在隐藏的表里" in desk.screen.texts("status")[-1]
    assert press("nextFinding", desk)
    assert "取消隐藏" in desk.screen.texts("status")[-1]


def test_a_program_that_waits_with_its_formulas_is_told_to_compute_before_and_after(desk, monkeypatch):
    told = []
    monkeypatch.setattr(FileApp, "calculation", "manual")
    monkeypatch.setattr(FileApp, "calculate", lambda _: told.append("now"))
    assert press("checkBook", desk)
    assert told == ["now"] * 2


class Excel(SimpleNamespace):
    """What writing asks of xlwings' objects, each of them the same; ``raw_value`` is what Excel would be given."""

    def __getattr__(self, _):
        return self

    def __getitem__(self, _):
        return self

    def range(self, *_):
        return self

    def prepare_xl_data_element(self, value, _):
        return f"Excel's {value}"


def test_values_go_to_excel_in_the_forms_that_it_takes():
    sheet = Excel()
    block = Block(CHECKS, 1, 1, (("=1", None), (Decimal("1.5"), dt.date(2018, 1, 31))))
    write_marking(sheet, Marking((block,), (), ()), None)
    assert sheet.raw_value == [["'=1", ""], [1.5, "Excel's 2018-01-31"]]
