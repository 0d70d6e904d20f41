from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from addin.screens import excel
from addin.screens.excel import ExcelScreen
from workbook.errors import InputRefused

TITLE = "信息公开年报"


class Recorder:
    """In place of xlwings' App and Excel's own object: remembers calls, gives the answers it was given."""

    def __init__(self, **answers):
        self.answers, self.calls = answers, []
        self.status_bar = False
        self.api = self

    def __getattr__(self, name):
        def call(*arguments):
            self.calls.append((name, *arguments))
            return self.answers.get(name)

        return call


class Dialog:
    """In place of Excel's FileDialog."""

    def __init__(self, shown, *items):
        self.shown, self.SelectedItems = shown, items
        self.filters = []
        self.Filters = SimpleNamespace(Clear=self.filters.clear, Add=lambda *told: self.filters.append(told))

    def Show(self):  # noqa: N802  # Excel's name
        return self.shown


def test_messages_are_excel_s_message_boxes():
    app = Recorder(alert="yes")
    screen = ExcelScreen(app)
    screen.say("好了。")
    screen.warn("不行。")
    assert screen.confirm("要吗？")
    assert app.calls == [
        ("alert", "好了。", TITLE, "ok", "info"),
        ("alert", "不行。", TITLE, "ok", "critical"),
        ("alert", "要吗？", TITLE, "yes_no", "info"),
    ]
    assert not ExcelScreen(Recorder(alert="no")).confirm("要吗？")


@pytest.mark.parametrize(("answer", "told"), [("青禾市", "青禾市"), ("", ""), (False, None)])
def test_a_line_of_text_is_asked_for(answer, told):
    app = Recorder(InputBox=answer)
    assert ExcelScreen(app).ask("单位？", "甲") == told
    assert app.calls == [("InputBox", "单位？", TITLE, "甲")]


def test_files_are_picked_in_excel_s_own_dialog():
    dialog = Dialog(-1, "/a/甲.docx", "/a/乙.pdf")
    app = Recorder(FileDialog=dialog)
    assert ExcelScreen(app).pick_files("选文件", (".docx", ".pdf"), several=True) == [
        Path("/a/甲.docx"),
        Path("/a/乙.pdf"),
    ]
    assert (dialog.Title, dialog.AllowMultiSelect) == ("选文件", True)
    assert dialog.filters == [("能读的文件", "*.docx;*.pdf"), ("所有文件", "*.*")]
    assert app.calls == [("FileDialog", 3)]


def test_a_folder_and_a_new_file_are_picked():
    assert ExcelScreen(Recorder(FileDialog=Dialog(-1, "/a"))).pick_folder("选文件夹") == Path("/a")
    app = Recorder(GetSaveAsFilename="/a/新.xlsx")
    assert ExcelScreen(app).pick_new_file("放在哪里", Path("/a/年报.xlsx")) == Path("/a/新.xlsx")
    assert app.calls == [("GetSaveAsFilename", "/a/年报.xlsx", "xlsx 文件 (*.xlsx),*.xlsx", 1, "放在哪里")]


def test_turning_back_picks_nothing():
    screen = ExcelScreen(Recorder(FileDialog=Dialog(0, "/a"), GetSaveAsFilename=False))
    assert screen.pick_files("选文件", ()) == []
    assert screen.pick_folder("选文件夹") is None
    assert screen.pick_new_file("放在哪里", Path("年报.xlsx")) is None


def test_the_status_begins_with_the_words_by_which_the_add_in_takes_it_off():
    app = Recorder()
    ExcelScreen(app).status("3 处错误")
    assert app.status_bar == f"{TITLE}：3 处错误"


def test_a_long_sentence_is_cut_for_the_status_bar():
    app = Recorder()
    ExcelScreen(app).status("错" * 400)
    assert (len(app.status_bar), app.status_bar[-2:]) == (250, "错…")


def test_a_message_is_not_shown_over_a_window_that_is_gone():
    app = Recorder(alert="ok")
    app.impl = SimpleNamespace(_xl=object(), _hwnd=1234)
    ExcelScreen(app).warn("换好的打不开。")
    assert app.impl._hwnd is None  # where xlwings keeps it


def test_on_a_mac_what_cannot_be_asked_is_said(monkeypatch):
    monkeypatch.setattr(excel.sys, "platform", "darwin")
    with pytest.raises(InputRefused, match="在 Mac 上"):
        ExcelScreen(Recorder()).ask("单位？")


def test_a_file_that_nothing_opens_is_named(monkeypatch, tmp_path):
    def fail(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(excel.subprocess, "run", fail)
    monkeypatch.setattr(excel.sys, "platform", "linux")
    with pytest.raises(InputRefused, match=r"打不开“.*年报\.docx”"):
        ExcelScreen(Recorder()).show(tmp_path / "年报.docx")
