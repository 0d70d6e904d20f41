"""The hidden sheet that works out the preview of the text: references resolved by plain formulas as the user types.

Two lists, of the names of figures and of the figures with what may be said of them; and beside them, row by row with
正文, the text on its way: each step takes the first reference out of it and puts in what it stands for. What takes no
newer function than IFERROR works in every spreadsheet. Python's own way is :mod:`workbook.references`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname

from workbook.cells import quoted
from workbook.names import ANCHORS, PREVIEW, STATISTICS
from workbook.referencenames import BLANKS, FIELDS, LAST_YEAR, UNIT, YEAR, names_of, referable
from workbook.references import CHANGE, DOWN, GROWTH, LAST, LESS, MORE, NEARLY, SAME, SHARE, UP
from workbook.styles import book_of
from workbook.template.book import spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.layout import At, Layout

_BEYOND = 10000000
# How many different references of one paragraph are shown, and how many rows below the text are kept ready.
STEPS = 10
SPARE = 12
# Stand for {{, }} and a { that opens no reference while a text is worked on; nobody types them.
_OPEN, _CLOSE, _PLAIN = "\ue0f1", "\ue0f2", "\ue0f3"
_THIS_ROW = "\0"
_KEY, _ROW, _CODE, _NOW, _LAST, _UNIT, _LINK, _WHERE, _VALUE = 1, 2, 4, 5, 6, 7, 8, 9, 10
TEXTS = 15
# The blocks beside each other: the text before each step, the braces found, what is in them, the figure it names, the
# figure it is compared with, what is put in, and the count of the different figures so far.
_FOUND, _INSIDE, _FIGURE, _WHOLE, _SAID, _COUNT, _DONE = (TEXTS + 1 + STEPS * n for n in range(1, 8))


def draw(book: Workbook, layout: Layout, texts: str, rows: range) -> None:
    """Make the sheet anew.

    Args:
        book: the workbook.
        layout: where the figures stand.
        texts: the whole column of the paragraphs (``'正文'!$D:$D``).
        rows: the rows of 正文 that are previewed.
    """
    if PREVIEW in book.sheetnames:
        book.remove(book[PREVIEW])
    sheet = book.create_sheet(PREVIEW)
    sheet.sheet_state = "hidden"
    codes = _figures(sheet, layout)
    names = {key: found[0] for key, found in names_of(layout.form).items() if len(found) == 1}
    for row, (key, code) in enumerate((names | {field: field for field in FIELDS}).items(), 1):
        sheet.cell(row, _KEY, key)
        sheet.cell(row, _ROW, codes[code])
    formulas = _Steps(len(names) + len(FIELDS), len(codes)).formulas(texts)
    for row in rows:
        for column, formula in formulas:
            sheet.cell(row, column, formula.replace(_THIS_ROW, str(row)))


def shown() -> str:
    """The formula of a cell of 正文 that shows the row's text with its references replaced."""
    column = get_column_letter(_DONE)
    return f"INDEX('{PREVIEW}'!${column}:${column},ROW())"


def link(nth: int) -> str:
    """The formula of a cell of 正文 that leads to the nth figure its row refers to."""
    figures, counts = (
        f"'{PREVIEW}'!${get_column_letter(at)}:${get_column_letter(at + STEPS - 1)}" for at in (_FIGURE, _COUNT)
    )
    row = f"INDEX({figures},ROW(),MATCH({nth},INDEX({counts},ROW(),0),0))"
    target, where = (f"INDEX('{PREVIEW}'!${(c := get_column_letter(at))}:${c},{row})" for at in (_LINK, _WHERE))
    return f'IFERROR(HYPERLINK("#"&{target},{where}),"")'


def said_in(first: int, last: int, rows: range) -> str:
    """The formula of the first row of 正文 that refers to a figure from ``first`` to ``last``; 0 where none does."""
    left, right = get_column_letter(_FIGURE), get_column_letter(_FIGURE + STEPS - 1)
    block = f"'{PREVIEW}'!${left}${rows.start}:${right}${rows.stop - 1}"
    # The largest of what is left of a number beyond all rows belongs to the smallest row.
    return f"MOD({_BEYOND}-SUMPRODUCT(MAX(({block}>={first})*({block}<={last})*({_BEYOND}-ROW({block})))),{_BEYOND})"


