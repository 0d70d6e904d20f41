"""A template filled with a report: its places replaced, its styles kept, chart and properties added."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from converters.document import clean
from converters.word.chart import add_chart
from converters.word.measure import TYPE_AREA
from converters.word.places import BLOCKS, CHART, FIELD, put_words, text_of
from converters.word.template import page_edges
from converters.word.text import NAMESPACES, W
from workbook.errors import InputRefused
from workbook.package import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.word.compose import Content
    from converters.word.parts import Parts
    from converters.word.template import Template

_PARAGRAPH, _SECTION = f"{W}p", f"{W}sectPr"
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_PROPERTY_LENGTH = 255
_NARROWEST = 2000
"""Twips; margins that leave less for the text are a slip, not a page."""
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def fill(template: Template, content: Content) -> bytes:
    """The report as a .docx: the template with its places filled.

    Raises:
        InputRefused: the template lacks places for what the report holds.
    """
    if lost := content.lost():
        raise InputRefused(_lacking(template, lost))
    parts = template.opened()
    root = parts.xml(template.document)
    for paragraph in list(root.iter(_PARAGRAPH)):
        _fill_paragraph(paragraph, template, content)
    for part in page_edges(parts, template.document):
        for paragraph in parts.xml(part).iter(_PARAGRAPH):
            put_words(paragraph, content.words)
    if content.chart and CHART in template.places:
        add_chart(parts, template.document, content.chart)
    _set_properties(parts, content)
    return parts.file()


def _lacking(template: Template, lost: list[str]) -> str:
    marks = "、".join(f"{{{{{name}}}}}" for name in lost)
    return (
        f"模板“{template.name}”缺少位置{marks}，报告里的这些内容没有地方放。请在模板里各加一段写上这些位置"
        "（双花括号照写），或用 nianbao report --write-template 重新取一份模板来改。"
    )


def _fill_paragraph(paragraph: _Element, template: Template, content: Content) -> None:
    place = FIELD.fullmatch(text_of(paragraph).strip())
    if place is None or place[1] not in BLOCKS:
        put_words(paragraph, content.words)
        return
    markup = content.block(place[1], _line_width(paragraph))
    body = parse_xml(f"<w:body {NAMESPACES}>{markup}</w:body>".encode(), template.name, template.document)
    _rename_styles(body, template)
    _replace(paragraph, list(body))


def _rename_styles(body: _Element, template: Template) -> None:
    if all(own == theirs for own, theirs in template.styles.items()):
        return
    for element in body.iter(*_STYLED):
        own = element.get(f"{W}val", "")
        element.set(f"{W}val", template.styles.get(own, own))


def _replace(paragraph: _Element, blocks: list[_Element]) -> None:
    """Put blocks in a paragraph's place, or in that of the content control that holds nothing else."""
    section = paragraph.find(f"{W}pPr/{_SECTION}")
    outer, parent = paragraph, paragraph.getparent()
    while parent is not None and parent.tag == f"{W}sdtContent" and len(parent) == 1:
        control = parent.getparent()
        if control is None:
            break
        outer, parent = control, control.getparent()
    if parent is None:
        return
    at = parent.index(outer)
    # A paragraph that ends a section, or is the only one of a cell, stays behind as an empty line.
    stays = section is not None or (parent.tag == f"{W}tc" and not blocks)
    parent[at : at + 1] = [*blocks, *([_emptied(paragraph)] if stays else [])]


def _emptied(paragraph: _Element) -> _Element:
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    return paragraph


def _line_width(paragraph: _Element) -> int:
    """The width of the text on the page that a paragraph stands on, in twips."""
    section = _section_of(paragraph)
    size, margins = (section.find(f"{W}{tag}") if section is not None else None for tag in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return TYPE_AREA
    edges = (margins.get(f"{W}{side}", "0") for side in ("left", "right", "gutter"))
    try:
        width = int(size.get(f"{W}w", "0")) - sum(map(int, edges))
    except ValueError:
        return TYPE_AREA
    return width if width >= _NARROWEST else TYPE_AREA


def _section_of(paragraph: _Element) -> _Element | None:
    """The properties of a paragraph's section, which stand at the section's end."""
    behind = False
    for element in paragraph.getroottree().getroot().iter(_PARAGRAPH, _SECTION):
        behind = behind or element is paragraph
        if behind and element.tag == _SECTION:
            return element
    return None


def _set_properties(parts: Parts, content: Content) -> None:
    name = parts.of_kind("core-properties")
    if not name:
        name = "docProps/core.xml"
        parts.relate("", "rIdProperties", _CORE_KIND, name)
    parts.put(name, _properties(content).encode(), _CORE_TYPE)


def _properties(content: Content) -> str:
    """The document's properties; the last day of its year stands for the unknowable day of writing."""
    title, author = (
        escape(clean(text)[:_PROPERTY_LENGTH], quote=False) for text in (content.title, content.report.unit)
    )
    day = f'xsi:type="dcterms:W3CDTF">{content.report.year or 1980:04}-12-31T00:00:00Z'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {day}</dcterms:created><dcterms:modified {day}</dcterms:modified>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
