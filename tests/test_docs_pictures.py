"""The pictures of the documents are current, small, and told in words; the one of the layers agrees with the code."""

from __future__ import annotations

import json
import re
import sys

import pytest
from docpages import DOCS, ROOT

sys.path.append(str(ROOT / ".ci"))

import layers
import pictures

SHOWN = {
    (page.name, alt, link)
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]
    for alt, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8"))
}


def test_the_pictures_were_drawn_of_what_the_program_makes_now(tmp_path):
    pictures.make_files(tmp_path)
    drawn = json.loads(pictures.MADE_OF.read_text("utf-8"))
    stale = [name for name, made_of in pictures.made_of(tmp_path).items() if drawn.get(name) != made_of]
    assert stale == [], "python .ci/pictures.py draws them anew"


def test_every_picture_is_shown_somewhere_and_small():
    files = {path.relative_to(DOCS).as_posix(): path.stat().st_size for path in pictures.FOLDER.glob("*.*g")}
    assert {link.removeprefix("docs/") for _, _, link in SHOWN} == set(files)
    assert max(files.values()) <= 150_000
    assert sum(files.values()) <= 1_500_000


@pytest.mark.parametrize(("page", "alt", "link"), sorted(SHOWN))
def test_a_picture_says_in_words_what_it_shows(page, alt, link):
    assert len(alt) >= 6, f"{page}: {link}"


def test_the_picture_of_the_layers_is_drawn_of_the_imports_as_they_are():
    assert layers.PICTURE.read_text("utf-8") == layers.drawing(), "python .ci/layers.py draws it anew"


def test_no_layer_imports_one_above_it():
    row = {name: box[3] for name, box in layers.BOXES.items()}
    upward = {pair: modules for pair, modules in layers.imports().items() if row[pair[0]] >= row[pair[1]]}
    assert upward == {}


def test_every_import_between_layers_is_an_arrow_or_follows_from_arrows():
    drawn = layers.arrows()
    below = {name: {other for one, other in drawn if one == name} for name in layers.BOXES}
    for one, other in layers.imports():
        assert other in layers.reached(one, below), (one, other)
