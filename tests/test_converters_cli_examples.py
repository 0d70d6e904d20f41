"""The examples of every command's help do what they show, exactly as printed."""

from __future__ import annotations

import copy
import csv
import shlex
import shutil
import zipfile

import pytest
from commandline import help_examples
from openpyxl import Workbook

from converters.cli import main
from workbook.formfile import TEMPLATES
from workbook.read import read_content
from workbook.write import build_book

PRACTICE = TEMPLATES / "demo" / "practice"
# A check that finds something ends with 1, as do a doctor and a roll-up where something is missing.
MAY_FIND = ("check", "doctor", "import", "summarize")
# They change the machine, or fetch from outside: test_addin_install.py and test_converters_bundle_network.py run them.
ELSEWHERE = ("nianbao addin install", "nianbao addin remove", "nianbao bundle")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder with every file that the examples name, all made from the practice files."""
    folder = tmp_path_factory.mktemp("examples")
    old, new = folder / "2022年报.html", folder / "2023年报.docx"
    assert main(["report", str(PRACTICE / "2022年报.docx"), "-o", str(old)]) == 0
    assert main(["report", str(PRACTICE / "2023年报.html"), "-o", str(new)]) == 0
    book = folder / "年报.xlsx"
    assert main(["import", str(new), str(old), "-o", str(book)]) == 0
    content = read_content(book)
    content.history[2021] = copy.deepcopy(content.history[2022])
    content.history[2021].year, content.history[2021].period = 2021, None
    book.write_bytes(build_book(content))
    assert main(["new", "--last", str(book), "-o", str(folder / "年报2024.xlsx")]) == 0
    for name in ("各单位", "各单位年报", "往年报告", "历年"):
        shutil.copytree(PRACTICE / "各单位", folder / name)
    with zipfile.ZipFile(folder / "来文.zip", "w") as archive:
        archive.write(PRACTICE / "2022年报.docx", "2022年报.docx")
    (folder / "名单.txt").write_text("\n".join(f"往年报告/{path.name}" for path in (folder / "往年报告").iterdir()))
    roster = Workbook()
    with (PRACTICE / "名册.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            roster.active.append(row)
    roster.save(folder / "名册.xlsx")
    return folder


@pytest.mark.parametrize("line", [line for line in help_examples() if not line.startswith(ELSEWHERE)])
def test_an_example_of_the_help_does_what_it_shows(run, prepared, tmp_path, line):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    words = shlex.split(line)[1:]
    for name in words[1:]:
        if words[words.index(name) - 1] == "-o" and name != "年报.xlsx" and not name.endswith("/"):
            assert not (tmp_path / name).exists()
    code, out, err = run(*words)
    assert code == 0 or (code == 1 and words[0] in MAY_FIND), err
    assert out or err
    if "-o" in words:
        assert (tmp_path / words[words.index("-o") + 1]).exists()


def test_every_command_has_two_examples_that_are_run_here_or_elsewhere():
    names = [line.split()[1] for line in help_examples()]
    assert min(map(names.count, names)) >= 2
