"""Word 2003 XML, which offices of that time saved as .xml or .doc, and the flat packages of later Word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import makers_docx

from workbook.package import open_package

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part

_NAMES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in (1, 2)
)


def write(path: Path, parts: list[Part], variant: str) -> None:
    """The same words and tables as the .docx maker writes, dressed otherwise."""
    makers_docx.write(path, parts, "")
    package = open_package(path.read_bytes(), path.name)
    path.write_bytes(flat(package) if variant == "flat" else _as_2003(package.read("word/document.xml").decode()))


def document(body: str, lists: str = "", styles: str = _STYLES) -> bytes:
    """A Word 2003 document around a body."""
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    root = f"<w:wordDocument {_NAMES}>{lists}<w:styles>{styles}</w:styles>"
    return f"{head}{root}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def _as_2003(text: str) -> bytes:
    body = re.search(r"<w:body>(.*)<w:sectPr", text, re.DOTALL)
    assert body
    plain = re.sub(r'\sxmlns:\w+="[^"]*"', "", body[1])
    return document(plain.replace("w:vMerge", "w:vmerge"))


def flat(package) -> bytes:
    """A package as one XML file."""
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{_bare(package.read(name))}</pkg:xmlData></pkg:part>'
        for name in package.names
        if name.endswith((".xml", ".rels"))
    )
    root = '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    return f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>{root}{parts}</pkg:package>'.encode()


def _bare(data: bytes) -> str:
    return re.sub(r"<\?xml[^>]*\?>", "", data.decode("utf-8-sig"))
