"""Word's automatic numbering: the numbers stand in no text and have to be counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.docx_numbers import number_text
from converters.readers.docx_styles import VAL, Styles, W, switched_on, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_PLACEHOLDER = re.compile("%([1-9])")


@dataclass(slots=True)
class _Level:
    """One level of a list as numbering.xml defines it."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int | None = None
    arabic: bool = False


@dataclass(slots=True)
class _List:
    """A list instance: the definition it counts with, and the levels it starts anew or defines itself."""

    definition: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of one document, paragraph by paragraph in reading order.

    Args:
        load: gives the root of numbering.xml, if there is one; called when the first numbered paragraph is met.
        styles: the styles of the document.
    """

    def __init__(self, load: Callable[[], _Element | None], styles: Styles) -> None:
        self._load: Callable[[], _Element | None] | None = load
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, number: str, level: int | None, style_id: str) -> str:
        """The number in front of the next paragraph of this list, empty where it shows none.

        Args:
            number: the list's id (``w:numId``); "0" takes a paragraph out of its style's list.
            level: its level from 0, None when the paragraph's style decides.
            style_id: the paragraph's style.
        """
        if self._load is not None:
            self._read(self._load())
            self._load = None
        instance = self._lists.get(number)
        if instance is None:
            return ""
        levels = self._levels(instance)
        if level is None:
            level = next((key for key, found in levels.items() if found.style and found.style == style_id), 0)
        if level not in levels:
            return ""
        self._count(instance, level, levels)
        return self._shown(instance, level, levels)

    def _levels(self, instance: _List) -> dict[int, _Level]:
        definition = instance.definition
        # A definition may say no more than "as the list of that style".
        linked = self._lists.get(self._styles.get(self._links.get(definition, "")).number)
        if linked is not None:
            definition = linked.definition
        return self._definitions.get(definition, {}) | instance.levels

    def _count(self, instance: _List, level: int, levels: dict[int, _Level]) -> None:
        counts = self._counts.setdefault(instance.definition, {})
        if level in instance.starts:
            counts[level] = instance.starts.pop(level)
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = levels[level].start
        for deeper in [key for key in counts if key > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]

    def _shown(self, instance: _List, level: int, levels: dict[int, _Level]) -> str:
        here = levels[level]
        if here.number_format == "bullet":
            return ""
        counts = self._counts[instance.definition]

        def fill(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            of = levels.get(index, here)
            value = counts.setdefault(index, of.start)
            return number_text(value, "decimal" if here.arabic else of.number_format)

        return _PLACEHOLDER.sub(fill, here.text)

    def _read(self, root: _Element | None) -> None:
        if root is None:
            return
        for element in root.iterchildren(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._definitions[key] = dict(map(_read_level, element.iterchildren(W + "lvl")))
            link = element.find(W + "numStyleLink")
            if link is not None:
                self._links[key] = link.get(VAL, "")
        for element in root.iterchildren(W + "num"):
            definition = element.find(W + "abstractNumId")
            if definition is not None:
                self._lists[element.get(W + "numId", "")] = _read_list(element, definition.get(VAL, ""))


def _read_list(element: _Element, definition: str) -> _List:
    found = _List(definition)
    for override in element.iterchildren(W + "lvlOverride"):
        level = override.find(W + "lvl")
        if level is not None:
            key, value = _read_level(level)
            found.levels[key] = value
        start = override.find(W + "startOverride")
        if start is not None:
            found.starts[_index(override)] = whole(start, 1)
    return found


def _read_level(element: _Element) -> tuple[int, _Level]:
    level = _Level()
    for child in element:
        if child.tag == W + "start":
            level.start = whole(child, 1)
        elif child.tag == W + "numFmt":
            level.number_format = child.get(VAL, "decimal")
        elif child.tag == W + "lvlText":
            level.text = child.get(VAL, "")
        elif child.tag == W + "pStyle":
            level.style = child.get(VAL, "")
        elif child.tag == W + "lvlRestart":
            level.restart = whole(child)
        elif child.tag == W + "isLgl":
            level.arabic = switched_on(child)
    return _index(element), level


def _index(element: _Element) -> int:
    """The list level an element is about, from 0."""
    index = element.get(W + "ilvl", "0")
    return int(index) if index.isdecimal() and len(index) == 1 else 0
