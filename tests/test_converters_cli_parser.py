"""The command line as such: Chinese help and complaints, a quick start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from converters.cli.parser import translate, wrap
from workbook.formfile import TEMPLATES

HEAVY = {"openpyxl", "lxml", "docx", "tomllib", "typing", "dataclasses", "pathlib", "json", "shutil", "decimal"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "甲.html"], "-o/--output 和 --json 要写一个"),
        (["import", "甲.html", "-o", "乙.xlsx", "--json"], "--json 不能与 -o/--output 同用"),
        (["new", "-o"], "-o/--output 后面缺少内容"),
        (["check", "甲.html", "--jsn"], "不认识的参数：--jsn"),
        (["publish"], "没有命令 publish"),
        (["--verison"], "不认识的参数：--verison，是否指 --version"),
        (["--"], "错误："),
        (["年报.xlsx"], "没有命令 年报.xlsx；文件写在命令后面，如 nianbao check 年报.xlsx"),
        (["history", "甲.xlsx", "--years", "2021"], "--years 后面缺少内容，或个数不对"),
        (["new", "--year", "12", "-o", "甲.xlsx"], "年度应是 2008 到 2099 的四位数"),
        (["import", "甲.html", "--json", "--force"], "--json 不写工作簿"),
        (["demo", "--force=1"], "不带内容"),
    ],
)
def test_a_wrong_call_is_explained_in_chinese_with_exit_code_2(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "argument" not in err


def test_a_complaint_of_argparse_that_nobody_foresaw_is_quoted():
    assert translate("something new in Python") == "参数有误（something new in Python）"


def test_lines_of_help_fit_the_width_that_chinese_takes():
    assert wrap("一二三四五。六七", 10) == ["一二三四五。", "六七"]
    assert wrap("用 nianbao check", 12) == ["用 nianbao", "check"]
    assert wrap("", 10) == []


def test_help_is_chinese_throughout(run):
    for words in ([], ["new"], ["import"], ["check"], ["report"], ["demo"]):
        code, out, err = run(*words, "--help")
        assert (code, err) == (0, "")
        assert not {"usage", "options:", "positional", "show this"} & set(out.split())
        assert out.startswith("用法：nianbao")


def test_help_loads_argparse_and_little_else():
    code = (
        "import argparse, sys; old = set(sys.modules)\nfrom converters.cli import main\nmain(['--help'])\n"
        "print(*set(sys.modules) - old, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=TEMPLATES.parent, check=True, capture_output=True)
    loaded = set(done.stderr.decode().split())
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert {name for name in loaded if name.partition(".")[0] in {"converters", "workbook"}} == {
        "converters",
        "converters.cli",
        "converters.cli.arguments",
        "converters.cli.commands",
        "converters.cli.commands_bundle",
        "converters.cli.parser",
        "workbook",
        "workbook.errors",
    }


def test_the_version_is_that_of_the_package(run):
    assert run("--version")[:2] == (0, "nianbao 0.3.0\n")
