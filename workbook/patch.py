"""Fill one of thousands of workbooks: the empty one is made once, then cells are put into the XML of its sheets.

It holds the same as :func:`workbook.write.build_book` gives, in a fraction of the time. What is not plain, such as
several years in one workbook, goes that way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter, quote_sheetname

from workbook import styles
from workbook.formfile import load_form
from workbook.history import field_value
from workbook.names import COVER, NARRATIVE, PREVIEW, SOURCES, STATISTICS
from workbook.package import rezip
from workbook.passages import PARAGRAPH, STATE, blank_lines, lines_of
from workbook.patchblank import FIRST_LINE, LETTERS, blank_of, fields_of, part_of, previewed
from workbook.patchsheet import cell_xml, formula_xml
from workbook.records import COLUMNS, records_of
from workbook.shown import numbers_of, same, shown
from workbook.sums import sum_gives
from workbook.template import cover, lists, mentions, narrative, sources, statistics
from workbook.template.beside import BESIDE
from workbook.write import build_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbook.cells import Content
    from workbook.content import BookContent
    from workbook.passages import Line
    from workbook.patchblank import Blank
    from workbook.report import AnnualReport
    from workbook.styles import Look

_DIMENSION = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+')
_AREA = re.compile(r'(ref="[A-Z]+\d+:[A-Z]+)\d+')
_WORKBOOK = "xl/workbook.xml"
_LINKS = [LETTERS[title] for title in narrative.LINKS]
# The looks and widths of the columns that are written.
_LINE = list(zip(narrative.LOOKS, narrative.WIDTHS.values(), strict=True))
_RECORD = [(styles.LIST_INPUT if title == sources.CHECK else styles.LIST, width) for title, width in COLUMNS.items()]
# Paragraphs by their row, with the codes of the figures that their sentences state.
_Stated = dict[int, dict[str, None]]


def fill_book(content: BookContent) -> bytes:
    """A whole new workbook that holds the same as :func:`workbook.write.build_book` gives.

    Raises:
        FormError: the edition of the current or of an older report is unknown.
        InputRefused: the current year is among the older ones.
    """
    return _fill(content.current) if _is_plain(content) else build_book(content)


def _is_plain(content: BookContent) -> bool:
    """Whether there is one report, without pictures and without references in its text, and nothing beside it."""
    report = content.current
    if content.history or content.explanations or content.drafts:
        return False
    paragraphs = (report.preface, *(section.paragraphs for section in report.sections))
    pictures = any(figure.evidence.picture for figure in report.figures.values())
    return not pictures and not any("{" in text for texts in paragraphs for text in texts)


def _fill(report: AnnualReport) -> bytes:
    form = load_form(report.form)
    blank = blank_of(form)
    lines = list(lines_of(report) if report.preface or report.sections else blank_lines(form))
    stated = mentions.stated_in({row: line.text for row, line in enumerate(lines, FIRST_LINE)}, blank.layout, report)
    rows = previewed(len(lines))
    records = [[record.get(title) for title in COLUMNS] for record in records_of(report, form)]
    filled = {
        part_of(COVER): _cover(blank, report),
        part_of(STATISTICS): _table(blank, report, stated, rows),
        part_of(NARRATIVE): _text(blank, report.year, lines, stated),
        part_of(SOURCES): _sources(blank, records),
        part_of(PREVIEW): _preview(blank, rows),
        _WORKBOOK: _names(blank, stated, rows, len(records)),
        **_tables(blank, {narrative.TABLE: len(lines), sources.TABLE: len(records)}),
    }
    return rezip({part: filled[part].encode() if part in filled else data for part, data in blank.parts.items()})


def _cover(blank: Blank, report: AnnualReport) -> str:
    cells = {}
    for field in fields_of(blank.layout.form):
        at = blank.places[field.name]
        cells[at] = cell_xml(at, blank.looks[cover.field_look(field)], field_value(report, field))
    return blank.fixed[COVER].filled(cells)


def _table(blank: Blank, report: AnnualReport, stated: _Stated, rows: range) -> str:
    """The figures as :func:`workbook.template.statistics.fill` writes them, and the ways to the text."""
    layout, cells = blank.layout, {}
    contents = {code: shown(figure) for code, figure in report.figures.items() if code in layout.figures}
    numbers = numbers_of(contents)
    for code, cell in layout.figures.items():
        at, rule = blank.places[cell.name], layout.fills.get(code)
        # A sum of ours that says what was published stands there already.
        if not (rule and same(sum_gives(rule, numbers), contents.get(code))):
            look = statistics.figure_look(cell, summed=False)
            cells[at] = cell_xml(at, blank.looks[look], contents.get(code))
    texts = f"{quote_sheetname(NARRATIVE)}!{LETTERS[PARAGRAPH]}"
    for row, column, formula in mentions.ways_back(layout, stated, rows, texts):
        at = f"{get_column_letter(column)}{row}"
        cells[at] = formula_xml(at, blank.looks[BESIDE].plain, formula)
    return blank.fixed[STATISTICS].filled(cells)


def _text(blank: Blank, year: int | None, lines: Sequence[Line], stated: _Stated) -> str:
    """The lines and what stands beside them, as :func:`workbook.template.narrative.fill` writes them."""
    rows, links = [], []
    for row, line in enumerate(lines, FIRST_LINE):
        beside = {cell.split('"', 2)[1].rstrip("\0"): cell.replace("\0", str(row)) for cell in blank.beside}
        codes = [code for code in stated.get(row, ()) if code in blank.layout.figures]
        for letter, code in zip(_LINKS, codes, strict=False):
            where = blank.layout.where(code).rpartition("!")[2]
            beside[letter] = cell_xml(f"{letter}{row}", blank.looks[narrative.LINK], where)
            name = blank.layout.figures[code].name
            links.append(f'<hyperlink ref="{letter}{row}" location="{name}" display="{code}"/>')
        rows.append(_row(blank, row, (year, *line[:3]), _LINE, "".join(beside.values())))
    sheet, last, before = blank.lists[NARRATIVE], previewed(len(lines)).stop - 1, blank.previewed.stop - 1
    seen = LETTERS[narrative.SHOWN]
    tail = _swap(sheet.tail, f'sqref="{seen}{FIRST_LINE}:{seen}{before}"', f'sqref="{seen}{FIRST_LINE}:{seen}{last}"')
    if links:
        tail = _swap(tail, "<printOptions", f"<hyperlinks>{''.join(links)}</hyperlinks><printOptions")
    return _to_row(sheet.head, last) + "".join(rows) + tail


def _sources(blank: Blank, records: Sequence[Sequence[Content]]) -> str:
    rows = [_row(blank, row, values, _RECORD) for row, values in enumerate(records, FIRST_LINE)]
    sheet, last = blank.lists[SOURCES], lists.HEADER_ROW + len(records)
    wide = sources.PAGES_WIDE if records else 1
    tail = _swap(sheet.tail, 'fitToWidth="1"', f'fitToWidth="{wide}"')
    return _to_row(sheet.head, last) + "".join(rows) + tail


def _row(
    blank: Blank, row: int, values: Sequence[Content], columns: Sequence[tuple[Look, float]], more: str = ""
) -> str:
    cells = (
        cell_xml(f"{get_column_letter(column)}{row}", blank.looks[look], value)
        for column, (value, (look, _)) in enumerate(zip(values, columns, strict=True), 1)
    )
    height = lists.height_of(values, [width for _, width in columns], [look.size for look, _ in columns])
    height = max(height, narrative.LEAST_HEIGHT) if more else height
    return f'<row r="{row}" ht="{safe_string(height)}">{"".join(cells)}{more}</row>'


def _preview(blank: Blank, rows: range) -> str:
    known = blank.lists_of_preview
    written = [
        known.get(row, f'<row r="{row}">') + (blank.steps.replace("\0", str(row)) if row in rows else "") + "</row>"
        for row in sorted({*known, *rows})
    ]
    sheet = blank.lists[PREVIEW]
    return _to_row(sheet.head, max(*known, rows.stop - 1)) + "".join(written) + sheet.tail


def _tables(blank: Blank, lengths: Mapping[str, int]) -> dict[str, str]:
    """The tables of lists with so many lines, by part."""
    texts = {part: data.decode() for part, data in blank.parts.items() if part.startswith("xl/tables/")}
    return {
        part: _AREA.sub(rf"\g<1>{max(lists.HEADER_ROW + count, FIRST_LINE)}", text)
        for name, count in lengths.items()
        for part, text in texts.items()
        if f'displayName="{name}"' in text
    }


def _names(blank: Blank, stated: Mapping[int, object], rows: range, records: int) -> str:
    """The defined names: those of the paragraphs, and the areas of 正文 and 来源 that are printed or looked at."""
    text, letter = quote_sheetname(NARRATIVE), LETTERS[PARAGRAPH]
    names = "".join(
        f'<definedName name="{mentions.PREFIX}{row}">{text}!${letter}${row}</definedName>' for row in stated
    )
    book = blank.parts[_WORKBOOK].decode()
    area = f"{text}!$A$1:${letter}$"
    book = _swap(book, f"{area}{blank.previewed.stop - 1}<", f"{area}{rows.stop - 1}<")
    for letter in (LETTERS[PARAGRAPH], LETTERS[STATE]):
        block = f"{text}!${letter}${FIRST_LINE}:${letter}$"
        book = _swap(book, f"{block}{blank.previewed.stop - 1}<", f"{block}{rows.stop - 1}<")
    printed = f"{quote_sheetname(SOURCES)}!$A${lists.HEADER_ROW}:${get_column_letter(len(COLUMNS))}$"
    book = _swap(book, f"{printed}{FIRST_LINE}<", f"{printed}{max(lists.HEADER_ROW + records, FIRST_LINE)}<")
    begin, _, rest = book.partition('<definedName name="_xlnm.')
    return f'{begin}{names}<definedName name="_xlnm.{rest}'


def _to_row(head: str, row: int) -> str:
    return _DIMENSION.sub(rf"\g<1>{row}", head, count=1)


def _swap(text: str, old: str, new: str) -> str:
    """Replace what stands there once.

    Raises:
        ValueError: it does not; the empty workbook is not as this module knows it.
    """
    if text.count(old) != 1:
        raise ValueError(old)
    return text.replace(old, new)
