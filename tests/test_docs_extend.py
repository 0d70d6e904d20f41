"""docs/extend.md is followed: what it prints goes into a copy of the program, and works there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import docpages
import pytest
from docpages import DOCS, ROOT
from practice import COUNTY, FORM, report

from converters.cli import main
from converters.webpage import write_page
from workbook import formfile

PAGE = (DOCS / "extend.md").read_text("utf-8")
# A line that goes before another one: 放在 Format("text" 之前.
_BEFORE = re.compile(r"<!-- 放在 (.+?) 之前 -->\n$")


def chapter(title):
    return next(part for part in re.split(r"^(?=## )", PAGE, flags=re.MULTILINE) if part.startswith(f"## {title}\n"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The program's own code and data, to be changed as the page says."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("converters", "workbook", "templates", "addin"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "docs").mkdir()
    for title in ("加一条规则", "加一种说法", "加一种格式"):
        follow(folder, chapter(title))
    return folder


def follow(folder, text):
    """Put each block that names a file into it: before the line that a comment names, else at the end."""
    for block in docpages.blocks(text):
        if block.title:
            path = folder / block.title
            before = _BEFORE.search(text[: block.opens])
            old = path.read_text("utf-8") if path.exists() else ""
            at = old.index(before[1]) if before else len(old)
            at = old.rindex("\n", 0, at) + 1 if before else at
            gap = "" if before or not old else "\n\n"
            path.write_text(f"{old[:at]}{gap}{block.text}{old[at:]}", "utf-8")


def run(folder, *command):
    """Run a module in the copy; gives what it writes to stdout."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=folder, env=environment, capture_output=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def test_a_rule_is_added_in_data_and_code(copy):
    made = report(COUNTY, 2023, (42, 4, 3), (9, 1, 2), (11, 58))
    made.signoff["phone"] = "6120088"
    (copy / "短.html").write_bytes(write_page(made, FORM))
    (answer,) = map(json.loads, run(copy, "converters", "check", "短.html", "--json").splitlines())
    assert [(one["code"], one["severity"]) for one in answer["findings"]] == [("D199", "note")]
    assert "联系电话“6120088”只有 7 位数字" in answer["findings"][0]["message"]


def test_the_rule_s_page_is_made(copy):
    run(copy, "converters.rulebook")
    page = (copy / "docs" / "rules" / "D199.md").read_text("utf-8")
    assert page.startswith("# D199 联系电话写全")
    assert "`least`，现为 10" in page


def test_a_phrase_is_added_to_a_form(copy):
    text = "青松县2022年政府信息公开工作年度报告\n\n一、总体情况\n本年废除规章2件。\n\n二、主动公开政府信息情况\n无。\n"
    (copy / "叙述.txt").write_text(text, "utf-8")
    words = ("import", "叙述.txt", "--json", "--form", "2021")
    (answer,) = map(json.loads, run(copy, "converters", *words).splitlines())
    assert answer["figures"]["T2.1.a.2"]["value"] == 2


def test_a_format_is_added(copy):
    page = write_page(report(COUNTY, 2023, (42, 4, 3), (9, 1, 2), (11, 58)), FORM).decode()
    (copy / "导出.json").write_text(json.dumps({"id": 7, "content": page}), "utf-8")
    (answer,) = map(json.loads, run(copy, "converters", "import", "导出.json", "--json").splitlines())
    assert (answer["unit"], answer["figures"]["T3.1.C7"]["value"]) == (COUNTY, 51)
    assert "网站导出的 JSON" in run(copy, "converters", "formats")


def test_a_form_edition_is_added_without_changing_the_program(tmp_path, monkeypatch, capsys):
    text = chapter("加一种版式")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "自己的版式").mkdir()
    follow(tmp_path, text)
    (setting,) = (block.text for block in docpages.blocks(text) if block.language == "sh")
    name, value = setting.removeprefix("export ").strip().split("=")
    monkeypatch.setenv(name, value)
    formfile.editions.cache_clear()
    formfile.load_form.cache_clear()
    try:
        shown = list(docpages.run_page(text))
    finally:
        monkeypatch.undo()
        formfile.editions.cache_clear()
        formfile.load_form.cache_clear()
    assert [code for one in shown for code in one.codes] == [0, 0, 0]
    assert (tmp_path / "扩展表.docx").exists()
    assert main(["explain", "T901"]) == 2
    capsys.readouterr()
