"""What notes look like: openpyxl keeps their words and authors, this module their bold words, their sizes and places.

It is read when a file is opened and put back when it is saved.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.cell.cell import Cell

from workbook.errors import InputRefused
from workbook.openxml import relations, sheet_parts, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.package import Package

_LOOKS = "nianbao_looks"


@dataclass(frozen=True)
class _Look:
    """What a note looked like in the file: its words with their fonts, and its box."""

    plain: str
    words: _Element
    box: _Element | None


def keep_looks(book: Workbook, package: Package) -> None:
    """Remember what the notes of an opened workbook look like.

    Args:
        book: the workbook as openpyxl has loaded it.
        package: its file.
    """
    parts = sheet_parts(package)
    for sheet in book.worksheets:
        part = parts.get(sheet.title, "")
        words, boxes = _words(package, part), _boxes(package, part)
        for cell in _noted(sheet):
            if cell.coordinate in words and cell.comment:
                text, cell.comment.author = words[cell.coordinate]
                setattr(cell.comment, _LOOKS, _Look(cell.comment.text, text, boxes.get((cell.row, cell.column))))


def with_looks(package: Package, book: Workbook) -> dict[str, bytes]:
    """The parts of a saved workbook that hold notes, with the looks put back."""
    changed = {}
    for number, sheet in enumerate(book.worksheets, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        looks = {cell: look for cell in _noted(sheet) if (look := getattr(cell.comment, _LOOKS, None))}
        for _, kind, target in relations(package, part) if looks else ():
            if kind == "comments":
                changed[target] = _with_words(package.xml(target), looks)
            elif kind == "vmlDrawing":
                changed[target] = _with_boxes(package.xml(target), looks)
    return changed


def _noted(sheet: Worksheet) -> Iterator[Cell]:
    cells: list[object] = list(sheet._cells.values())  # noqa: SLF001  # the cells there are, and no new ones
    yield from (cell for cell in cells if isinstance(cell, Cell) and cell.comment)


def _words(package: Package, sheet: str) -> dict[str, tuple[_Element, str]]:
    """The words of the notes and their authors, by address; openpyxl takes a nameless author for one called None."""
    found: dict[str, tuple[_Element, str]] = {}
    for root in (package.xml(target) for _, kind, target in relations(package, sheet) if kind == "comments"):
        authors = [author.text or "" for author in within(root, "author")]
        for note in within(root, "comment"):
            number = int(note.get("authorId", "0"))
            for text in within(note, "text"):
                found[note.get("ref", "")] = text, authors[number] if number < len(authors) else ""
    return found


def _boxes(package: Package, sheet: str) -> dict[tuple[int, int], _Element]:
    targets = [target for _, kind, target in relations(package, sheet) if kind == "vmlDrawing"]
    try:
        shapes = [shape for target in targets for shape in within(package.xml(target), "shape")]
    except InputRefused:
        # Old programs write these as HTML rather than XML; such boxes get the usual size.
        return {}
    return {place: shape for shape in shapes if (place := _place(shape))}


def _place(shape: _Element) -> tuple[int, int] | None:
    texts = [next((e.text or "" for e in within(shape, name)), "") for name in ("Row", "Column")]
    return (int(texts[0]) + 1, int(texts[1]) + 1) if all(text.strip().isdecimal() for text in texts) else None


def _with_words(root: _Element, looks: dict[Cell, _Look]) -> bytes:
    by_address = {cell.coordinate: (cell, look) for cell, look in looks.items()}
    for note in within(root, "comment"):
        cell, look = by_address.get(note.get("ref", ""), (None, None))
        text = next(within(note, "text"), None)
        now = cell.comment.text if cell and cell.comment else ""
        if look and text is not None and now.startswith(look.plain):
            note.replace(text, _continued(look.words, now[len(look.plain) :]))
        elif look and text is not None and now and look.plain.startswith(now):
            note.replace(text, _cut(look.words, len(now)))
    return _bytes(root)


def _cut(words: _Element, length: int) -> _Element:
    """The first words with their fonts, what was written below them being gone."""
    made = deepcopy(words)
    for text in within(made, "t"):
        own = text.text or ""
        text.text, length = own[:length], max(0, length - len(own))
    for run in [run for run in within(made, "r") if not any(text.text for text in within(run, "t"))]:
        made.remove(run)
    return made


def _continued(words: _Element, more: str) -> _Element:
    """The words with their fonts, and what has been written below them since."""
    made = deepcopy(words)
    if more:
        namespace = etree.QName(made).namespace
        run = etree.SubElement(made, f"{{{namespace}}}r")
        text = etree.SubElement(run, f"{{{namespace}}}t")
        text.text = more
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _with_boxes(root: _Element, looks: dict[Cell, _Look]) -> bytes:
    boxes = {(cell.row, cell.column): look.box for cell, look in looks.items() if look.box is not None}
    for shape in list(within(root, "shape")):
        box = boxes.get(_place(shape) or (0, 0))
        parent = shape.getparent()
        if box is not None and parent is not None:
            made = deepcopy(box)
            # In the new part what the box refers to is called otherwise, and its number is unique on the sheet.
            for key in ("id", "type"):
                made.set(key, shape.get(key, ""))
            parent.replace(shape, made)
    return _bytes(root)


def _bytes(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
