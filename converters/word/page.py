"""The Word file around the content: page, page numbers, settings, properties, and nothing of the stock template."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from converters.document import clean
from converters.word.styles import LINE_PITCH, styles_xml
from converters.word.text import indent, paragraph, run
from workbook.package import rezip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section, _Footer

_PROPERTY_LENGTH = 255
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
_KEPT_IN_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
_NUMBER_SIZE = 14.0

# Millimetres of clause 5.2.1; the page number's dash stands 7 mm below the type area, its line is 5 mm high (7.5).
_TOP, _RIGHT, _BOTTOM, _LEFT = 37, 26, 35, 28
_FOOTER = _BOTTOM - 7 - 5


def package(body: str, title: str, author: str, year: int | None) -> bytes:
    """The finished .docx around the markup of its paragraphs and tables.

    Args:
        body: paragraphs and tables as WordprocessingML.
        title: the document's title in its properties.
        author: the unit.
        year: the year reported on; its last day stands for the unknowable day of writing.
    """
    document = docx.Document()
    _strip(document)
    _fill(document.styles.element, styles_xml(nsdecls("w")))
    _fill(document.settings.element, _SETTINGS)
    _page(document.sections[0])
    content = parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")
    for place, block in enumerate(list(content)):
        document.element.body.insert(place, block)
    _properties(document, title, author, dt.datetime(year or 1980, 12, 31, tzinfo=dt.UTC))
    return _bytes(document)


def _strip(document: Document) -> None:
    """Leave out what the stock template brings along: its theme, numbering, picture and foreign font table."""
    for package_part, kept in ((document.part, _KEPT), (document.part.package, _KEPT_IN_PACKAGE)):
        for key, link in list(package_part.rels.items()):
            if link.reltype not in kept:
                del package_part.rels[key]


def _fill(element: BaseOxmlElement, markup: str) -> None:
    """Put the children of ``markup`` in place of the element's own."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(markup)))


def _page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(_TOP), Mm(_RIGHT)
    section.bottom_margin, section.left_margin = Mm(_BOTTOM), Mm(_LEFT)
    section.header_distance, section.footer_distance = Mm(15), Mm(_FOOTER)
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  # python-docx has no word for the grid
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE_PITCH * 20)))
    _page_number(section.footer, "Odd", "right")
    _page_number(section.even_page_footer, "Even", "left")


def _page_number(footer: _Footer, style: str, side: str) -> None:
    """The number between dashes, one character in from the outer edge (clause 7.5)."""
    footer.is_linked_to_previous = False
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    number = paragraph(run("— ") + field + run(" —"), style, indent(side, 1, _NUMBER_SIZE))
    _fill(footer._element, f"<w:ftr {nsdecls('w')}>{number}</w:ftr>")  # noqa: SLF001  # a footer's markup has no public name


def _properties(document: Document, title: str, author: str, day: dt.datetime) -> None:
    properties = document.core_properties
    properties.title = clean(title)[:_PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = clean(author)[:_PROPERTY_LENGTH]
    properties.created = properties.modified = day
    properties.language = "zh-CN"
    properties.revision = 1
    properties.comments = properties.keywords = ""


def _bytes(document: Document) -> bytes:
    """The file with its members in a fixed order and of a fixed date."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return rezip({name: archive.read(name) for name in archive.namelist()})


# doNotExpandShiftReturn: a line ended by hand is not stretched to the right edge.
_SETTINGS = f"""
<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>
"""
