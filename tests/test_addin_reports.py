"""生成 Word 报告, 预览正文 and 帮助 without any office: what is written, what is never written over, what is shown."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from checking import changed, whole
from scripted import desk_with

from addin.buttons.help import open_help
from addin.buttons.reports import preview_text, write_report
from addin.engines.files_books import FileBookApi
from addin.preview import gaps
from addin.ribbon import load_ribbon
from converters.cli import main
from workbook.content import BookContent
from workbook.errors import InputRefused, OutputNotWritten
from workbook.ours import our_book
from workbook.read import content_of
from workbook.report import Section
from workbook.write import build_book

YES, NO = True, False
TEXTS = (
    "全年收到申请{3.1}件，比上年{3.1:增减}。",
    "{没有这个名称}<b>与{{照印}}",
    "【上年：37】件；【请填写：今年的做法】",
)
HOME = "没有写好"


def book_bytes():
    report = changed(whole("2014", 2018), {"3.1": 14})
    report.sections = [Section("一", "概述", TEXTS), Section("二", "主要问题", ())]
    return build_book(BookContent(report))


DATA = book_bytes()
GAPS = gaps(content_of(our_book(DATA, "年报.xlsx")))


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    path = tmp_path / "年报.xlsx"
    path.write_bytes(DATA)
    return path


def words_of(data):
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def shown(desk):
    (path,) = desk.screen.texts("show")
    return Path(path)


# --- 生成 Word 报告


def test_the_report_lies_beside_the_workbook_and_is_the_command_line_s(book):
    with desk_with(book) as desk:
        write_report(desk)
        assert shown(desk) == book.with_suffix(".docx")
        assert "还有 5 处没有写好，第一处：" in desk.screen.texts("status")[0]
        assert dict(desk.app.engine.impl.calls)["read"] == 1
        assert not desk.app.engine.impl.calls["write"]
    made = book.with_suffix(".docx").read_bytes()
    assert "收到申请14件" in words_of(made)
    assert main(["report", str(book), "-o", str(book.with_name("另.docx"))]) == 0
    assert book.with_name("另.docx").read_bytes() == made
    assert book.read_bytes() == DATA


def test_what_is_not_saved_yet_is_in_the_report(book):
    with desk_with(book) as desk:
        desk.book.names["M_unit"].refers_to_range.value = "刚改的单位名称"
        write_report(desk)
    assert "刚改的单位名称" in words_of(book.with_suffix(".docx").read_bytes())


def test_the_same_report_again_asks_nothing(book):
    for _ in range(2):
        with desk_with(book) as desk:
            write_report(desk)
            assert desk.screen.texts("show")


@pytest.mark.parametrize("answers", [(YES,), (NO, Path("另存")), (NO, None)], ids=["yes", "elsewhere", "no"])
def test_a_report_changed_by_hand_is_never_replaced_without_a_yes(book, answers):
    edited = book.with_suffix(".docx")
    edited.write_bytes(b"edited by hand")
    elsewhere = book.with_name("另存")
    with desk_with(book, *(elsewhere if isinstance(answer, Path) else answer for answer in answers)) as desk:
        write_report(desk)
        assert "可能有人改过" in desk.screen.texts("confirm")[0]
        assert bool(desk.screen.texts("show")) is (answers != (NO, None))
    assert (edited.read_bytes() == b"edited by hand") is (answers[0] is NO)
    assert elsewhere.with_suffix(".docx").is_file() is (len(answers) == 2 and answers[1] is not None)


def test_a_workbook_on_a_server_asks_where_to_put_it(book, monkeypatch, tmp_path):
    monkeypatch.setattr(FileBookApi, "FullName", "https://d.docs.live.net/1a2b/年报.xlsx", raising=False)
    with desk_with(book, tmp_path / "报告.docx") as desk:
        write_report(desk)
        assert "民政局2018年报.docx" in desk.screen.texts("pick_new_file")[0]
    assert (tmp_path / "报告.docx").is_file()
    assert not book.with_suffix(".docx").exists()


def test_a_report_that_is_open_in_word_is_left_alone(book):
    book.with_name("~$年报.docx").write_bytes(b"\x02me")
    with desk_with(book) as desk, pytest.raises(OutputNotWritten, match="打开"):
        write_report(desk)
    assert not book.with_suffix(".docx").exists()


@pytest.mark.parametrize("macro", [write_report, preview_text])
def test_a_foreign_workbook_is_refused(macro, tmp_path):
    with desk_with(None) as desk:
        foreign = desk.app.books.add()
        with pytest.raises(InputRefused, match="不是 nianbao 的工作簿"):
            macro(type(desk)(desk.app, foreign, desk.screen))
    assert not list(tmp_path.iterdir())


# --- 预览正文


def test_the_preview_shows_the_text_with_its_figures_and_marks_what_is_missing(book):
    with desk_with(book) as desk:
        preview_text(desk)
        page = shown(desk).read_text("utf-8")
        assert "还有 5 处" in desk.screen.texts("status")[0]
    listed, text = page.split("<article>")
    assert "收到申请14件" in text
    assert re.findall("<mark>(.*?)</mark>", text) == [
        "{3.1:增减}",
        "{没有这个名称}",
        "【上年：37】",
        "【请填写：今年的做法】",
    ]
    assert "&lt;b&gt;" in text
    assert listed.count("<li>") == len(GAPS) == 5
    assert all(place in listed for place in ("正文!", "今年的做法", "没有这个名称", "主要问题"))
    assert book.read_bytes() == DATA
    assert not book.with_suffix(".docx").exists()


def test_a_text_without_gaps_says_so(book):
    report = changed(whole("2014", 2018), {"3.1": 14})
    book.write_bytes(build_book(BookContent(report)))
    with desk_with(book) as desk:
        preview_text(desk)
        assert "没有发现空着的地方" in shown(desk).read_text("utf-8")
        assert "没有写好" not in desk.screen.texts("status")[0]


def test_a_second_preview_takes_the_place_of_the_first(book):
    for _ in range(2):
        with desk_with(book) as desk:
            preview_text(desk)
            folder = shown(desk).parent
    assert len(list(folder.iterdir())) == 1


def test_a_folder_of_one_s_own_that_cannot_be_made_is_no_obstacle(book, tmp_path):
    (tmp_path / "state").write_bytes(b"a file")
    with desk_with(book) as desk:
        preview_text(desk)
        assert shown(desk).is_file()


# --- 帮助


def test_the_help_page_tells_every_button_the_version_and_the_log(book):
    with desk_with(None) as desk:
        open_help(desk)
        page = shown(desk).read_text("utf-8")
    for button in load_ribbon().buttons:
        assert f">{button.label}</th>" in page
        assert button.more in page
    assert "nianbao.log" in page
    assert re.search(r"nianbao \d+\.\d+", page)
    assert book.read_bytes() == DATA
