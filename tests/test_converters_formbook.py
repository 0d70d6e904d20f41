from __future__ import annotations

import re
from pathlib import Path

import pytest
from books import forget_forms, own_form

from converters.formbook import form_markdown, pages
from workbook.formfile import TEMPLATES, load_form

DOCS = Path(__file__).resolve().parent.parent / "docs"
SHIPPED = {path.stem for path in (TEMPLATES / "forms").glob("*.toml")}


def test_the_pages_in_the_documents_are_those_made_of_the_forms():
    made = pages()
    assert {path.relative_to(DOCS).as_posix() for path in (DOCS / "forms").glob("*.md")} == set(made)
    assert [name for name, text in made.items() if (DOCS / name).read_text("utf-8") != text] == []
    assert {Path(name).stem for name in made} == SHIPPED


@pytest.mark.parametrize("edition", sorted(SHIPPED))
def test_a_form_s_page_names_every_row_column_rule_and_section(edition):
    form, page = load_form(edition), pages()[f"forms/{edition}.md"]
    codes = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    for item in form.items.values():
        whole = item.code in codes
        assert whole or {item.row.code, item.column.code} <= codes, item.code
    assert set(re.findall(r"^\| \[(\w+)\]", page, re.MULTILINE)) == {rule.code for rule in form.rules}
    assert all(f"| {one.number} | {one.title} |" in page for one in form.sections)


def test_a_province_s_own_form_has_a_page_when_asked_for_but_none_in_the_documents(tmp_path, monkeypatch):
    try:
        form = own_form(tmp_path, monkeypatch)
        assert "| `B1` | 专项经费 | 万元 | 金额 |" in form_markdown(form)
        assert set(pages()) == {f"forms/{edition}.md" for edition in SHIPPED}
    finally:
        forget_forms()
