"""Write a workbook: a new one out of the form's data, or an old one filled again with the user's own parts kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from workbook import finish, marks, styles
from workbook.editing import open_to_change
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import (
    CHECKS,
    COVER,
    GUIDE,
    MARKS,
    NARRATIVE,
    SHEETS,
    SOURCES,
    STATISTICS,
    TEMPLATE_VERSION,
    YEARS,
)
from workbook.ours import edition_of, our_book
from workbook.template import checks, cover, guide, marksheet, narrative, sources, statistics, years
from workbook.template.book import below

if TYPE_CHECKING:
    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.layout import Layout

_DRAW = {
    GUIDE: guide.draw,
    STATISTICS: statistics.draw,
    NARRATIVE: narrative.draw,
    CHECKS: checks.draw,
    YEARS: years.draw,
    SOURCES: sources.draw,
    MARKS: marksheet.draw,
    COVER: cover.draw,
}


def build_book(content: BookContent) -> bytes:
    """A whole new workbook in the edition of the current report.

    Raises:
        FormError: the edition of the current or of an older report is unknown.
        InputRefused: the current year is among the older ones.
    """
    return save_book(make_book(content))


def make_book(content: BookContent) -> Workbook:
    """A whole new workbook, not saved yet, for those who add sheets to it; see :func:`build_book`."""
    form = load_form(content.current.form)
    book = _draw(layout_of(form))
    _fill(book, content, form)
    return book


def save_book(book: Workbook) -> bytes:
    """The file of a workbook from :func:`make_book`."""
    return finish.save(book, [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)])


def update_book(data: bytes, content: BookContent, name: str) -> bytes:
    """Fill an existing workbook again, leaving the user's own sheets, notes and widths as they are.

    A workbook of another edition is made anew.

    Args:
        data: the whole file.
        content: what it is to hold afterwards.
        name: the file's name, for messages.

    Raises:
        InputRefused: not a workbook of nianbao, a defined name is gone, or sheets, charts or pictures of the user's
            own would be lost.
    """
    found = our_book(data, name)
    form = load_form(content.current.form)
    if edition_of(found) != form.edition:
        if own := found.foreign_sheets():
            message = (
                f"“{name}”是 {edition_of(found)} 版式，改为 {form.edition} 版式要重建工作簿，"
                f"其中自己加的工作表（{'、'.join(own)}）会丢失；请换一个输出文件名，或先把它们移到别处。"
            )
            raise InputRefused(message)
        return build_book(content)
    book = open_to_change(data, name)
    # Marks tell of what stood there before.
    marks.take_off(book)
    _fill(book, content, form)
    return finish.save(book, [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)])


def _draw(layout: Layout) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    styles.set_base_font(book)
    for title in (*SHEETS, MARKS):
        book.create_sheet(title)
    # The cover counts the cells of the other sheets; it is drawn last, when they have their names.
    for title, draw in _DRAW.items():
        draw(book[title], layout)
    edition = layout.form.edition
    book.properties.creator = "nianbao"
    book.properties.title = layout.form.name
    book.properties.language = "zh-CN"
    book.properties.keywords = f"nianbao;form={edition};template={TEMPLATE_VERSION}"
    book.properties.created = book.properties.modified = finish.FIXED_TIME
    for key, value in (("nianbao-form", edition), ("nianbao-template", str(TEMPLATE_VERSION))):
        book.custom_doc_props.append(StringProperty(name=key, value=value))  # type: ignore[attr-defined]  # since 3.1
    return book


def _fill(book: Workbook, content: BookContent, form: Form) -> None:
    layout = layout_of(form)
    cover.fill(book, content.current, form)
    statistics.fill(book, layout, content.current)
    narrative.fill(book, content, form)
    checks.fill(book, layout, content.explanations)
    years.fill(book, content, form)
    sources.fill(book, content)