def places(layout: Layout) -> dict[str, int]:
    """The row of each figure in the list, in the order of the form; groups are among them."""
    return {code: row for row, code in enumerate(referable(layout.form), 1)}


def _figures(sheet: Worksheet, layout: Layout) -> dict[str, int]:
    """Write the list of figures; gives each one's row, the report's own fields after them."""
    rows = places(layout)
    table = spot(book_of(sheet), ANCHORS[STATISTICS])[0]
    for code, below in referable(layout.form).items():
        cells = [layout.figures[one] for one in below if one in layout.figures]
        row = rows[code]
        sheet.cell(row, _CODE, code)
        sheet.cell(row, _UNIT, layout.form.items[code].unit)
        if cells and len(cells) == len(below):
            sheet.cell(row, _LINK, cells[0].name)
            sheet.cell(row, _WHERE, layout.where(below[0]).rpartition("!")[2])
            now, last = [cell.name for cell in cells], [_address(table, cell.last_year) for cell in cells]
            for column, formula in ((_NOW, _sum(now)), (_LAST, _sum(last)), *enumerate(_told(row), _VALUE)):
                sheet.cell(row, column, f"={formula}")
    fields = {YEAR: 'M_year&""', LAST_YEAR: 'IF(ISNUMBER(M_year),M_year-1&"","")', UNIT: 'M_unit&""'}
    for row, (field, formula) in enumerate(fields.items(), len(rows) + 1):
        sheet.cell(row, _VALUE, f"={formula}")
        rows[field] = row
    return rows


def _address(sheet: Worksheet, at: At) -> str:
    return f"{quote_sheetname(sheet.title)}!${get_column_letter(at.column)}${at.row}"


def _sum(cells: list[str]) -> str:
    listed = ",".join(cells)
    return f'IF(COUNT({listed})={len(cells)},SUM({listed}),"")'


def _told(row: int) -> tuple[str, str, str, str]:
    """What may be said of a figure: itself, last year's, the difference, the growth."""
    now, last, unit = f"E{row}", f"F{row}", f"G{row}"
    rate = f"ROUND(ABS({now}-{last})*1000/{last},0)"
    change = f'IF({now}>{last},"{MORE}","{LESS}")&ROUND(ABS({now}-{last}),6)&{unit}'
    growth = f'IF({rate}=0,IF({now}={last},"{SAME}","{NEARLY}"),IF({now}>{last},"{UP}","{DOWN}")&{rate}/10&"%")'
    from_none = f'IF(AND({now}=0,{last}=0),"{SAME}","")'
    return (
        f'IF({now}="","",ROUND({now},6)&"")',
        f'IF({last}="","",ROUND({last},6)&"")',
        f'IF(COUNT({now},{last})<2,"",IF(ROUND({now}-{last},6)=0,"{SAME}",{change}))',
        f'IF(COUNT({now},{last})<2,"",IF({last}<=0,{from_none},{growth}))',
    )


