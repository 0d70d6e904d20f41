"""A web page cut into lines as a browser shows them, without scripts and hidden parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NAMES = re.compile(r"\w+")
DROPPED = frozenset(
    _NAMES.findall(
        "script style noscript template head title select option button input textarea object embed iframe svg canvas "
        "audio video map link meta"
    )
)
_BLOCKS = frozenset(
    _NAMES.findall(
        "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table "
        "tbody td tfoot th thead tr ul"
    )
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
# A line break in the source between two Chinese characters parts no words.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANKS = " \t\r\n\u3000\xa0\u200b\ufeff"


@dataclass(slots=True)
class Line:
    """A line of a page, or a data table standing in it.

    ``linked`` counts the characters of the line that are links; ``element`` is the block the line stands in.
    """

    text: str
    linked: int
    heading: int
    element: etree._Element
    table: etree._Element | None = None


def is_hidden(element: etree._Element) -> bool:
    """Whether a browser shows nothing of this element; a page or its body is never taken as hidden."""
    if element.tag in ("html", "body"):
        return False
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def lines_of(root: etree._Element, tables: Collection[etree._Element] = ()) -> Iterator[Line]:
    """The lines and data tables below an element, in reading order.

    Args:
        root: where to begin.
        tables: the tables to hand out whole; all others are cut into lines like any block.
    """
    return _Cutter(root, tables).lines()


def text_lines(cell: etree._Element) -> list[str]:
    """The lines of a table cell as texts."""
    return [line.text for line in lines_of(cell)]


class _Cutter:
    """One pass over a subtree, without recursion: pages of broken markup nest by the thousand."""

    def __init__(self, root: etree._Element, tables: Collection[etree._Element]) -> None:
        self._root = root
        self._tables = tables
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._blocks = [root]
        self._heading = 0

    def lines(self) -> Iterator[Line]:
        walk = etree.iterwalk(self._root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            if event == "end":
                yield from self._end(element, whole=element is not skipped)
                skipped = None
            elif element in self._tables:
                yield from self._flush()
                yield Line("", 0, 0, element, element)
                skipped = element
                walk.skip_subtree()
            elif element.tag in DROPPED or (element is not self._root and is_hidden(element)):
                skipped = element
                walk.skip_subtree()
            else:
                yield from self._start(element)
        yield from self._flush()

    def _start(self, element: etree._Element) -> Iterator[Line]:
        tag = str(element.tag)
        if tag in _BLOCKS:
            yield from self._flush()
            self._blocks.append(element)
            self._heading = int(tag[1]) if tag in _HEADINGS else self._heading
        elif tag == "a":
            self._links += 1
        self._add(element.text)

    def _end(self, element: etree._Element, *, whole: bool) -> Iterator[Line]:
        tag = str(element.tag)
        if whole and tag in _BLOCKS:
            yield from self._flush()
            self._blocks.pop()
            self._heading = 0 if tag in _HEADINGS else self._heading
        elif whole and tag == "a":
            self._links -= 1
        if element is not self._root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
                self._linked += len("".join(text.split()))

    def _flush(self) -> Iterator[Line]:
        text = _SPACE.sub(" ", _WRAP.sub("", "".join(self._pieces))).strip(_BLANKS)
        if text:
            yield Line(text, self._linked, self._heading, self._blocks[-1])
        self._pieces.clear()
        self._linked = 0
