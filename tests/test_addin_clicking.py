from __future__ import annotations

import importlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import scripted
import vbatools

import addin
from addin import clicking, logfile
from addin.buttons import MACROS
from addin.clicking import press, sentence_for
from addin.refusals import OfficeRefused, refusal_in
from addin.ribbon import load_ribbon
from workbook.errors import InputRefused, NianbaoError

EDITING, GENERIC, EXCEPTION = -2146777998, -2146827284, -2147352567


class ComError(Exception):
    """As pywin32 raises it: its own number, and what the program told."""

    def __init__(self, hresult, excepinfo=None):
        super().__init__(hresult, "", excepinfo, None)
        self.hresult, self.excepinfo = hresult, excepinfo


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch):
    """The log, in a folder of the test's own."""
    monkeypatch.setattr(logfile, "log_folder", lambda: tmp_path / "记录")
    return tmp_path / "记录" / logfile.NAME


@pytest.fixture
def desk():
    with scripted.desk_with(None) as desk:
        yield desk


def failing(monkeypatch, error):
    """Let 帮助 fail with this error."""

    def fail(_):
        raise error

    monkeypatch.setattr(clicking, "macro_of", lambda _: fail)


def test_every_button_has_a_macro():
    assert {macro for macro in load_ribbon().dispatch.values() if macro not in MACROS} == set()
    for name, module in MACROS.items():
        assert callable(getattr(importlib.import_module(module), name))


def test_a_button_that_the_program_does_not_know_is_named(desk):
    assert not press("oldButton", desk)
    assert desk.screen.texts("warn") == [
        "程序里没有按钮“oldButton”：加载项与程序的版本不同。请运行 nianbao addin install 重新安装加载项。"
    ]


def test_an_error_of_ours_is_its_sentence_and_leaves_no_log(desk, monkeypatch, log):
    failing(monkeypatch, InputRefused("读不了“甲.docx”，请换一份。"))
    assert not press("openHelp", desk)
    assert desk.screen.texts("warn") == ["读不了“甲.docx”，请换一份。"]
    assert not log.exists()


def test_an_error_that_nobody_foresaw_is_one_sentence_and_a_traceback_in_the_log(desk, monkeypatch, log):
    failing(monkeypatch, KeyError("F_3_2"))
    assert not press("openHelp", desk)
    (said,) = desk.screen.texts("warn")
    assert str(log) in said
    assert "KeyError" not in said
    assert "Traceback" in log.read_text("utf-8")
    assert "KeyError: 'F_3_2'" in log.read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ComError(EDITING), "正在编辑某个单元格"),
        (ComError(-2147418111), "表格程序正忙"),
        (ComError(-2147023174), "已经关闭或没有回应"),
        (ConnectionResetError(), "已经关闭或没有回应"),
        (ComError(EXCEPTION, (0, "Excel", "该单元格或图表位于受保护的工作表中。", None, 0, GENERIC)), "工作表受保护"),
        (ComError(EXCEPTION, (0, "Excel", "The cell is on a protected sheet.", None, 0, GENERIC)), "工作表受保护"),
        (ComError(EXCEPTION, (0, "Excel", "内存不足。", None, 0, GENERIC)), "没有照做（内存不足。）"),
        (ComError(GENERIC), "没有照做，没有做完"),
        (OfficeRefused("LibreOffice 存不了，请换个地方。"), "LibreOffice 存不了"),
    ],
)
def test_what_the_program_refuses_is_said_in_one_sentence(desk, monkeypatch, error, words):
    failing(monkeypatch, error)
    assert not press("openHelp", desk)
    (said,) = desk.screen.texts("warn")
    assert words in said
    assert "请" in said


def test_an_error_of_the_program_s_own_words_goes_to_the_log_as_well(log):
    sentence_for("checkBook", ComError(EXCEPTION, (0, "Excel", "内存不足。", None, 0, GENERIC)))
    assert "内存不足" in log.read_text("utf-8")
    assert refusal_in(ValueError("x")) is None


def test_the_log_does_not_grow_without_end(log, monkeypatch):
    monkeypatch.setattr(logfile, "LARGEST", 2000)
    for _ in range(20):
        logfile.write_log("checkBook", ValueError("x" * 1000))
    assert sum(file.stat().st_size for file in log.parent.iterdir()) < 3 * 2000
    assert len(list(log.parent.iterdir())) == 2


