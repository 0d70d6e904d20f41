"""正文: the sections of the report, one paragraph a line, this year's first.

Beside them stand their state, the preview of their references, and links to the figures they use.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname

from workbook import styles
from workbook.cells import put, put_formula, quoted
from workbook.history import older
from workbook.layout import layout_of
from workbook.names import NARRATIVE, TEXT_STATES, TEXTS
from workbook.passages import (
    DRAFTED,
    DRAFTED_AS,
    GAPS,
    PARAGRAPH,
    PREFACE,
    STATE,
    UNFILLED,
    UNWRITTEN,
    blank_lines,
    lines_of,
)
from workbook.references import Figures, expand_text, expanded, previous_of
from workbook.template import lists, mentions, preview, prompts
from workbook.template.book import below, give_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.passages import Line

SHOWN = "预览"
TABLE = "list_texts"
LINKS = tuple(f"指标{n}" for n in range(1, 7))
WIDTHS = {"年度": 7.0, "编号": 7.0, "标题": 30.0, PARAGRAPH: 92.0}
_BESIDE = {STATE: 8.0, SHOWN: 70.0, **dict.fromkeys(LINKS, 7.0)}
_HIDDEN = {DRAFTED: 20.0, DRAFTED_AS: 8.0}
COLUMNS = {**WIDTHS, **_BESIDE, **_HIDDEN}
_HINT = (
    "一段一行；编号和标题只写在该部分第一行，下面各行归入它。可插入行。最前面的“导语”是第一部分之前的文字。"
    "段落里可以用 {代码} 或 {名称} 引用统计表的数，如 {年度}、{收到申请数:同比}；"
    "插入的行，把上一行的“状态”“预览”格向下复制。“草稿”“上年稿”改动后就归您；不用改的，在“状态”栏写“已核”。"
)
_WORDS = replace(styles.LIST_INPUT, font=styles.FANGSONG, size=11)
LOOKS = (styles.LIST_INPUT, styles.LIST_INPUT, replace(styles.LIST_INPUT, font=styles.HEI), _WORDS)
_SHOWN = replace(styles.LIST, font=styles.FANGSONG, size=11, fill=styles.FORMULA)
_PROMPTS = {
    "年度": "四位年度。本年的写在最前面；插入的行不写年度，归上一行的年度。",
    "编号": "部分的编号，如 一；只写在该部分的第一行。",
    "标题": "部分的标题；只写在该部分的第一行，下面各行归入它。",
    PARAGRAPH: (
        "一段一行。可以用 {代码} 或 {名称} 引用统计表的数，如 {年度}、{收到申请数:同比}；右边“预览”显示填上数的样子。"
    ),
    STATE: "公式显示 未写、待填、草稿、上年稿、已改。草稿或上年稿不用改的，在这里写 已核。",
}
# Rows that the prompts and the look for a section's text reach down to.
_DEEP = 2000
# The points that a line of the preview takes.
LEAST_HEIGHT = lists.height_of([" "], [_BESIDE[SHOWN]], [_SHOWN.size])
LINK = replace(styles.LIST_FORMULA, colour=styles.BLUE, shrink=True, wrap=False)


def draw(sheet: Worksheet, _layout: Layout) -> None:
    """Draw the empty list."""
    lists.draw_header(sheet, NARRATIVE, _HINT, COLUMNS)
    _hide(sheet, {title: column for column, title in enumerate(COLUMNS, 1)})
    for title, words in _PROMPTS.items():
        letter = get_column_letter(list(COLUMNS).index(title) + 1)
        prompts.ask(sheet, f"{letter}{lists.HEADER_ROW + 1}:{letter}{_DEEP}", title, words)
    styles.freeze(sheet, lists.HEADER_ROW + 1)
    styles.start_at(sheet, lists.HEADER_ROW + 1, list(COLUMNS).index(PARAGRAPH) + 1)


def fill(book: Workbook, content: BookContent, form: Form) -> None:
    """Write the narratives of all years; a year without any shows the edition's sections to be written under."""
    sheet, header = below(book, NARRATIVE)
    columns = _columns(sheet, header)
    _clear(sheet, header, columns)
    current = list(_current(content, form))
    rows = range(header + 1, header + 1 + len(current) + preview.SPARE)
    text = get_column_letter(columns[PARAGRAPH])
    layout = layout_of(form)
    preview.draw(book, layout, f"{quote_sheetname(sheet.title)}!${text}:${text}", rows)
    figures = Figures(content.current, previous_of(content))
    tables = [title for spec in form.sections if spec.table for title in (spec.title, *spec.variants)]
    for row, line in enumerate(current, header + 1):
        _write(sheet, row, columns, (content.current.year, *line[:3]))
        _beside(sheet, row, columns, tables)
        if drafted_as := content.drafts.get(line.text):
            put(sheet, row, columns[DRAFTED], line.text)
            put(sheet, row, columns[DRAFTED_AS], drafted_as)
        _make_room(sheet, row, columns[SHOWN], expand_text(line.text, figures) if "{" in line.text else "")
    last = header + len(current)
    for last, (year, line) in enumerate(_older(content), last + 1):  # noqa: B020  # the rows go on below
        _write(sheet, last, columns, (year, *line[:3]))
    for name, title in ((TEXTS, PARAGRAPH), (TEXT_STATES, STATE)):
        give_name(sheet, name, rows.start, columns[title], (rows.stop - 1, columns[title]))
    # What stands beside the text helps in writing and is not printed.
    sheet.print_area = f"A1:{text}{last + preview.SPARE}"
    _warn(sheet, rows, columns)
    # Columns of the user's own may stand between ours in a workbook made before some of ours were.
    if list(columns.values()) == list(range(1, len(COLUMNS) + 1)):
        lists.name_table(sheet, TABLE, header, len(COLUMNS), last, filtered=False)
    mentions.fill(book, layout, content.current, rows, columns)


