"""同比: the figures of all years side by side, by formulas that look them up in 历年; changes, rates, breaks, ties.

A year's cell finds its row of 历年 by code and name and its column by the year, so that it stays right when 历年 is
filled anew. Oldest years stand left, the change and the rate right of the newest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.cells import put, put_formula
from workbook.change import less
from workbook.expression import LAST
from workbook.names import ANCHORS, CHANGES, HISTORY_CODES, HISTORY_LABELS, HISTORY_VALUES, HISTORY_YEARS, YEARS
from workbook.template import lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.change import Track
    from workbook.changes import Tie, Timeline
    from workbook.expression import Term

NONE = "无此项"
_FIRST = {"代码": 15.0, "指标": 52.0, "单位": 7.0, "历年行": 7.0}
FIRST_YEAR = len(_FIRST) + 1
_HELPER_ROW = lists.HEADER_ROW - 1
_HINT = (
    "各年的数取自“历年”和统计表，随之变化；灰底“无此项”是那一年的版式没有这个指标，系列在此中断。"
    "空白、“/”和文字不当作 0，不算增减；基数为 0 的不算同比，显示“—”。"
    "本表由 nianbao history 生成，每次重做，请不要在这里填数。"
)
_BLOCK = replace(styles.LIST_HEADER, across="left", wrap=False)
_EDITION = replace(styles.LIST_HEADER, bold=False, size=9)
_CODE = replace(styles.LIST, size=9, shrink=True, wrap=False)
_VALUE = replace(styles.LIST, across="right", wrap=False, shrink=True)
_RESULT = replace(styles.LIST_FORMULA, across="right", wrap=False, shrink=True)
_CHANGE = {"count": replace(_RESULT, number="+0;-0;0"), "money": replace(_RESULT, number="+0.00####;-0.00####;0")}
_RATE = replace(_RESULT, number="+0.0%;-0.0%;0.0%")
_ABSENT = replace(styles.LIST_HEADER, bold=False, size=8, colour=styles.GREY, fill="D9D9D9")
_HELP = replace(styles.LIST, size=8, colour=styles.GREY, across="center")
_NOTE = replace(styles.LIST, size=9)


@dataclass(slots=True)
class Sheet:
    """同比 while it is drawn: where the quantities stand, and what its formulas give (``results``, by cell)."""

    sheet: Worksheet
    timeline: Timeline
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    results: dict[str, Content] = field(default_factory=dict)

    def column(self, year: int) -> int:
        """The column of a year."""
        return FIRST_YEAR + self.timeline.years.index(year)

    def cell(self, track: Track, year: int) -> str:
        """The cell of a quantity in a year."""
        return f"{get_column_letter(self.column(year))}{self.rows[track.name]}"

    def figure(self, code: str, year: int) -> str:
        """The cell of a figure in a year; ``last`` before the code means the year before."""
        if code.startswith(LAST):
            code, year = code.removeprefix(LAST), year - 1
        return self.cell(self.timeline.track_of[year, code], year)

    def write(self, row: int, column: int, formula: str, result: Content, look: styles.Look) -> None:
        """A formula with what it gives."""
        cell = put_formula(self.sheet, row, column, formula)
        styles.dress(cell, look)
        self.results[cell.coordinate] = result

    @property
    def note_column(self) -> int:
        """The column of remarks, right of the change and the rate."""
        return FIRST_YEAR + len(self.timeline.years) + 2


def draw(sheet: Worksheet, timeline: Timeline) -> Sheet:
    """Draw the sheet; what its formulas give is to be completed once the book is saved."""
    made = Sheet(sheet, timeline)
    _head(made)
    # The ties stand below the few quantities that everyone looks at, above the long table.
    series = [track for track in timeline.tracks if track.block == timeline.tracks[0].block]
    ties_at = _place(made, series, lists.HEADER_ROW + 1)
    figures_at = ties_at + (1 + 2 * len(timeline.ties) if timeline.ties else 0)
    last = _place(made, timeline.tracks[len(series) :], figures_at) - 1
    for track in timeline.tracks:
        _draw_track(made, track)
    if timeline.ties:
        _block(made, ties_at, "与上年衔接（相差不是 0 的要核对）")
    for row, tie in enumerate(timeline.ties):
        _draw_tie(made, tie, ties_at + 1 + 2 * row)
    styles.freeze(sheet, lists.HEADER_ROW + 1, FIRST_YEAR)
    sheet.print_area = f"A1:{get_column_letter(made.note_column)}{last}"
    return made


def _head(made: Sheet) -> None:
    sheet, years = made.sheet, made.timeline.years
    base = made.timeline.base(years[-1])
    against = "同比" if base == years[-1] - 1 else f"比{base}年"
    titles = {f"{year}": 11.0 for year in years} | {f"增减（比{base}年）": 19.0, against: 11.0, "说明": 48.0}
    lists.draw_header(sheet, CHANGES, _HINT, _FIRST | titles)
    sheet.row_dimensions[2].height = 42
    for year in years:
        column = made.column(year)
        head = f"{get_column_letter(column)}${lists.HEADER_ROW}"
        styles.dress(put(sheet, lists.HEADER_ROW, column, year), styles.LIST_HEADER)
        # The year may have been typed as a text, as in 2023年.
        found = f'IFERROR(MATCH({head},{HISTORY_YEARS},0),IFERROR(MATCH({head}&"*",{HISTORY_YEARS},0),0))'
        # 历年 has the current year first, the older ones right of it.
        made.write(_HELPER_ROW, column, found, len(years) - years.index(year), _HELP)
    sheet.row_dimensions[_HELPER_ROW].hidden = True
    sheet.column_dimensions[get_column_letter(len(_FIRST))].hidden = True


def _place(made: Sheet, tracks: Sequence[Track], row: int) -> int:
    """Give each quantity its row, below the title of its block; returns the first row after them."""
    block = ""
    for track in tracks:
        if track.block != block:
            block = track.block
            _block(made, row, block)
            row += 1
        made.rows[track.name] = row
        row += 1
    return row


def _block(made: Sheet, row: int, title: str) -> None:
    """The title of a block, with the edition of each year in its column."""
    styles.write_row(made.sheet, row, [title, *[""] * (made.note_column - 1)], _BLOCK)
    for year, form in made.timeline.forms.items():
        styles.dress(put(made.sheet, row, made.column(year), f"{form.edition}版式"), _EDITION)


def _draw_track(made: Sheet, track: Track) -> None:
    sheet, row, timeline = made.sheet, made.rows[track.name], made.timeline
    is_figure = timeline.track_of.get((track.years[-1], track.key)) is track
    codes = " + ".join(track.codes[track.years[-1]])
    for column, text in enumerate((codes, track.label, track.measure), 1):
        styles.dress(put(sheet, row, column, text), _CODE if column == 1 else styles.LIST)
    if is_figure:
        found = f"({HISTORY_CODES}=$A{row})*({HISTORY_LABELS}=$B{row})*ROW({HISTORY_CODES})"
        column = len(_FIRST)
        styles.dress(put_formula(sheet, row, column, f"SUMPRODUCT(MAX({found}))-ROW({ANCHORS[YEARS]})"), _HELP)
    for year in timeline.years:
        if not track.codes[year]:
            styles.dress(put(sheet, row, made.column(year), NONE), _ABSENT)
            continue
        formula = _look_up(made, row, year) if is_figure else _sum(made, track, year)
        value = timeline.value(track, year)
        made.write(row, made.column(year), formula, "" if value is None else value, _VALUE)
    _draw_change(made, track)
    _note(made, row, timeline.remark(track))


def _look_up(made: Sheet, row: int, year: int) -> str:
    found = f"INDEX({HISTORY_VALUES},${get_column_letter(len(_FIRST))}{row},{_helper(made, year)})"
    return f'IFERROR(IF({found}="","",{found}),"")'


def _helper(made: Sheet, year: int) -> str:
    return f"{get_column_letter(made.column(year))}${_HELPER_ROW}"


def _sum(made: Sheet, track: Track, year: int) -> str:
    """The figures of a series: the one as it is, several only where each is a number."""
    cells = [made.figure(code, year) for code in track.codes[year]]
    if len(cells) == 1:
        return f'IF({cells[0]}="","",{cells[0]})'
    return f'IF(COUNT({",".join(cells)})={len(cells)},{"+".join(cells)},"")'


def _draw_change(made: Sheet, track: Track) -> None:
    timeline, row = made.timeline, made.rows[track.name]
    latest = timeline.years[-1]
    base = timeline.base(latest)
    column = made.note_column - 2
    if base is None or not track.codes[latest] or not track.codes[base]:
        for at in (column, column + 1):
            styles.dress(made.sheet.cell(row, at), _RESULT)
        return
    now, before = made.cell(track, latest), made.cell(track, base)
    change, rate = timeline.change(track, latest)
    look = _CHANGE["money" if track.kind == "money" else "count"]
    formula = f'IF(COUNT({before},{now})=2,ROUND({now}-{before},6),"")'
    made.write(row, column, formula, "" if change is None else change, look)
    if track.kind == "signed":
        styles.dress(made.sheet.cell(row, column + 1), _RESULT)
        return
    share = f'IF({before}=0,"—",ROUND(({now}-{before})/ABS({before}),6))'
    told: Content = rate if rate is not None else "" if change is None else "—"
    made.write(row, column + 1, f'IF(COUNT({before},{now})=2,{share},"")', told, _RATE)


def _note(made: Sheet, row: int, text: str) -> None:
    styles.dress(put(made.sheet, row, made.note_column, text), _NOTE)
    told = [None, str(made.sheet.cell(row, 2).value or ""), *[None] * (made.note_column - 3), text]
    lists.fit_height(made.sheet, row, told, [*[styles.LIST] * (made.note_column - 1), _NOTE])


def _draw_tie(made: Sheet, tie: Tie, row: int) -> None:
    """Two rows: what the figure ought to be by last year's, and how far it is from that."""
    sheet = made.sheet
    for at, words in enumerate(((tie.code, f"{tie.label}（应为）", ""), ("", "相差（填报－应为）", ""))):
        for column, text in enumerate((*words, ""), 1):
            styles.dress(put(sheet, row + at, column, text), styles.LIST)
    for year in made.timeline.years:
        column = made.column(year)
        rule = tie.rules.get(year)
        if rule is None:
            for at in (row, row + 1):
                styles.dress(sheet.cell(at, column), _ABSENT)
            continue
        _draw_due(made, tie, year, row)
    for column in (made.note_column - 2, made.note_column - 1):
        for at in (row, row + 1):
            styles.dress(sheet.cell(at, column), _RESULT)
    _note(made, row, tie.says)
    _judge(made, tie, row + 1)


