"""What the styles of a binary Word document mean for its text: headings, hidden text, lists ([MS-DOC] 2.4.6.5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.readers.doc_properties import ParagraphLook, RunLook, paragraph_look, run_look

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH_STYLE, _RUN_STYLE = 1, 2
# Built-in styles 1 to 9 are the headings, in whatever language their names are.
_HEADINGS = range(1, 10)
_NO_STYLE = 0x0FFF


@dataclass(frozen=True, slots=True)
class DocStyle:
    """What a style says of its paragraphs and runs, its ancestors' word included; ``list_use`` 0 is no list."""

    heading: int = 0
    hidden: bool = False
    list_use: int = 0
    level: int | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A style as written: its built-in number, kind and ancestor, and what it sets itself."""

    number: int
    base: int
    paragraph: ParagraphLook
    run: RunLook


_PLAIN = DocStyle()


class DocStyles:
    """The styles of one document by their numbers.

    Args:
        content: the style sheet.
    """

    def __init__(self, content: bytes) -> None:
        self._base_size, self._contents = _contents(content)
        self._known: dict[int, DocStyle] = {}

    def get(self, number: int) -> DocStyle:
        """The style of that number, a plain one where there is none."""
        found = self._known.get(number)
        if found is None:
            # Stands in for itself while its ancestors are looked up: a style may claim to be its own ancestor.
            self._known[number] = _PLAIN
            content = self._contents[number] if number < len(self._contents) else b""
            written = _style(content, self._base_size)
            found = self._known[number] = _PLAIN if written is None else self._worked_out(written)
        return found

    def hides(self, look: RunLook, paragraph: DocStyle) -> bool:
        """Whether a run is hidden, the styles of it and of its paragraph asked where it does not say."""
        if look.hidden is not None:
            return look.hidden
        by_style = paragraph.hidden or (look.style is not None and self.get(look.style).hidden)
        return by_style != look.unlike_style

    def _worked_out(self, written: _Written) -> DocStyle:
        base = self.get(written.base) if written.base != _NO_STYLE else _PLAIN
        look, heading = written.paragraph, base.heading
        if look.outline is not None:
            heading = heading_level(look.outline)
        elif written.number in _HEADINGS:
            heading = written.number
        return DocStyle(
            heading,
            self.hides(written.run, base),
            base.list_use if look.list_use is None else look.list_use,
            base.level if look.level is None else look.level,
        )


def heading_level(outline: int) -> int:
    """The heading level an outline level stands for: 0 is the highest heading, 9 is body text."""
    return outline + 1 if outline < 9 else 0


def _contents(content: bytes) -> tuple[int, list[bytes]]:
    """How long the beginning of each style is, and the styles in the order of their numbers, empty where none is."""
    if len(content) < 6:
        return 0, []
    header, count, base_size = struct.unpack_from("<HHH", content)
    found: list[bytes] = []
    at = 2 + header
    while len(found) < count and at + 2 <= len(content):
        size = struct.unpack_from("<H", content, at)[0]
        found.append(content[at + 2 : at + 2 + size])
        # Every style begins at an even place.
        at += 2 + size + size % 2
    return base_size, found


def _style(content: bytes, base_size: int) -> _Written | None:
    if len(content) < max(6, base_size + 2):
        return None
    number, kind, sets = struct.unpack_from("<HHH", content)
    letters = struct.unpack_from("<H", content, base_size)[0]
    lists = list(_property_lists(content, base_size + 2 * letters + 4, sets & 0xF))
    paragraph, run = ParagraphLook(), RunLook()
    if kind & 0xF == _PARAGRAPH_STYLE and lists:
        paragraph = paragraph_look(0, lists[0][2:], lambda _: b"")
        run = run_look(lists[1]) if len(lists) > 1 else run
    elif kind & 0xF == _RUN_STYLE and lists:
        run = run_look(lists[0])
    return _Written(number & 0x0FFF, kind >> 4, paragraph, run)


def _property_lists(content: bytes, at: int, count: int) -> Iterator[bytes]:
    for _ in range(count):
        if at + 2 > len(content):
            return
        size = struct.unpack_from("<H", content, at)[0]
        yield content[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
