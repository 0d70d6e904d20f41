"""A click as Excel makes it: a process of its own with the arguments that xlwings' VBA builds, at a running program."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import calcoffice
import checking
import openpyxl
import pytest
import runpython
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from addin.ribbon import load_ribbon
from workbook.check import check
from workbook.content import BookContent
from workbook.names import STATISTICS, figure_name
from workbook.write import build_book

PYTHON = r"C:\Program Files\年报\python.exe"
NAME = "甲 & 乙's 年报（2017）.xlsx"
FAULTY = checking.changed(checking.whole("2014", 2017), {"3.2": 12, "9.1": -2})
FOLDERS = st.text(st.characters(codec="gbk", exclude_characters='\\/:*?"<>|%^;', exclude_categories=["C"]), min_size=1)
BUTTONS = [button.id for button in load_ribbon().buttons]


@pytest.mark.parametrize("button", BUTTONS)
def test_the_command_text_has_nothing_that_cmd_would_change(button):
    text = runpython.command_text(button)
    assert text == f"import addin; addin.click('{button}')"
    assert text.isascii()
    assert not set(text) & set('"%^&|<>!\\\n')


@given(st.lists(FOLDERS, min_size=1, max_size=3), FOLDERS)
def test_any_path_reaches_python_as_it_is(folders, name):
    workbook = "D:\\" + "\\".join(folders) + f"\\{name}.xlsx"
    line = runpython.command_line(PYTHON, workbook, "checkBook", r"C:\T\x.log")
    (drive, _), (folder, _), (python, log) = runpython.by_cmd(line)
    assert runpython.by_program(drive) == ["C:"]
    assert runpython.by_program(folder) == ["cd", r"C:\Program Files\年报"]
    assert log == r"C:\T\x.log"
    program, *switches, code, book, from_excel, app, window = runpython.by_program(python)
    assert (program, switches) == (PYTHON, ["-B", "-c"])
    assert (book, from_excel, window) == (f"--wb={name}.xlsx", "--from_xl=1", "--hwnd=1234")
    assert app == r"--app=C:\Office\Microsoft Excel"
    told, click = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and node.args)
    adds_folder, path, *_ = ast.literal_eval(told.args[0]).split(";")
    assert (adds_folder, path) == ("False", workbook)
    assert (ast.unparse(click.func), ast.literal_eval(click.args[0])) == ("addin.click", "checkBook")


class Clicked(NamedTuple):
    """How a click ended: the exit code, the boxes that our program showed, and what Excel's own box would show."""

    code: int
    boxes: list[str]
    excels_box: str


def clicked(running, workbook, button, folder, before="attach({port})"):
    """Click, as Excel does it but for what comes before: there LibreOffice takes Excel's place."""
    log = folder / "xlwings-{guid}.log"
    *_, (command, errors) = runpython.by_cmd(runpython.command_line(PYTHON, str(workbook), button, str(log)))
    _, *switches, code, book, from_excel, app, window = runpython.by_program(command)
    tests = str(Path(__file__).parent)
    instead = f"import sys; sys.path.append({tests!r}); import attached; attached."
    code = instead + before.format(port=running.port, pid=running.pid) + "; " + code
    with Path(errors).open("wb") as stream:
        done = subprocess.run(
            [sys.executable, *switches, code, book, from_excel, app, window],
            stdout=subprocess.PIPE,
            stderr=stream,
            check=False,
            timeout=120,
            cwd=folder,
            # Windows in Chinese: Python writes in its code page, and VBA reads in it.
            env=os.environ | {"PYTHONIOENCODING": "gbk", "XDG_STATE_HOME": str(folder)},
        )
    boxes = [box for box in done.stdout.decode("gbk").split("弹出：") if box]
    return Clicked(done.returncode, [box.strip() for box in boxes], Path(errors).read_bytes().decode("gbk"))


@pytest.fixture(scope="module")
def running():
    with calcoffice.running() as running:
        yield running


@pytest.fixture
def app(running):
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    importlib.import_module("addin.engines.calc").engine_at(running.context, running.pid)
    yield xlwings.apps.active
    for book in list(xlwings.apps.active.books):
        book.close()
    xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active = before


@pytest.fixture
def ours(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(build_book(BookContent(FAULTY)))
    return path


def test_a_click_checks_the_workbook_that_it_was_in(running, app, ours, tmp_path):
    other = app.books.add()
    book = app.books.open(ours)
    before = ours.read_bytes()
    assert clicked(running, ours, "checkBook", tmp_path) == Clicked(0, [], "")
    faults = [finding for finding in check(BookContent(FAULTY)) if finding.figures]
    told = "\n".join(note.text for note in book.sheets[STATISTICS].notes)
    assert len(faults) > 1
    assert [fault.message for fault in faults if fault.message not in told] == []
    assert app.selection.address == book.names[figure_name(faults[0].figures[0])].refers_to_range.address
    assert ours.read_bytes() == before
    assert len(other.sheets[0].notes) == 0


def test_a_click_in_a_foreign_workbook_says_so_and_changes_nothing(running, app, tmp_path):
    made = openpyxl.Workbook()
    made.save(tmp_path / NAME)
    book = app.books.open(tmp_path / NAME)
    ended = clicked(running, tmp_path / NAME, "checkBook", tmp_path)
    assert (ended.code, ended.excels_box) == (0, "")
    assert len(ended.boxes) == 1
    assert "不是 nianbao 的工作簿" in ended.boxes[0]
    assert book.api.Saved


def test_a_button_that_the_program_does_not_know_is_said_to_be_unknown(running, app, ours, tmp_path):
    book = app.books.open(ours)
    ended = clicked(running, ours, "noSuchButton", tmp_path)
    assert (ended.code, ended.excels_box) == (0, "")
    assert len(ended.boxes) == 1
    assert "noSuchButton" in ended.boxes[0]
    assert "nianbao addin install" in ended.boxes[0]
    assert book.api.Saved


def test_a_workbook_that_is_not_open_is_one_sentence(running, app, tmp_path):
    app.books.add()
    ended = clicked(running, tmp_path / "没有打开.xlsx", "checkBook", tmp_path)
    shown = "".join([*ended.boxes, ended.excels_box])
    assert "Traceback" not in shown
    assert shown.strip().endswith("。")


def test_a_program_that_is_gone_is_told_in_excels_own_box(ours, tmp_path):
    with calcoffice.running() as gone:
        ended = clicked(gone, ours, "checkBook", tmp_path, "attach_and_lose({port}, {pid})")
    assert (ended.code, ended.boxes) == (1, [])
    assert ended.excels_box.strip().count("\n") == 0
    assert "Traceback" not in ended.excels_box
    assert ended.excels_box.strip().endswith("。")
    assert "重新打开" in ended.excels_box