def test_a_log_that_cannot_be_written_stops_nothing(desk, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(logfile, "log_folder", lambda: tmp_path / "file" / "sub")
    failing(monkeypatch, KeyError("x"))
    assert not press("openHelp", desk)
    assert "运行记录写不进去" in desk.screen.texts("warn")[0]


@pytest.mark.parametrize(
    ("system", "environment", "folder"),
    [
        ("win32", {"LOCALAPPDATA": "/c/Users/王/AppData/Local"}, "/c/Users/王/AppData/Local/nianbao"),
        ("linux", {"XDG_STATE_HOME": "/s"}, "/s/nianbao"),
        ("linux", {}, "~/.local/state/nianbao"),
        ("darwin", {}, "~/Library/Logs/nianbao"),
    ],
)
def test_the_log_is_where_the_system_keeps_logs(system, environment, folder, monkeypatch):
    monkeypatch.undo()
    assert logfile.log_folder(system, environment) == Path(folder).expanduser()


def test_another_xlwings_is_noticed_before_anything_is_done(monkeypatch):
    xlwings = pytest.importorskip("xlwings")
    monkeypatch.setattr(xlwings, "__version__", "0.99.0")
    with pytest.raises(SystemExit, match=r"xlwings 是 0\.99\.0，加载项要用 0\.37\.8"):
        addin.click("checkBook")


def test_a_workbook_s_name_that_xlwings_would_cut_is_refused(monkeypatch):
    pytest.importorskip("xlwings")
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=a=b.xlsx", "--from_xl=1"])
    with pytest.raises(SystemExit, match="文件名里有等号"):
        addin.click("checkBook")


def test_no_other_excel_is_ended_when_a_click_is_over(tmp_path):
    pytest.importorskip("xlwings")
    # As xlwings does on Windows, where it ends what it takes for left behind.
    code = """
import atexit, sys, types
windows = sys.modules["xlwings._xlwindows"] = types.ModuleType("xlwings._xlwindows")
windows.cleanup = atexit.register(lambda: print("EXCEL.EXE ended"))
import addin
addin.click("checkBook")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "--wb=年报.xlsx", "--from_xl=1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=vbatools.ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_with_no_program_in_sight_a_click_says_so_on_stderr_and_fails(tmp_path):
    pytest.importorskip("xlwings")
    done = subprocess.run(
        [sys.executable, "-c", "import addin; addin.click('checkBook')", "--wb=年报.xlsx", "--from_xl=1"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=vbatools.ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("程序出错，这一步没有做完。")
    assert "Traceback" in (tmp_path / "nianbao" / logfile.NAME).read_text("utf-8")
    assert stat.S_ISDIR((tmp_path / "nianbao").stat().st_mode)


class Gone(scripted.ScriptedScreen):
    """A screen that is no more."""

    def warn(self, text):  # noqa: ARG002  # nobody hears it
        raise ComError(-2147023174)


def test_a_sentence_that_the_screen_cannot_show_goes_to_stderr(desk, monkeypatch):
    failing(monkeypatch, InputRefused("没有找到。"))
    monkeypatch.setattr(clicking, "_desk_in_excel", lambda: addin.screen.Desk(desk.app, None, Gone()))
    # Python writes the words of such an exit to stderr.
    with pytest.raises(SystemExit, match=r"^没有找到。$"):
        addin.click("openHelp")
    monkeypatch.setattr(clicking, "_desk_in_calc", lambda _: addin.screen.Desk(desk.app, None, Gone()))
    with pytest.raises(NianbaoError, match=r"^没有找到。$"):
        addin.click("openHelp", "the context of a script")


def test_loading_what_a_click_calls_loads_no_program_and_no_library():
    code = "import sys, addin; print(sorted({'xlwings', 'openpyxl', 'lxml'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=vbatools.ROOT)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("button", ["nextFinding", "explainFinding", "previewText", "openHelp"])
def test_a_button_that_changes_no_workbook_waits_for_no_openpyxl(button):
    code = f"import sys; from addin.clicking import macro_of; macro_of('{button}'); print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=vbatools.ROOT)
    assert done.stdout == "False\n"
