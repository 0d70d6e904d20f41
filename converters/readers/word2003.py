"""Word XML in one file: Word 2003's own (often named .doc), and packages of Word 2007 written flat.

Both are turned into what a .docx holds and read as such: the elements are nearly the same, only their namespace,
lists and revisions are written otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from converters.document import Document
from converters.readers.docx import DocxReader, Walk
from converters.readers.docx_lists import Numbering
from converters.readers.docx_numbers import format_of
from converters.readers.docx_styles import VAL, Styles, W
from workbook.openxml import local_name
from workbook.package import parse_xml, rezip

if TYPE_CHECKING:
    from lxml.etree import _Element

_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_FLAT = re.compile(rb"<pkg:package[\s>]")
_WORD = re.compile(rb"<(?:\w+:)?wordDocument[\s>]")
_RENAMED = {"listPr": "numPr", "ilfo": "numId", "vmerge": "vMerge", "hmerge": "hMerge"}
_REVISIONS = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "del"}


class Word2003Reader:
    """Reads Word 2003 XML and flat Open XML packages."""

    kind = "word2003"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """XML that says it is a Word document."""
        del data
        plain = head.replace(b"\0", b"")
        return bool(_WORD.search(plain) or _FLAT.search(plain))

    def read(self, data: bytes, name: str) -> Document:
        """Paragraphs and tables in body order.

        Raises:
            InputRefused: damaged or unsafe.
        """
        root = parse_xml(data, name, "w:wordDocument")
        if root.tag == _PKG + "package":
            document = DocxReader().read(_unpacked(root), name)
            document.kind = self.kind
            return document
        _modernise(root)
        lists = root.find(W + "lists")
        styles = Styles(root.find(W + "styles"))
        walk = Walk(name, styles, Numbering(lambda: _numbering(lists), styles))
        body = root.find(W + "body")
        if body is not None:
            walk.blocks_of(body)
        return Document(name, self.kind, walk.blocks, list(walk.notes))


def _unpacked(root: _Element) -> bytes:
    """The zip file that a flat package stands for; pictures and the like are left out."""
    parts = {}
    for part in root.iterchildren(_PKG + "part"):
        content = next((data[0] for data in part.iterchildren(_PKG + "xmlData") if len(data)), None)
        if content is not None:
            parts[part.get(_PKG + "name", "").lstrip("/")] = etree.tostring(content)
    return rezip(parts)


def _modernise(root: _Element) -> None:
    """Rename what Word 2007 calls otherwise, in place."""
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag.startswith(_OLD):
            local = tag[len(_OLD) :]
            element.tag = W + _RENAMED.get(local, local)
            for key, value in list(element.attrib.items()):
                if str(key).startswith(_OLD):
                    del element.attrib[key]
                    element.set(W + str(key)[len(_OLD) :], value)
        elif tag == _AML + "annotation":
            element.tag = W + _REVISIONS.get(element.get(_OLD + "type", ""), "smartTag")
        elif tag == _AML + "content" or tag.startswith(_HINT):
            # Sections, sub-sections and the like stand around paragraphs and add nothing.
            element.tag = W + "smartTag"


def _numbering(lists: _Element | None) -> _Element | None:
    """The lists as numbering.xml has them."""
    if lists is None:
        return None
    root = etree.Element(W + "numbering")
    for entry in lists:
        if local_name(entry) == "listDef":
            entry.tag = W + "abstractNum"
            entry.set(W + "abstractNumId", entry.get(W + "listDefId", ""))
            for level in entry.iter(W + "lvl"):
                _name_format(level)
            root.append(entry)
        elif local_name(entry) == "list":
            entry.tag = W + "num"
            entry.set(W + "numId", entry.get(W + "ilfo", ""))
            definition = entry.find(W + "ilst")
            if definition is not None:
                definition.tag = W + "abstractNumId"
            root.append(entry)
    return root


def _name_format(level: _Element) -> None:
    code = level.find(W + "nfc")
    number = code.get(VAL, "") if code is not None else "0"
    named = etree.SubElement(level, W + "numFmt")
    named.set(VAL, format_of(int(number) if number.isdecimal() and len(number) < 4 else 0))
