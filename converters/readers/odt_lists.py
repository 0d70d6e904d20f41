"""List numbers of OpenDocument texts, which like Word's stand in no text and have to be counted (ODF 1.3, 16.30)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.docx_numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MOST_LEVELS = 10

# How LibreOffice and others name the number formats, as Word names them.
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
    "〇": "ideographDigital",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; an empty ``number_format`` shows no number."""

    number_format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Count:
    """Where a list has come to, level by level from 1."""

    style: str
    at: dict[int, int] = field(default_factory=dict)


class Lists:
    """Counts the lists of one document in reading order.

    Args:
        roots: the roots of content.xml and styles.xml, in which list styles are defined.
    """

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._begun: dict[str, Count] = {}
        self._last: dict[str, Count] = {}
        self._headings = Count("")
        for root in roots:
            for style in root.iter(T + "list-style"):
                self._styles[style.get(STYLE + "name", "")] = _levels(style)
            for style in root.iter(T + "outline-style"):
                self._outline = _levels(style)

    def begin(self, element: _Element) -> Count:
        """The count that an outermost list goes on with, or a new one."""
        style = element.get(T + "style-name", "")
        count = self._begun.get(element.get(T + "continue-list", ""))
        if count is None and element.get(T + "continue-numbering") == "true":
            count = self._last.get(style)
        count = count or Count(style)
        self._begun[element.get(_XML_ID, "")] = self._last[style] = count
        return count

    def label(self, count: Count, level: int, style: str, start: str = "") -> str:
        """The number of the next item.

        Args:
            count: the list's count, moved on by this.
            level: the item's level from 1.
            style: the list style in force there; empty for that of the outermost list.
            start: a number that the item itself states.
        """
        return _number(count, level, self._styles.get(style or count.style, {}), start)

    def heading(self, level: int, start: str = "") -> str:
        """The number of the next heading of a level, where the document numbers its outline."""
        return _number(self._headings, level, self._outline, start) if level in self._outline else ""


def _number(count: Count, level: int, levels: dict[int, Level], start: str) -> str:
    here = levels.get(level)
    if here is None or level > _MOST_LEVELS:
        return ""
    stated = int(start) if start.isdecimal() and len(start) < 8 else None
    count.at[level] = stated if stated is not None else count.at.get(level, here.start - 1) + 1
    for deeper in [key for key in count.at if key > level]:
        del count.at[deeper]
    if not here.number_format:
        return ""
    first = max(1, level - here.shown + 1)
    numbers = [
        number_text(count.at.setdefault(at, levels[at].start), levels[at].number_format)
        for at in range(first, level + 1)
        if at in levels and levels[at].number_format
    ]
    return f"{here.prefix}{'.'.join(numbers)}{here.suffix}"


def _levels(style: _Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in style:
        if isinstance(element.tag, str) and (level := _whole(element, "level", 0)):
            # Bullets and pictures have no number format: they show nothing that could be mistaken for a number.
            named = element.get(STYLE + "num-format", "")
            found[level] = Level(
                _FORMATS.get(named[:1], "decimal" if named else ""),
                element.get(STYLE + "num-prefix", ""),
                element.get(STYLE + "num-suffix", ""),
                _whole(element, "start-value", 1),
                _whole(element, "display-levels", 1),
            )
    return found


def _whole(element: _Element, name: str, otherwise: int) -> int:
    text = element.get(T + name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise
