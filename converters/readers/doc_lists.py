"""Automatic numbering of a binary Word document: its list tables as numbering.xml, counted as that is.

What Word 97 writes in tables and Word 2007 in XML is the same model; [MS-DOC] 2.9.131, 2.9.147 and 2.9.150.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from converters.document import clean
from converters.readers.doc_file import Slot
from converters.readers.docx_lists import Numbering
from converters.readers.docx_numbers import format_of
from converters.readers.docx_styles import VAL, Styles, W
from converters.readers.ole import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.doc_file import WordFile

_LIST, _USE, _LEVEL = 28, 16, 28
_LEVELS = 9
_NO_LEVEL_STYLE = 0x0FFF
_ALL_ARABIC, _RESTARTS_AT = 0x04, 0x08
_STARTS, _FORMATTED = 0x10, 0x20
_MAX_LISTS = 5000
# Letters around a number; a list could put a book in front of every paragraph.
_MAX_LABEL = 100
_LEVEL_SIGN = re.compile("[\x00-\x08]")


@dataclass(slots=True)
class _Reader:
    """Reads the tables one after another; ``at`` is where it stands in the table stream."""

    content: bytes
    at: int

    def unpack(self, layout: str) -> tuple[int, ...]:
        """The numbers that follow."""
        found = struct.unpack_from(layout, self.content, self.at)
        self.at += struct.calcsize(layout)
        return found

    def level(self) -> list[tuple[str, str]]:
        """The level that follows, as names and values of what numbering.xml says of it."""
        start, number_format, flags = struct.unpack_from("<IBB", self.content, self.at)
        run_size, paragraph_size, restart = struct.unpack_from("<BBB", self.content, self.at + 24)
        self.at += _LEVEL + run_size + paragraph_size
        (letters,) = self.unpack("<H")
        text = self.content[self.at : self.at + 2 * letters].decode("utf-16-le", "replace")
        self.at += 2 * letters
        text = text[:_MAX_LABEL]
        found = [("start", str(start)), ("numFmt", format_of(number_format))]
        found += [("lvlRestart", str(restart))] if flags & _RESTARTS_AT else []
        found += [("isLgl", "1")] if flags & _ALL_ARABIC else []
        return [*found, ("lvlText", clean(_LEVEL_SIGN.sub(lambda sign: f"%{ord(sign[0]) + 1}", text)))]


def numbering(file: WordFile, notes: dict[str, None]) -> Numbering:
    """What counts the list numbers of a document; lists are known by the number of their use, from 1.

    Args:
        file: the document.
        notes: takes the note that the numbers cannot be counted, where the tables are not sound.
    """

    def load() -> _Element | None:
        try:
            return _tables(file)
        except (Damaged, struct.error, IndexError):
            notes["文档的编号表有损坏，自动编号（如“一、”）未能读出"] = None
            return None

    return Numbering(load, Styles(None))


def _tables(file: WordFile) -> _Element | None:
    start, size = file.place(Slot.LISTS)
    if not size:
        return None
    root = etree.Element(W + "numbering")
    lists = dict(_lists(_Reader(file.table, start), start + size, root))
    used_at, used = file.place(Slot.LIST_USES)
    if used:
        _uses(_Reader(file.table, used_at), lists, root)
    return root


def _lists(read: _Reader, levels_at: int, root: _Element) -> Iterator[tuple[int, str]]:
    """Write the definitions of lists; gives the id by which uses refer to each, and its number."""
    (count,) = read.unpack("<H")
    if count > _MAX_LISTS:
        message = "lists"
        raise Damaged(message)
    # The levels of all lists follow behind the table, outside of its stated size.
    levels = _Reader(read.content, levels_at)
    for number in range(count):
        list_id, _, *styles, flags = struct.unpack_from("<II9HB", read.content, read.at)
        read.at += _LIST
        definition = etree.SubElement(root, W + "abstractNum")
        definition.set(W + "abstractNumId", str(number))
        for index in range(1 if flags & 1 else _LEVELS):
            element = _level(definition, index, levels.level())
            if styles[index] != _NO_LEVEL_STYLE:
                etree.SubElement(element, W + "pStyle").set(VAL, str(styles[index]))
        yield list_id, str(number)


def _uses(read: _Reader, lists: dict[int, str], root: _Element) -> None:
    """Write the uses of lists, with the levels they start anew or define themselves."""
    (count,) = read.unpack("<I")
    if count > _MAX_LISTS:
        message = "list uses"
        raise Damaged(message)
    heads = [struct.unpack_from("<I8xB", read.content, read.at + _USE * n) for n in range(count)]
    read.at += _USE * count
    for number, (list_id, overrides) in enumerate(heads, 1):
        use = etree.SubElement(root, W + "num")
        use.set(W + "numId", str(number))
        if list_id in lists:
            etree.SubElement(use, W + "abstractNumId").set(VAL, lists[list_id])
        read.at += 4
        for _ in range(overrides):
            _override(read, use)


def _override(read: _Reader, use: _Element) -> None:
    start, flags = read.unpack("<II")
    override = etree.SubElement(use, W + "lvlOverride")
    override.set(W + "ilvl", str(flags & 0xF))
    if flags & _FORMATTED:
        settings = read.level()
        start = int(dict(settings)["start"])
        _level(override, flags & 0xF, settings)
    if flags & _STARTS:
        etree.SubElement(override, W + "startOverride").set(VAL, str(start))


def _level(parent: _Element, index: int, settings: list[tuple[str, str]]) -> _Element:
    element = etree.SubElement(parent, W + "lvl")
    element.set(W + "ilvl", str(index))
    for name, value in settings:
        etree.SubElement(element, W + name).set(VAL, value)
    return element