def _current(content: BookContent, form: Form) -> Iterator[Line]:
    current = content.current
    return lines_of(current) if current.preface or current.sections else blank_lines(form)


def _older(content: BookContent) -> Iterator[tuple[int, Line]]:
    """The lines of the other years; what they refer to is put in, for the table is no longer theirs."""
    for year, report in older(content):
        yield from ((year, line) for line in lines_of(expanded(report, content.history.get(year - 1))))


def _columns(sheet: Worksheet, header: int) -> dict[str, int]:
    """Where each column is; those that a workbook made before they were has not are added right of all the rest."""
    found = {str(cell.value): cell.column for cell in sheet[header] if cell.value}
    missing = [title for title in COLUMNS if title not in found]
    used = max((cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=0)
    for column, title in enumerate(missing, used + 1):
        styles.write_row(sheet, header, [title], styles.LIST_HEADER, column)
        styles.set_widths(sheet, [COLUMNS[title]], column)
        found[title] = column
    _hide(sheet, found)
    return {title: found[title] for title in COLUMNS}


def _hide(sheet: Worksheet, columns: dict[str, int]) -> None:
    for title in _HIDDEN:
        sheet.column_dimensions[get_column_letter(columns[title])].hidden = True


def _clear(sheet: Worksheet, header: int, columns: dict[str, int]) -> None:
    lists.clear(sheet, header, len(WIDTHS))
    for title in (*_BESIDE, *_HIDDEN):
        for row in range(header + 1, sheet.max_row + 1):
            cell = sheet.cell(row, columns[title])
            if not isinstance(cell, MergedCell):
                cell.value = cell.hyperlink = None
                styles.dress(cell, styles.PLAIN)


def _write(sheet: Worksheet, row: int, columns: dict[str, int], values: tuple[Content, ...]) -> None:
    for title, value, look in zip(WIDTHS, values, LOOKS, strict=True):
        styles.dress(put(sheet, row, columns[title], value), look)
    lists.fit_height(sheet, row, values, LOOKS)


def _beside(sheet: Worksheet, row: int, columns: dict[str, int], tables: list[str]) -> None:
    styles.dress(put_formula(sheet, row, columns[STATE], _state(row, columns, tables)), styles.LIST_FORMULA)
    text = f"{get_column_letter(columns[PARAGRAPH])}{row}"
    seen = f'IF(ISNUMBER(FIND("{{",{text}&"")),{preview.shown()}&"","")'
    styles.dress(put_formula(sheet, row, columns[SHOWN], seen), _SHOWN)
    for nth, title in enumerate(LINKS, 1):
        styles.dress(put_formula(sheet, row, columns[title], preview.link(nth)), LINK)


def _state(row: int, columns: dict[str, int], tables: list[str]) -> str:
    """What is to be done with the line: a draft as it was put there, a gap in it, a section without text.

    The sections of ``tables`` are complete with their table.
    """
    heads, texts = (get_column_letter(columns[title]) for title in ("标题", PARAGRAPH))
    text, title, base, kind = (
        f"{get_column_letter(columns[name])}{row}" for name in (PARAGRAPH, "标题", DRAFTED, DRAFTED_AS)
    )
    gap = f"OR({','.join(f'ISNUMBER(FIND({quoted(words)},{text}))' for words in GAPS)})"
    # Up to the next title, or to the end of the list.
    following = f'IFERROR(MATCH("?*",INDEX(${heads}:${heads},ROW()+1):${heads}${_DEEP},0),{_DEEP // 2})'
    silent = f"COUNTA({text}:INDEX(${texts}:${texts},ROW()+{following}-1))=0"
    named = ",".join(f"{title}<>{quoted(words)}" for words in ("", PREFACE, *tables))
    plain = f'IF({gap},"{UNFILLED}",IF(AND({named}),IF({silent},"{UNWRITTEN}",""),""))'
    changed = f'IF({gap},"{UNFILLED}","已改")'
    return f'IF({kind}="",{plain},IF(EXACT({text}&"",{base}&""),{kind},{changed}))'


def _make_room(sheet: Worksheet, row: int, column: int, seen: str) -> None:
    """The preview is narrower than the text, and may need more lines."""
    lines = styles.lines_needed(seen, sheet.column_dimensions[get_column_letter(column)].width, _SHOWN.size)
    height = min(lists.TALLEST, 13.5 * lines * _SHOWN.size / 10 + 4)
    sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, height)


def _warn(sheet: Worksheet, rows: range, columns: dict[str, int]) -> None:
    """A preview in which braces are left is red and bold: a reference that leads nowhere."""
    column = get_column_letter(columns[SHOWN])
    cell = f"${column}{rows.start}"
    left = f'ISNUMBER(FIND("{{",SUBSTITUTE({cell}&"","{{{{","")))'
    first = f"{column}{rows.start}:{column}"
    for area in [str(known.sqref) for known in sheet.conditional_formatting if str(known.sqref).startswith(first)]:
        del sheet.conditional_formatting[area]
    rule = FormulaRule(formula=[left], font=Font(bold=True, color=styles.RED))  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
    sheet.conditional_formatting.add(f"{first}{rows.stop - 1}", rule)
