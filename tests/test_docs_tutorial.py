"""Every command in the documents runs as printed, in page order, and shows what the page says it shows."""

from __future__ import annotations

import io
import zipfile

import docpages
import practice
import pytest
from docpages import DOCS
from practice import FOLDER

LEFT_BY_THE_TUTORIAL = {
    "年报.xlsx",
    "2023年度报告.docx",
    "2024年报.xlsx",
    "汇总.xlsx",
    "各单位工作簿/青松县民政局.xlsx",
    "各单位工作簿/青松县教育局.xlsx",
    "各单位工作簿/青石镇人民政府.xlsx",
}


@pytest.mark.parametrize("page", docpages.self_contained())
def test_a_page_s_commands_do_and_show_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (DOCS / page).read_text("utf-8")
    for shown in docpages.run_page(text):
        expected = docpages.exit_code(text, shown.block)
        assert set(shown.codes) <= {0, expected}, shown
        assert shown.codes[-1:] in ([], [expected]), shown
        printed = docpages.printed_after(text, shown.block)
        assert printed is None or docpages.abridged(shown.text, printed.text), shown.text
    if page == "tutorial.md":
        folder = tmp_path / "年报示例" / "练习"
        left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert left >= LEFT_BY_THE_TUTORIAL


def test_the_tutorial_goes_from_the_main_job_to_the_roll_up():
    assert "tutorial.md" in docpages.self_contained()
    text = (DOCS / "tutorial.md").read_text("utf-8")
    lines = [line for block in docpages.blocks(text) if docpages.is_commands(block) for line in block.text.splitlines()]
    names = [line.split()[1] for line in lines if line.startswith("nianbao")]
    assert names == ["demo", "import", "check", "check", "explain", "report", "new", "summarize", "import"]


def test_the_practice_files_are_what_their_maker_makes():
    made = dict(practice.files())
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()} == set(made)
    for name, data in made.items():
        assert inside((FOLDER / name).read_bytes()) == inside(data), f"{name}: python tests/practice.py"


def inside(data):
    """What a file holds: of a zip its entries, since not every Python packs them alike."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
