"""Reports to print, and what stands in a .docx: styles, paragraphs, tables on their grids. For the Word tests."""

from __future__ import annotations

import io
import random
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import etree

from converters.word import STORED, write_report
from workbook.formfile import load_form
from workbook.package import rezip
from workbook.report import AnnualReport, Figure, Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.form import Block, Form, Item, Row

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FOURTH_FORM = """
edition = "试用"
name = "虚构的第四种版式"
basis = "样例"
years = [2031]
report_title = "{unit}{year}年度公开情况报告"
tables_stand = "sections"
signoff = [{ key = "head", label = "负责同志" }, { key = "date", label = "日期" }]
sections = [
  { number = "一", title = "基本情况" },
  { number = "二", title = "办件情况" },
  { number = "三", title = "其他" },
]

[[tables]]
code = "甲"
title = "办件情况"
section = "二"
[[tables.blocks]]
corner = "事项"
columns = [
  { code = "a", label = "网上", groups = ["渠道", "远程"] },
  { code = "b", label = "信函", groups = ["渠道", "远程"] },
  { code = "c", label = "窗口", groups = ["渠道", "现场"] },
  { code = "d", label = "合计" },
]
rows = [
  { code = "J1", num = "一、", label = "收件" },
  { code = "J2", num = "二、", label = "办件", kind = "heading" },
  { code = "J2.1", num = "（一）", label = "办结", parent = "J2" },
  { code = "J2.1.1", label = "其中：当场办结", parent = "J2.1" },
  { code = "J2.2", num = "（二）", label = "退件", parent = "J2" },
]
[[tables.blocks]]
title = "补充指标"
corner = "事项"
columns = [{ code = "", label = "数额", note = "（元）", kind = "money", unit = "元" }]
rows = [{ code = "J3", label = "工本费" }]

[[tables]]
code = "乙"
title = "机构情况表"
[[tables.blocks]]
corner = "指标"
unit_title = "单位"
columns = [{ code = "", label = "数值" }]
rows = [
  { code = "Y1", num = "1.", label = "机构数", unit = "个" },
  { code = "Y1.1", label = "其中：专职机构", unit = "个", parent = "Y1" },
]
"""


def full_report(form: Form, seed: int, **given: Any) -> AnnualReport:
    """A report whose every cell holds another value, words for each section, and a sign-off."""
    values = random.Random(seed)
    figures = {
        item.code: Figure(item.code, "reported", value, str(value))
        for item, value in ((item, _value(item, values)) for item in form.items.values())
    }
    words = "本机关全年对外公布文件，按季核对台账，没有遗漏。" * 5
    sections = [
        Section(spec.number, spec.title, (words, f"（一）第{spec.number}点。{words}")) for spec in form.sections
    ]
    signed = {"head": "方一", "reviewer": "方二", "preparer": "方三", "phone": "0100-1234567", "date": "2022-01-09"}
    made = {"year": form.years[0], "unit": "云水县档案局", "sections": sections, "signoff": signed, "preface": (words,)}
    return AnnualReport(form.edition, figures=figures, **made | given)


def _value(item: Item, values: random.Random) -> int | Decimal:
    number = values.randrange(100_000)
    return Decimal(number).scaleb(-2) if item.kind == "money" else number


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """The root element of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words(element: Any) -> str:
    """The text of an element; line breaks are ``\\n``, tabs ``\\t``, paragraphs are put one after the other."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    runs = (piece for run in element.iter(f"{W}r") for piece in run)
    return "".join(piece.text or "" if piece.tag == f"{W}t" else marks.get(piece.tag, "") for piece in runs)


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style and text of the paragraphs outside tables, empty ones left out."""
    body = part(data).find(f"{W}body")
    found = [(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), words(p)) for p in body.findall(f"{W}p")]
    return [(style, text) for style, text in found if text]


def sheets(data: bytes) -> list[list[list[str]]]:
    """Each table as rows of texts, merged cells spread out; blanks within the texts left out."""
    return [_spread(table) for table in part(data).iter(f"{W}tbl")]


def _spread(table: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for tr in table.findall(f"{W}tr"):
        row: list[str] = []
        for tc in tr.findall(f"{W}tc"):
            span = tc.find(f"{W}tcPr/{W}gridSpan")
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") is None
            text = rows[-1][len(row)] if goes_on else "".join(words(tc).split())
            row += [text] * (1 if span is None else int(span.get(f"{W}val")))
        rows.append(row)
    return rows


def printed_at(sheet: list[list[str]], item: Item) -> str:
    """What a table shows where the figure's row meets its column, found by the printed labels alone."""
    blocks = item.table.blocks
    first = sheet.index([item.block.title] * len(sheet[0])) + 1 if item.block.title else 0
    later = [block.title for block in blocks[blocks.index(item.block) + 1 :] if block.title]
    last = sheet.index([later[0]] * len(sheet[0])) if later else len(sheet)
    depth = bool(item.block.column_title) + max(len(column.groups) for column in item.block.columns) + 1
    header, body = sheet[first : first + depth], sheet[first + depth : last]
    wanted = (*item.column.groups, item.column.label + item.column.note)
    column = next(
        n for n, head in enumerate(zip(*header, strict=True)) if tuple(dict.fromkeys(head))[-len(wanted) :] == wanted
    )
    rows = [row for row in body if not item.row.printed or item.row.printed in row[:column]]
    return _nth(rows, item.block, item.row)[column]


