"""来源: where every imported figure was read, what was said beside the table, and what found no place.

A figure recognised from a picture shows its cell cut out of the page, how sure the recognition was, and in 核对
whether somebody has compared the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workbook import styles
from workbook.drawings import Picture, clear_pictures, png_size, put_picture
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.history import older
from workbook.names import SOURCES
from workbook.records import CHECKED, COLUMNS, DOUBTED, FIGURE, UNCHECKED, Record, picture_name, records_of
from workbook.template import lists
from workbook.template.book import below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.content import BookContent
    from workbook.layout import Layout
    from workbook.report import AnnualReport

_HINT = (
    "每个导入的指标一行（空白的也在内），记着原文和出处；读不准、放不下的文字在“未归位”。删去一行不影响统计表的数。"
    "由图片识别的数标“待核”或“存疑”：请对照截图，无误的改为“已核”，有误的在统计表改正。"
)
CHECK, _PICTURE, _SCORE = "核对", "截图", "识别分"
_NEW = (CHECK, _PICTURE, _SCORE)
TABLE = "list_sources"
# Side by side the columns are too wide for a page to be read.
PAGES_WIDE = 2
_CHECK_PROMPT = "请对照截图：识别无误的选“已核”；有误的先在统计表改正，再选“已核”。不是由图片识别的不用管。"
# Rows that the list of words and the colours reach down to.
_DEEP = 20_000
# The most a picture takes up in its cell, in pixels; one pixel is three quarters of a point.
_LARGEST = (145, 30)
_POINTS = 0.75
# The newest years' pictures are kept up to this number: each is an entry of the package, and those are bounded.
MAX_PICTURES = 1200


def draw(sheet: Worksheet, _layout: Layout) -> None:
    """Draw the empty list."""
    lists.draw_header(sheet, SOURCES, _HINT, COLUMNS)
    sheet.row_dimensions[2].height = 42
    styles.freeze(sheet, lists.HEADER_ROW + 1, 5)
    _offer_words(sheet, lists.HEADER_ROW)


def fill(book: Workbook, content: BookContent) -> None:
    """Write the records of all years anew.

    Raises:
        InputRefused: an older workbook in which the user's own words stand where the new columns would.
    """
    sheet, header = below(book, SOURCES)
    records = list(_records(content))
    columns = _columns(sheet, header, recognised=any(record.get(_SCORE) is not None for record in records))
    lists.clear(sheet, header, len(columns))
    rows = ([record.get(column) for column in columns] for record in records)
    looks = [styles.LIST_INPUT if column == CHECK else styles.LIST for column in columns]
    last = lists.write_list(sheet, header, rows, looks)
    lists.name_table(sheet, TABLE, header, len(columns), last)
    _set_pages(sheet, header, len(columns), len(records))
    clear_pictures(sheet)
    if _PICTURE in columns:
        _put_pictures(sheet, header, columns.index(_PICTURE) + 1, records, _pictures(content))


def _set_pages(sheet: Worksheet, header: int, columns: int, records: int) -> None:
    """Print the list two pages wide, the first columns on both; an empty one is a single page.

    The words above it, which would go on beyond the first page, give way to a title at the head of each.
    """
    sheet.page_setup.fitToWidth = PAGES_WIDE if records else 1
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_cols = "A:C"
    sheet.print_area = lists.table_area(header, columns, header + records)
    sheet.oddHeader.left.text = SOURCES  # type: ignore[union-attr]  # made by openpyxl for each sheet


def _records(content: BookContent) -> Iterator[Record]:
    yield from records_of(content.current, load_form(content.current.form))
    for year, report in older(content):
        yield from ({**record, "年度": year} for record in records_of(report, load_form(report.form)))


def _pictures(content: BookContent) -> dict[str, bytes]:
    """The pictures of all years' figures by name, the newest years first, as many as may be kept."""
    reports: list[tuple[int | None, AnnualReport]] = [(content.current.year, content.current)]
    reports += sorted(older(content), key=lambda pair: pair[0] or 0, reverse=True)
    found = {
        picture_name(year, figure.code): figure.evidence.picture
        for year, report in reports
        for figure in report.figures.values()
        if png_size(figure.evidence.picture) != (0, 0)
    }
    return dict(list(found.items())[:MAX_PICTURES])


def _put_pictures(
    sheet: Worksheet, header: int, column: int, records: Sequence[Record], pictures: dict[str, bytes]
) -> None:
    for row, record in enumerate(records, header + 1):
        name = picture_name(record.get("年度"), record.get("代码"))
        if record.get("类别") == FIGURE and name in pictures:
            height = put_picture(sheet, Picture(pictures[name], name), row, column, _LARGEST)
            points = (height + 5) * _POINTS
            sheet.row_dimensions[row].height = max(points, sheet.row_dimensions[row].height or 0)


def _columns(sheet: Worksheet, header: int, *, recognised: bool) -> list[str]:
    """The titles of the list's columns; a workbook made before there were pictures gets the new ones where it can."""
    before = [title for title in COLUMNS if title not in _NEW]
    shown = [sheet.cell(header, column).value for column in range(1, len(before) + 1)]
    if shown != before:
        return list(COLUMNS)
    beside = sheet.iter_rows(min_row=header, min_col=len(before) + 1, max_col=len(COLUMNS), values_only=True)
    if not any(value is not None for row in beside for value in row):
        styles.write_row(sheet, header, COLUMNS, styles.LIST_HEADER)
        styles.set_widths(sheet, list(COLUMNS.values()))
        _offer_words(sheet, header)
        return list(COLUMNS)
    if recognised:
        message = (
            f"“{SOURCES}”表右边有自己写的内容，放不下新的三栏（{'、'.join(_NEW)}），没有改动；"
            "请把它们移到别的工作表再试。"
        )
        raise InputRefused(message)
    return before


def _offer_words(sheet: Worksheet, header: int) -> None:
    """Let 核对 be chosen from a list, and stand out until it is done."""
    letter = get_column_letter(list(COLUMNS).index(CHECK) + 1)
    where = f"{letter}{header + 1}:{letter}{header + _DEEP}"
    words = DataValidation(type="list", formula1=f'"{CHECKED},{UNCHECKED},{DOUBTED}"', allow_blank=True)
    words.promptTitle, words.prompt, words.showInputMessage = CHECK, _CHECK_PROMPT, True
    words.add(where)
    sheet.add_data_validation(words)
    for word, fill, bold in ((DOUBTED, styles.WRONG, True), (UNCHECKED, styles.INPUT, False)):
        rule = FormulaRule(  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
            formula=[f'${letter}{header + 1}="{word}"'],
            font=Font(bold=bold, color=styles.RED),
            fill=PatternFill("solid", bgColor=fill),
        )
        sheet.conditional_formatting.add(where, rule)