class _Steps:
    """The formulas of one row: from the text as typed to the text with its references replaced."""

    def __init__(self, keys: int, codes: int) -> None:
        self.keys, self.rows = f"$A$1:$A${keys}", f"$B$1:$B${keys}"
        self.codes = codes

    def formulas(self, texts: str) -> list[tuple[int, str]]:
        """Column and formula of every cell of a row, the row's number left open."""

        def at(block: int, step: int) -> str:
            return f"{get_column_letter(block + step)}{_THIS_ROW}"

        made = [(TEXTS, f'SUBSTITUTE(SUBSTITUTE(INDEX({texts},ROW())&"","{{{{","{_OPEN}"),"}}}}","{_CLOSE}")')]
        for step in range(STEPS):
            made += [(block + step, formula) for block, formula in self._of_step(step, at)]
        text = at(TEXTS, STEPS)
        back = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"{_PLAIN}","{{"),"{_OPEN}","{{{{"),"{_CLOSE}","}}}}")'
        return [(column, f"={formula}") for column, formula in (*made, (_DONE, back))]

    def _of_step(self, step: int, at: Callable[[int, int], str]) -> Iterator[tuple[int, str]]:
        text, found, inside = at(TEXTS, step), at(_FOUND, step), at(_INSIDE, step)
        figure, said = at(_FIGURE, step), at(_SAID, step)
        # LibreOffice counts an emoji as two where FIND is told to begin, as one elsewhere.
        rest = f'MID({text},FIND("{{",{text}),32767)'
        yield _FOUND, f'IFERROR(LEFT({rest},FIND("}}",{rest})),"")'
        bare = f"MID({found},2,LEN({found})-2)"
        for blank in BLANKS:
            bare = f'SUBSTITUTE({bare},{_character(blank)},"")'
        yield _INSIDE, f'IF({found}="","",SUBSTITUTE({bare},"：",":"))'
        yield _FIGURE, self._row_of(f'LEFT({inside},FIND(":",{inside}&":")-1)', inside)
        whole = self._row_of(f'MID({inside},FIND(":{SHARE}",{inside})+{len(SHARE) + 1},99)', inside)
        yield _WHOLE, f'IF(ISNUMBER(FIND(":{SHARE}",{inside})),{whole},0)'
        yield _SAID, self._said(inside, figure, at(_WHOLE, step))
        yield _COUNT, self._count(step, at)
        replaced = f'IF({said}="",SUBSTITUTE({text},"{{","{_PLAIN}",1),SUBSTITUTE({text},{found},{said}))'
        yield TEXTS + 1, f'IF({found}="",{text},{replaced})'

    def _count(self, step: int, at: Callable[[int, int], str]) -> str:
        """How many different figures with cells the row has referred to so far."""
        before = at(_COUNT, step - 1) if step else "0"
        figure = at(_FIGURE, step)
        known = f"COUNTIF({at(_FIGURE, 0)}:{at(_FIGURE, step - 1)},{figure})" if step else "0"
        linked = f'AND({figure}>0,IFERROR(INDEX($H$1:$H${self.codes},{figure})<>"",FALSE),{known}=0)'
        return f"{before}+IF({linked},1,0)"

    def _row_of(self, key: str, unless: str) -> str:
        """The figure's row in the list; 0 for a name that is none, letter by letter."""
        at = f"MATCH({key},{self.keys},0)"
        return f'IF({unless}="",0,IFERROR(IF(EXACT(INDEX({self.keys},{at}),{key}),INDEX({self.rows},{at}),0),0))'

    def _said(self, inside: str, figure: str, whole: str) -> str:
        def value(column: int, row: str) -> str:
            letter = get_column_letter(column)
            return f"INDEX(${letter}$1:${letter}${self.codes},{row})"

        aspect = f'MID({inside},FIND(":",{inside}&":")+1,99)'
        part, total = value(_NOW, figure), value(_NOW, whole)
        share = f'IF({whole}=0,"",IF(COUNT({part},{total})<2,"",IF({total}<=0,"",ROUND({part}*1000/{total},0)/10&"%")))'
        told = f'IF(LEFT({aspect},{len(SHARE)})="{SHARE}",{share},"")'
        for column, word in ((_VALUE + 3, GROWTH), (_VALUE + 2, CHANGE), (_VALUE + 1, LAST)):
            told = f'IF({aspect}="{word}",{value(column, figure)}&"",{told})'
        # A colon with nothing behind it asks for the figure, too.
        return f'IF({figure}=0,"",IF({aspect}="",{value(_VALUE, figure)}&"",{told}))'


def _character(char: str) -> str:
    """A character as a formula has it; those that XML folds are given by number."""
    return f"CHAR({ord(char)})" if ord(char) < 32 else quoted(char)