def _nth(rows: list[list[str]], block: Block, row: Row) -> list[str]:
    """The row among those of the same label that stands in the place of ``row``."""
    alike = [other.code for other in block.rows if other.printed == row.printed]
    assert len(rows) == len(alike), row
    return rows[alike.index(row.code)]


def with_figure(form: Form, code: str, **values: Any) -> AnnualReport:
    """A report of one figure, all sections empty."""
    sections = [Section(spec.number, spec.title) for spec in form.sections]
    return AnnualReport(
        form.edition, form.years[0], "云水县", figures={code: Figure(code, **values)}, sections=sections
    )


def cell(report: AnnualReport, form: Form, code: str) -> str:
    """What the Word report shows in the cell of a figure."""
    item = form.items[code]
    return printed_at(sheets(write_report(report, form))[form.tables.index(item.table)], item)


def has_cell(item: Item) -> bool:
    """Whether the printed form has a cell for an item."""
    return item.kind != "heading" or len(item.block.columns) == 1


def merges(table: Any) -> list[tuple[Any, ...]]:
    """Text, row, column, rows and columns of each merged cell."""
    found: list[list[Any]] = []
    open_cells: dict[int, list[Any]] = {}
    for row, tr in enumerate(table.findall(f"{W}tr")):
        column = 0
        for tc in tr.findall(f"{W}tc"):
            properties = tc.find(f"{W}tcPr")
            span, merge = properties.find(f"{W}gridSpan"), properties.find(f"{W}vMerge")
            width = 1 if span is None else int(span.get(f"{W}val"))
            if merge is not None and merge.get(f"{W}val") is None:
                open_cells[column][3] += 1
            else:
                entry = ["".join(words(tc).split()), row, column, 1, width]
                open_cells[column] = entry
                found.append(entry)
            column += width
    return [tuple(entry) for entry in found if entry[3] > 1 or entry[4] > 1]


def earlier_years(year: int, count: int) -> dict[int, AnnualReport]:
    """Reports of the years before, each in the form of its year, with the figures that a chart shows."""
    return {before: _year(before) for before in range(year - count, year)}


def _year(year: int) -> AnnualReport:
    form = load_form("2014" if year < 2019 else "2019" if year < 2021 else "2021")
    codes = [code for series in form.series for code in series.codes]
    figures = {code: Figure(code, "reported", year - 2000 + at, "") for at, code in enumerate(codes)}
    return AnnualReport(form.edition, year, "云水县档案局", figures=figures)


def edited(change: dict[str, Callable[[str], str]], added: dict[str, bytes] | None = None) -> bytes:
    """Our own template with some of its parts rewritten as text, and further parts added."""
    with zipfile.ZipFile(STORED) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {name: rewrite(parts[name].decode()).encode() for name, rewrite in change.items()}
    return rezip(parts | changed | (added or {}))


def with_places(*lines: str) -> bytes:
    """Our own template with other paragraphs in its body; the page stays as it is."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return with_body(body)


def with_body(markup: str) -> bytes:
    """Our own template with other markup in its body."""
    return edited({"word/document.xml": lambda text: re.sub("(?<=<w:body>).*(?=<w:sectPr>)", lambda _: markup, text)})
