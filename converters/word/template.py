"""A template of the Word report, as an office has edited it: opened safely, its places and styles known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from converters.word.parts import Parts
from converters.word.places import BLOCKS, FIELD, names_in, text_of
from converters.word.safety import tame
from converters.word.styles import NOTE_STYLE, definitions
from converters.word.text import W
from workbook.errors import InputRefused
from workbook.formfile import TEMPLATES
from workbook.package import open_package, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

STORED = TEMPLATES / "nianbao-report.docx"
"""The template that comes with the program, made by :mod:`converters.word.blank`."""
_VAL = f"{W}val"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled.

    ``styles`` gives for each of our styles' ids the id under which the template has it; ``places`` are the names in
    braces in the body, ``lines`` those in headers and footers; ``notes`` say what was taken out (Chinese).
    """

    name: str
    parts: Mapping[str, bytes]
    document: str
    styles: Mapping[str, str]
    places: tuple[str, ...]
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def opened(self) -> Parts:
        """Its parts, to be filled in."""
        return Parts(dict(self.parts), self.name)


@cache
def own_template() -> Template:
    """The template that comes with the program."""
    return read_template(STORED.read_bytes(), STORED.name)


def read_template(data: bytes, name: str) -> Template:
    """Open a template and check that it is safe and can be filled.

    Args:
        data: the whole file.
        name: its name, for messages.

    Raises:
        InputRefused: damaged, no Word document, unsafe, or with a place that cannot be filled.
    """
    package = open_package(data, name)
    parts = Parts({part: package.read(part) for part in package.names}, name)
    document = _main_part(parts)
    notes = tame(parts)
    # What Word itself calls a template (.dotx) becomes a document.
    parts.declare(document, _DOCUMENT)
    root = parts.xml(document)
    _drop_notes(parts, root, document)
    _refuse_crowded(root, name)
    return Template(
        name=name,
        document=document,
        styles=_mend_styles(parts, document),
        places=tuple(names_in(list(root.iter(f"{W}p")))),
        lines=tuple(names_in([p for part in page_edges(parts, document) for p in parts.xml(part).iter(f"{W}p")])),
        notes=tuple(notes),
        parts=parts.packed(),
    )


def page_edges(parts: Parts, document: str) -> list[str]:
    """The names of the headers and footers."""
    return [r.target for r in parts.relations(document) if r.kind in ("header", "footer") and not r.external]


def _main_part(parts: Parts) -> str:
    """The name of the document part."""
    document = parts.of_kind("officeDocument")
    body = parts.xml(document).find(f"{W}body") if document in parts.names else None
    if body is None:
        message = (
            f"模板“{parts.name}”不是 Word 文档（.docx）。请用 Word 或 WPS 另存为“Word 文档（*.docx）”，"
            "或用 nianbao report --write-template 取一份模板。"
        )
        raise InputRefused(message)
    return document


def _refuse_crowded(root: _Element, name: str) -> None:
    """A place for paragraphs must stand alone, and once: nothing beside it could be kept, nothing may come twice."""
    seen: set[str] = set()
    for paragraph in root.iter(f"{W}p"):
        text = text_of(paragraph).strip()
        for match in FIELD.finditer(text):
            if match[1] not in BLOCKS:
                continue
            if match[0] != text:
                message = f"模板“{name}”里，位置{match[0]}应单独成段，现在同段还有别的文字：“{text[:40]}”。请分成两段。"
                raise InputRefused(message)
            if match[1] in seen:
                message = f"模板“{name}”里，位置{match[0]}出现了不止一次，内容会重复。请只留一处。"
                raise InputRefused(message)
            seen.add(match[1])


def _drop_notes(parts: Parts, root: _Element, document: str) -> None:
    """Leave out the paragraphs that explain the template to its user."""
    ids = {element.get(f"{W}styleId") for element in _styles(parts, document) if _name(element) == NOTE_STYLE}
    for paragraph in list(root.iter(f"{W}p")):
        style, parent = paragraph.find(f"{W}pPr/{W}pStyle"), paragraph.getparent()
        if style is not None and style.get(_VAL) in ids and parent is not None:
            parent.remove(paragraph)


def _mend_styles(parts: Parts, document: str) -> dict[str, str]:
    """Which id each of our styles has in the template; those it lacks are added as ours."""
    styles = parts.xml(_styles_part(parts, document))
    ids = {_name(element).lower(): element.get(f"{W}styleId", "") for element in _styles(parts, document)}
    taken, found = set(ids.values()), {}
    for name, markup in definitions().items():
        own = parse_xml(_declared(markup), parts.name, "styles")[0]
        key = own.get(f"{W}styleId", "")
        if name.lower() not in ids:
            if key in taken:
                own.set(f"{W}styleId", f"Nianbao{key}")
            styles.append(own)
        found[key] = ids.get(name.lower(), own.get(f"{W}styleId", ""))
    return found


def _declared(markup: str) -> bytes:
    return f'<w:styles xmlns:w="{W[1:-1]}">{markup}</w:styles>'.encode()


def _styles_part(parts: Parts, document: str) -> str:
    return parts.of_kind("styles", document) or f"{document.rpartition('/')[0]}/styles.xml"


def _styles(parts: Parts, document: str) -> list[_Element]:
    return parts.xml(_styles_part(parts, document)).findall(f"{W}style")


def _name(style: _Element) -> str:
    name = style.find(f"{W}name")
    return name.get(_VAL, "") if name is not None else ""
