"""README.md and the reference: their commands run as printed, on files so named."""

from __future__ import annotations

import shutil

import docpages
import openpyxl
import pytest
from commandline import help_examples
from docpages import DOCS, ROOT
from practice import COUNTY, FOLDER, FORM, report

from converters.cli import main
from converters.webpage import write_page
from workbook.files import write_atomically

# Pages whose commands follow one another on files of the user's own.
THREADS = ("README.md", "docs/template.md", "docs/data.md")
# These change the user's account, ask the internet, or tell what this machine has: their own tests run them.
ELSEWHERE = ("nianbao addin", "nianbao bundle", "nianbao doctor", "nianbao completion")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The files that README.md and docs/commands.md name, all made of the practice files."""
    folder = tmp_path_factory.mktemp("samples")
    past, new = FOLDER / "2022年报.docx", FOLDER / "2023年报.html"
    for name in ("各单位", "各单位年报"):
        shutil.copytree(FOLDER / "各单位", folder / name)
    for name in ("往年报告", "历年"):
        shutil.copytree(FOLDER, folder / name, ignore=shutil.ignore_patterns("各单位", "名册*"))
    for name, source in {"2023年报.docx": new, "2022年报.html": past, "新收到.docx": past, "旧年报.docx": past}.items():
        shutil.copy(source, folder / name)
    book_of_roster(folder / "名册.xlsx", (FOLDER / "名册.csv").read_text("utf-8-sig"))
    for year in (2021, 2024):
        page = write_page(report(COUNTY, year, (24, 2, 3), (5, 1, 1), (6, 41)), FORM)
        write_atomically(folder / f"{year}年报.html", page)
    for book, years in {
        "年报.xlsx": (new, past, folder / "2021年报.html"),
        "年报2024.xlsx": (folder / "2024年报.html",),
    }.items():
        assert main(["import", *map(str, years), "-o", str(folder / book)]) == 0
    assert main(["report", "--write-template", str(folder / "报告模板.docx")]) == 0
    return folder


def book_of_roster(path, text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(path)


def commands_of(page):
    """What a page shows to be typed, but for what is run elsewhere."""
    found = filter(docpages.is_commands, docpages.blocks((ROOT / page).read_text("utf-8")))
    return [line for block in found for line in block.text.splitlines() if not line.startswith(ELSEWHERE)]


def pieces():
    """What is run on the files: pages with a thread as a whole, of the reference each line by itself."""
    # The examples of the help have a test of their own.
    helped = help_examples()
    yield from (pytest.param(commands_of(page), id=page) for page in THREADS)
    yield from (pytest.param([line], id=line) for line in commands_of("docs/commands.md") if line not in helped)


def test_no_page_has_commands_that_nobody_runs():
    run = {*(f"docs/{page}" for page in docpages.self_contained()), *THREADS, "docs/commands.md", "docs/extend.md"}
    pages = ["README.md", *(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md"))]
    assert [page for page in pages if commands_of(page) and page not in run] == []


@pytest.mark.parametrize("lines", list(pieces()))
def test_commands_run_on_files_so_named(lines, samples, tmp_path, monkeypatch, capsys):
    shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    if any(line.endswith("-o 年报.xlsx") for line in lines) or lines == ["nianbao new"]:
        (tmp_path / "年报.xlsx").unlink()
    for line in lines:
        given = docpages.words(line)
        if given[0] == "new" and "-o" in given:
            (tmp_path / given[given.index("-o") + 1]).unlink(missing_ok=True)
        if not line.endswith(".pdf") or shutil.which("soffice"):
            assert main(given) in (0, 1), (line, capsys.readouterr().err)
