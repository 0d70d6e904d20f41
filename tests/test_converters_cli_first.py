"""``nianbao`` alone, and ``nianbao new`` where somebody sits before it."""

from __future__ import annotations

import datetime as dt
import io
import os
import pty
import subprocess
import sys

import pytest
from commandline import report_file

from converters.cli import asking
from converters.cli.asking import ask, due_year, file_answer, year_answer
from converters.cli.first import introduction
from converters.cli.parser import build_parser, display_width
from workbook.errors import UsageError
from workbook.formfile import TEMPLATES
from workbook.read import read_content


class Typed(io.StringIO):
    """What somebody types on a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def types(monkeypatch):
    """Let somebody type lines at a terminal."""

    def begin(*lines):
        monkeypatch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr("converters.cli.new.is_terminal", lambda: True)

    return begin


def test_alone_it_says_in_about_a_dozen_lines_what_it_can_do_and_what_comes_next(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    assert len(out.splitlines()) <= 16
    assert "下一步" in out.splitlines()[-2] + out.splitlines()[-1]
    assert "nianbao demo" in out


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_introduction_fits_the_terminal(width):
    # A full stop may hang over the edge.
    assert max(display_width(line.rstrip("，。；：")) for line in introduction(width).splitlines()) <= width


def test_what_the_introduction_shows_are_commands():
    words = [line.split("nianbao ")[1].split() for line in introduction(100).splitlines() if "  nianbao " in line]
    assert len(words) == 9
    for line in words:
        arguments = [] if line == ["new"] else line[1:]
        assert build_parser().parse_args([line[0], *arguments]).module


def test_new_asks_for_year_and_unit_and_names_the_file_itself(run, types, tmp_path):
    types("", "二〇二四", "2024年度", "青松县档案局")
    code, _, err = run("new")
    assert code == 0
    assert "年度应是 2008 到 2099 的四位数" in err
    current = read_content(tmp_path / "年报2024.xlsx").current
    assert (current.year, current.unit) == (2024, "青松县档案局")


def test_new_takes_last_year_s_report_dragged_into_the_window_and_asks_no_more(run, types, tmp_path):
    report_file(tmp_path / "上年 年报.html")
    types(f"'{tmp_path}/上年 年报.html'")
    code, _, err = run("new")
    assert code == 0, err
    content = read_content(tmp_path / "年报2024.xlsx")
    assert content.current.unit == content.history[2023].unit


def test_new_asks_nothing_of_what_was_told(run, types, tmp_path):
    types()
    assert run("new", "--year", "2025")[0] == 0
    assert (tmp_path / "年报2025.xlsx").exists()


def test_new_asks_nothing_where_nobody_sits(run, tmp_path):
    code, _, err = run("new")
    assert code == 0, err
    assert "？" not in err
    assert "：）" not in err
    assert read_content(tmp_path / "年报.xlsx").current.year is None


def test_on_a_real_terminal_the_questions_come_and_are_answered(tmp_path):
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "converters", "new"]
    environment = os.environ | {"PYTHONPATH": str(TEMPLATES.parent)}
    with subprocess.Popen(command, cwd=tmp_path, stdin=inner, stderr=inner, env=environment) as running:
        os.write(outer, "\n2025\n青松县\n".encode())
        assert running.wait(60) == 0
    os.close(inner)
    assert read_content(tmp_path / "年报2025.xlsx").current.unit == "青松县"


def test_an_answer_that_never_fits_ends_in_a_complaint(types):
    types(*["甲"] * 9)
    with pytest.raises(UsageError, match="写在命令里"):
        ask("年度：", year_answer)


def test_a_file_that_is_not_there_is_asked_for_again():
    with pytest.raises(ValueError, match="找不到文件"):
        file_answer('"没有.docx"')


@pytest.mark.parametrize(("day", "year"), [((2026, 1, 20), 2025), ((2026, 6, 30), 2025), ((2026, 11, 22), 2026)])
def test_the_year_proposed_is_the_one_whose_report_is_due(monkeypatch, day, year):
    class Today(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(*day, 12, tzinfo=tz)

    monkeypatch.setattr(asking.dt, "datetime", Today)
    assert due_year() == year
