"""The site: built of docs/, opened from a file path in a real browser at desk and phone width, offline."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import unquote

import pytest
from browser import browser
from docpages import DOCS, ROOT

WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as the builder leaves it; a warning of the builder (a dead link, a page left out) is an error."""
    if not os.environ.get("CI"):
        pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("网站 & 说明")
    builder = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command = [*builder, "-f", ".ci/site/mkdocs.yml", "-d", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def tab():
    with browser() as opened:
        yield opened


def pages(site):
    return sorted(path for path in site.rglob("*.html"))


def test_every_document_has_its_page_and_a_place_in_the_contents(site):
    made = {path.relative_to(site).with_suffix(".md").as_posix() for path in pages(site)}
    assert made == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    contents = (site / "index.html").read_text("utf-8").split("<main")[0]
    linked = set(re.findall(r'href="([^":]+)\.html"', contents))
    assert {path.stem for path in DOCS.glob("*.md")} <= linked


def test_every_link_leads_to_a_page_or_a_place_on_one(site):
    texts = {path: path.read_text("utf-8") for path in pages(site)}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in texts.items()}
    for path, text in texts.items():
        for link in map(unquote, re.findall(r'<a [^>]*href="([^"]+)"', text)):
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target in anchors, (path.name, link)
            assert not anchor or anchor in anchors[target], (path.name, link)


def test_nothing_on_a_page_comes_from_elsewhere(site):
    for path in [*pages(site), site / "style.css", site / "search.js"]:
        fetched = re.findall(r'(?:src=|url\(|<link[^>]+href=)["\']?([^"\')> ]+)', path.read_text("utf-8"))
        assert [one for one in fetched if re.match(r"\w+:|//", one)] == [], path.name


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_pages_open_from_a_file_path_without_errors_and_fit_the_width(site, tab, width):
    names = [f"{path.stem}.html" for path in DOCS.glob("*.md")] + ["rules/T301.html", "forms/2021.html"]
    for name in names:
        tab.open((site / name).as_uri(), width)
        assert tab.ask("document.documentElement.scrollWidth") <= width, name
        assert tab.ask("[...document.images].every(one => one.complete && one.naturalWidth > 0 && one.alt)"), name
    assert (tab.complaints, tab.failed) == ([], [])
    assert [address for address in tab.addresses if not address.startswith(("file:", "about:", "data:"))] == []


def test_the_search_finds_chinese_words_and_leads_to_them(site, tab):
    tab.open((site / "rules" / "T301.html").as_uri())
    tab.ask("document.querySelector('input[type=search]').focus()")
    tab.wait_for("typeof WORDS !== 'undefined'")
    typed = "(() => {const box = document.querySelector('input[type=search]'); box.value = '%s';"
    tab.ask(f"{typed % '汇总 名册'} box.dispatchEvent(new Event('input'))}})()")
    found = tab.ask("[...document.querySelectorAll('.found a')].map(one => [one.textContent, one.href])")
    assert any("汇总 › 名册" in text for text, _ in found)
    tab.open(next(href for text, href in found if "汇总 › 名册" in text))
    assert tab.ask("document.querySelector(':target').textContent").startswith("名册")
    tab.ask(f"{typed % '查无此词'} box.focus()}})()")
    tab.wait_for("typeof WORDS !== 'undefined'")
    assert "没有找到" in tab.ask("document.querySelector('.found').textContent")


def test_on_a_phone_the_contents_open_at_a_touch(site, tab):
    tab.open((site / "check.html").as_uri(), WIDTHS["phone"])
    shown = "getComputedStyle(document.querySelector('nav.pages')).display"
    assert tab.ask(shown) == "none"
    tab.ask("document.querySelector('label.menu').click()")
    assert tab.ask(shown) == "block"
