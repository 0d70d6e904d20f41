"""docs/api.md: its examples run, in page order, on the practice files; what it lists is there."""

from __future__ import annotations

import re
import shutil

import docpages
import pytest
from docpages import DOCS
from practice import FOLDER

from workbook import errors

PAGE = (DOCS / "api.md").read_text("utf-8")


def test_the_examples_run_one_after_the_other(tmp_path, monkeypatch, capsys):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "example"}
    for block in docpages.blocks(PAGE):
        if block.language == "python":
            exec(compile(block.text, "docs/api.md", "exec"), names)  # noqa: S102  # the page's own examples
    assert "没有这份.docx" in capsys.readouterr().out


@pytest.mark.parametrize("code", [block.text for block in docpages.blocks(PAGE) if block.language == "python"])
def test_an_example_shows_no_private_name(code):
    assert not re.search(r"(?:from|import) [\w.]*\b_|\._", code.replace("._fields", ""))


def test_the_page_lists_the_errors_with_their_exit_codes():
    listed = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d) \|$", PAGE, re.MULTILINE))
    assert listed == {
        name: str(error.exit_code)
        for name, error in vars(errors).items()
        if isinstance(error, type) and name != "NianbaoError"
    }
