"""The places of a template, written ``{{标题}}``: their names, how they are found, how words are put into them.

A place is a name looked up in a list and nothing more: whatever else stands in braces stays as it is.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from converters.document import clean
from converters.word.text import W

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml.etree import _Element

FIELD = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,40}?)\s*[}｝]{2}")
"""A place as it is typed; Chinese keyboards give the full-width braces."""

PREFACE, CHART, REST, SIGNED, ATTACHED = "前言", "图表", "正文", "落款", "附件"
TITLE, UNIT, YEAR, DATE = "标题", "单位", "年度", "日期"
_ORDINALS = "一二三四五六七八九十"
PARTS = tuple(f"第{numeral}部分" for numeral in (*_ORDINALS, *(f"十{n}" for n in _ORDINALS[:9]), "二十"))
"""Places for one section each, by its order in the report."""
BLOCKS = frozenset({PREFACE, CHART, REST, SIGNED, ATTACHED, *PARTS})
"""Places that take paragraphs and tables and so stand in a paragraph of their own."""
NEEDED_WORDS = (TITLE, PREFACE, REST, SIGNED, ATTACHED)
"""What a report may lose its words or figures without."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = {"\n": f"{W}br", "\t": f"{W}tab"}


def texts(paragraph: _Element) -> Iterator[_Element]:
    """The pieces of text of a paragraph; those of text boxes within it are theirs."""
    for child in paragraph:
        if child.tag == f"{W}t":
            yield child
        elif child.tag != f"{W}p":
            yield from texts(child)


def text_of(paragraph: _Element) -> str:
    """A paragraph's words, however Word has cut them into runs."""
    return "".join(piece.text or "" for piece in texts(paragraph))


def names_in(paragraphs: Sequence[_Element]) -> list[str]:
    """Every name in braces, in order."""
    return [match[1] for paragraph in paragraphs for match in FIELD.finditer(text_of(paragraph))]


def put_words(paragraph: _Element, words: Mapping[str, str]) -> None:
    """Replace the places within a line by their words, in the look of the run in which each place begins."""
    pieces = list(texts(paragraph))
    # From the end: what is put in does not move what is still to be found, nor is it looked at again.
    for match in reversed(list(FIELD.finditer(text_of(paragraph)))):
        if match[1] in words:
            _splice(pieces, match.start(), match.end(), clean(words[match[1]]))
    for piece in pieces:
        _break_lines(piece)


def unknown(names: Collection[str], words: Collection[str]) -> list[str]:
    """Names in braces that are no place, each once."""
    return [name for name in dict.fromkeys(names) if name not in BLOCKS and name not in words]


def _splice(pieces: Sequence[_Element], start: int, end: int, value: str) -> None:
    """Put ``value`` in place of the characters from ``start`` to ``end``, which may lie in several pieces."""
    begins = 0
    for piece in pieces:
        text = piece.text or ""
        ends = begins + len(text)
        if begins < end and start < ends:
            inside = value if start >= begins else ""
            piece.text = f"{text[: max(0, start - begins)]}{inside}{text[end - begins :] if end < ends else ''}"
            piece.set(_SPACE, "preserve")
        begins = ends


def _break_lines(piece: _Element) -> None:
    lines = re.split(r"([\n\t])", piece.text or "")
    run = piece.getparent()
    if len(lines) == 1 or run is None:
        return
    made = [run.makeelement(_BREAKS[part]) if part in _BREAKS else copy.copy(piece) for part in filter(None, lines)]
    for element, part in zip(made, filter(None, lines), strict=True):
        if part not in _BREAKS:
            element.text = part
    at = run.index(piece)
    run[at : at + 1] = made
