"""One language and one style: nothing in English, nothing too wide, one name for one thing."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from commandline import commands
from office import ROOT

from converters.cli import main
from converters.cli.parser import display_width

# Options, commands, file names, formats and what is in code quotes keep their own letters.
NAMES = re.compile(
    r"nianbao[\w.-]*|--?[a-z][a-z-]*|\.\w+|[A-Z]\d{3}|NIANBAO_FORMS|suqian|\b[A-Z]\b|"
    r"\b(?:[Ww]ord|Excel|WPS|PDF|OFD|HTML|JSON|LibreOffice|Office|Calc|Windows|macOS|Linux|Python|Dask|DuckDB|Tab|"
    r"Ctrl-C|PowerShell|bash|zsh|fish|pandas|pip|xlwings|toml|xlsx|xlam|docx|oxt|csv|jsonl|html|tcp|json|parquet)\b"
)
CALLS = [
    ["importt"],
    ["import"],
    ["import", "甲.docx"],
    ["import", "甲.docx", "-o", "乙.xlsx", "--json"],
    ["import", "甲.docx", "--json", "--frm", "2021"],
    ["import", "甲.docx", "--json", "--form", "1999"],
    ["import", "没有.docx", "--json"],
    ["import", "甲.docx", "-o", "乙.xlsx"],
    ["new", "--year", "x"],
    ["new", "-o"],
    ["new", "-o", "甲.docx"],
    ["new", "--force=1"],
    ["check"],
    ["check", "没有.xlsx"],
    ["check", "甲.docx", "--only", "T999"],
    ["check", "甲.docx", "--min-severity", "loud"],
    ["check", "甲.docx", "--mark", "--unmark"],
    ["check", "甲.docx", "--rules", "没有.toml"],
    ["explain", "T999"],
    ["report"],
    ["report", "没有.xlsx"],
    ["report", "甲.docx", "-o", "甲.txt"],
    ["history", "没有.xlsx"],
    ["history", "甲.xlsx", "--years", "2021"],
    ["history", "甲.xlsx", "--years", "2021", "later"],
    ["summarize", "甲", "--duplicates", "both", "-o", "乙.xlsx"],
    ["summarize", "没有", "-o", "乙.xlsx"],
    ["summarize", "甲.docx", "-o", "乙.xlsx", "--due", "tomorrow"],
    ["export", "没有", "-o", "甲.csv"],
    ["export", "甲.docx", "-o", "甲.ods"],
    ["export", "甲.docx", "-o", "甲.csv", "--jobs", "many"],
    ["export", "甲.docx", "-o", "甲.csv", "--time-limit", "-1"],
    ["completion", "cmd"],
    ["demo", "-o", "甲.docx"],
    ["addin", "polish"],
]
# The same thing is called the same: what is not said, and what is said instead (docs/glossary.md).
UNSAID = {
    "插件": "加载项",
    "工作薄": "工作簿",
    "模版": "模板",
    "报表": "统计表",
    "数据项": "指标",
    "表式": "版式",
    "目录下": "文件夹里",
    "告警": "警告",
    "报错": "出错",
    "必需": "必须",
    "填表人": "填报人",
    "勾稽检查": "校验",
    "宏按钮": "按钮",
    "备注栏": "说明",
    "空值": "空白",
}


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_what_goes_wrong_is_said_in_chinese(run, tmp_path, words):
    (tmp_path / "甲.docx").write_bytes(b"PK\x03\x04")
    code, out, err = run(*words)
    assert code in (2, 3, 4), err
    assert out == ""
    typed = [word for word in words if not word.startswith("-")]
    said = NAMES.sub("", re.sub(r"(可用|是否指|全部代码见).*", "", err))
    for word in typed:
        said = said.replace(word, "")
    assert re.findall(r"[A-Za-z]{3,}", said) == []
    assert re.search(r"[一-鿿]", err)


@pytest.mark.parametrize("words", CALLS[:6], ids=" ".join)
def test_what_went_wrong_stands_last(run, words):
    assert run(*words)[2].splitlines()[-1].startswith("错误：")


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("command", ["", *commands()])
def test_help_fits_the_terminal(run, monkeypatch, width, command):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(*command.split(), "--help")[1].partition("例子：")[0]
    # A full stop may hang over the edge; the name of an option or a file is not broken.
    wide = [line for line in out.splitlines() if display_width(line.rstrip("，。；：）”")) > width]
    assert wide == []


def test_the_formats_fit_a_narrow_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    names = [line for line in run("formats")[1].splitlines() if not line.startswith("  ")]
    assert max(map(display_width, names)) <= 40


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        (["sumarize", "甲"], "summarize"),
        (["check", "甲", "--lnes"], "--lines"),
        (["new", "--yaer", "2021"], "--year"),
        (["explian", "T301"], "explain"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(run, wrong, meant):
    code, _, err = run(*wrong)
    assert code == 2
    assert f"是否指 {meant}" in err


def user_texts():
    """Every text that a user may meet, with where it stands: strings with Chinese, data, documents."""
    for folder in ("addin", "converters", "workbook"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path.relative_to(ROOT), node.value
    for path in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        yield path.relative_to(ROOT), path.read_text("utf-8")
    for name in ("rules.toml", "rollup.toml", "charts.toml"):
        yield name, str(tomllib.loads((ROOT / "templates" / name).read_text("utf-8")))
    yield "ribbon.toml", (ROOT / "addin" / "ribbon.toml").read_text("utf-8")


# What reads reports must know the words that others use, and the glossary says what is not said.
KNOWS_OTHERS = ("converters/recognise", "docs/glossary.md", "docs/rules")


def test_the_same_thing_is_called_the_same():
    found = [
        f"{where}: {unsaid}, not {instead}"
        for where, text in user_texts()
        if not str(where).startswith(KNOWS_OTHERS)
        for unsaid, instead in UNSAID.items()
        if unsaid in text
    ]
    assert found == []


def test_the_glossary_lists_what_is_not_said():
    page = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([^|`]+) \| 不说“([^”]+)” \|$", page, re.MULTILINE))
    assert {unsaid: instead for instead, unsaid in rows.items()} == UNSAID


def test_colour_is_off_where_it_is_not_wanted(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    said = "二〇二三年政府信息公开工作年度报告\n本年新收政府信息公开申请 3 件。\n"
    (tmp_path / "甲.txt").write_text(said * 3, "utf-8")
    main(["check", "甲.txt"])
    assert "\033[" not in capsys.readouterr().out
