"""What a Word document's styles mean for its text: heading levels, hidden text, and the list a style belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_LEVELS = 9
_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)


def whole(element: _Element | None, otherwise: int = 0) -> int:
    """The number in an element's ``w:val``, ``otherwise`` when there is none."""
    text = element.get(VAL, "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise


def child(element: _Element, tag: str) -> _Element | None:
    """The first child of that tag; much faster than ``find``, of which a report needs thousands."""
    return next(element.iterchildren(tag), None)


def properties_of(element: _Element, tag: str) -> _Element | None:
    """The properties of a paragraph, run or cell, which the schema puts first."""
    if not len(element):
        return None
    first = element[0]
    return first if first.tag == tag else None


def switched_on(element: _Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")


@dataclass(slots=True)
class Style:
    """What one style says of its paragraphs and runs, its ancestors' word included."""

    heading: int = 0
    hidden: bool = False
    number: str = ""
    level: int | None = None


_PLAIN = Style()


class Styles:
    """The styles of one document, worked out when first asked for."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._known: dict[str, Style] = {}
        for element in root.iterchildren(W + "style") if root is not None else ():
            self._elements.setdefault(element.get(W + "styleId", ""), element)

    def get(self, style_id: str) -> Style:
        """The style of that id, a plain one when the document defines none."""
        found = self._known.get(style_id)
        if found is None:
            # Stands in for itself while its ancestors are looked up: a style may claim to be its own ancestor.
            self._known[style_id] = _PLAIN
            element = self._elements.get(style_id)
            found = self._known[style_id] = _PLAIN if element is None else self._read(element)
        return found

    def _read(self, element: _Element) -> Style:
        based_on = element.find(W + "basedOn")
        parent = self.get(based_on.get(VAL, "")) if based_on is not None else _PLAIN
        style = Style(parent.heading, parent.hidden, parent.number, parent.level)
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        name = element.find(W + "name")
        named = _HEADING_NAME.fullmatch(name.get(VAL, "").strip()) if name is not None else None
        if outline is not None:
            style.heading = heading_level(outline)
        elif named:
            style.heading = int(named[1])
        vanish = element.find(f"{W}rPr/{W}vanish")
        if vanish is not None:
            style.hidden = switched_on(vanish)
        style.number, style.level = list_of(element.find(W + "pPr"), style)
        return style


def heading_level(outline: _Element) -> int:
    """The heading level an outline level stands for: 0 is the highest heading, 9 is body text."""
    level = whole(outline, 9)
    return level + 1 if level < 9 else 0


def list_of(properties: _Element | None, style: Style) -> tuple[str, int | None]:
    """The list and level of a paragraph: its own where it has one, else its style's."""
    numbering = child(properties, W + "numPr") if properties is not None and len(properties) else None
    if numbering is None:
        return style.number, style.level
    number, level = child(numbering, W + "numId"), child(numbering, W + "ilvl")
    return (
        number.get(VAL, "") if number is not None else style.number,
        min(whole(level), _LEVELS - 1) if level is not None else style.level,
    )