def _draw_due(made: Sheet, tie: Tie, year: int, row: int) -> None:
    rule, letter = tie.rules[year], get_column_letter(made.column(year))
    given = _due_formula(made, rule.check.right, year)
    expected = made.timeline.expected(tie, year)
    made.write(row, made.column(year), given, "" if expected is None else expected, _RESULT)
    stated = made.figure(rule.target, year)
    found = made.timeline.number(year, rule.target)
    gap: Content = "" if expected is None or found is None else less(found, expected)
    formula = f'IF(COUNT({stated},{letter}{row})=2,ROUND({stated}-{letter}{row},6),"")'
    made.write(row + 1, made.column(year), formula, gap, _CHANGE["count"])


def _due_formula(made: Sheet, term: Term, year: int) -> str:
    cells = [made.figure(code, year) for code in dict.fromkeys(term.named)]
    given = term.formula(lambda code: made.figure(code, year))
    return f'IF(COUNT({",".join(cells)})={len(cells)},ROUND({given},6),"")'


def _judge(made: Sheet, tie: Tie, row: int) -> None:
    """The verdict over all years, and the gaps in red."""
    first, last = (get_column_letter(made.column(year)) for year in (made.timeline.years[0], made.timeline.years[-1]))
    cells = f"{first}{row}:{last}{row}"
    words = f'IF(COUNT({cells})=COUNTIF({cells},0),"各年相符",COUNT({cells})-COUNTIF({cells},0)&" 年不符，请核对")'
    gaps = [made.results[f"{get_column_letter(made.column(year))}{row}"] for year in tie.rules]
    numbers = [gap for gap in gaps if not isinstance(gap, str)]
    wrong = sum(1 for gap in numbers if gap)
    told = "缺数，没有可比的年份" if not numbers else f"{wrong} 年不符，请核对" if wrong else "各年相符"
    made.write(row, made.note_column, f'IF(COUNT({cells})=0,"缺数，没有可比的年份",{words})', told, _NOTE)
    red = Font(bold=True, color=styles.RED)
    rule = FormulaRule(formula=[f"AND(ISNUMBER({first}{row}),{first}{row}<>0)"], font=red)  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
    made.sheet.conditional_formatting.add(cells, rule)
