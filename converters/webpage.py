"""The report as a page for the unit's website: one file without scripts, its tables told by headers and spans."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from converters.document import clean
from converters.word.compose import default_title
from converters.word.figures import shown
from converters.word.measure import Measures, measure
from converters.word.sections import arrange, attachments
from converters.word.signoff import date_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.word.sections import Part
    from workbook.form import Form, Table
    from workbook.grid import Placed
    from workbook.report import AnnualReport

_STYLE = """
body { margin: 0; color: #222; background: #fff; line-height: 1.9;
  font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
article { max-width: 60em; margin: 0 auto; padding: 2em 1em 4em; }
h1 { font-size: 1.6em; line-height: 1.5; text-align: center; margin: 1em 0 1.5em; }
h2 { font-size: 1.15em; margin: 1.8em 0 .5em; }
p { margin: .6em 0; text-indent: 2em; text-align: justify; }
.scroll { overflow-x: auto; margin: 1.2em 0; }
table { border-collapse: collapse; width: 100%; font-size: .9em; line-height: 1.5; }
caption { font-weight: bold; padding: .5em; }
th, td { border: 1px solid #888; padding: .35em .5em; text-align: center; font-weight: normal; }
thead th, th[scope="rowgroup"] { background: #f2f5f9; }
th[scope="row"] { text-align: left; }
div.closing { margin-top: 3em; }
.signed { text-align: right; text-indent: 0; margin-right: 2em; }
@media print { .scroll { overflow: visible; } tr { break-inside: avoid; } }
"""


def write_page(report: AnnualReport, form: Form) -> bytes:
    """The report as a web page in UTF-8, the same bytes for the same report.

    Args:
        report: what is shown, as in the Word report.
        form: the edition its codes belong to.
    """
    title = report.title or default_title(report, form)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="author" content="{_text(report.unit)}">',
        f"<title>{_text(' '.join(title.split()))}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<article>",
        *_body(report, form, title),
        "</article>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _body(report: AnnualReport, form: Form, title: str) -> Iterator[str]:
    yield f"<h1>{_text(title)}</h1>"
    yield from map(_paragraph, report.preface)
    for part in arrange(report, form):
        yield from _section(report, form, part)
    attached = attachments(report, form)
    yield from _signed(report, form, persons=len(attached) < len(form.tables))
    for number, table in enumerate(attached, 1):
        yield from _attachment(report, form, table, str(number) if len(attached) > 1 else "")


def _section(report: AnnualReport, form: Form, part: Part) -> Iterator[str]:
    section = part.section
    yield "<section>"
    yield f"<h2>{_text('、'.join(filter(None, (section.number, section.title))))}</h2>"
    yield from map(_paragraph, section.paragraphs)
    for table in part.tables:
        yield from _table(report, form, table)
    yield "</section>"


def _attachment(report: AnnualReport, form: Form, table: Table, number: str) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>附件{number}</h2>"
    yield f"<p>填报单位：{_text(report.unit)}</p>"
    yield from _table(report, form, table)
    yield from _persons(report, form, dated=True)
    yield "</section>"


def _signed(report: AnnualReport, form: Form, *, persons: bool) -> Iterator[str]:
    date = date_words(report.signoff.get("date", ""))
    yield '<div class="closing">'
    if date and report.unit:
        yield f'<p class="signed">{_text(report.unit)}</p>'
        yield f'<p class="signed">{_text(date)}</p>'
    if persons:
        yield from _persons(report, form, dated=False)
    yield "</div>"


def _persons(report: AnnualReport, form: Form, *, dated: bool) -> Iterator[str]:
    for field in form.signoff:
        value = report.signoff.get(field.key, "")
        if value and (dated or field.key != "date"):
            yield f"<p>{_text(field.label)}：{_text(date_words(value) if field.key == 'date' else value)}</p>"


def _table(report: AnnualReport, form: Form, table: Table) -> Iterator[str]:
    measures = measure(form, table)
    year = f"（{report.year}年度）" if report.year and not table.section else ""
    head = measures.header
    yield '<div class="scroll">'
    yield "<table>"
    yield f"<caption>{_text(table.title + year)}</caption>"
    if head:
        yield f"<thead>{_rows(report, measures, 0, head)}</thead>"
    yield f"<tbody>{_rows(report, measures, head, measures.height)}</tbody>"
    yield "</table>"
    yield "</div>"


def _rows(report: AnnualReport, measures: Measures, first: int, last: int) -> str:
    cells = sorted(measures.cells, key=lambda cell: (cell.row, cell.column))
    return "".join(
        f"<tr>{''.join(_cell(report, cell) for cell in cells if cell.row == row)}</tr>" for row in range(first, last)
    )


def _cell(report: AnnualReport, cell: Placed) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )
    if cell.item is not None:
        return f"<td{spans}>{_text(shown(report.figures.get(cell.item.code), cell.item))}</td>"
    scope = _scope(cell)
    return f'<th scope="{scope}"{spans}>{_text(cell.text)}</th>' if scope else f"<td{spans}>{_text(cell.text)}</td>"


def _scope(cell: Placed) -> str:
    """What a cell is the header of; empty for one that heads nothing."""
    if cell.role in ("header", "clause", "corner"):
        return "colgroup" if cell.columns > 1 and cell.role != "corner" else "col"
    return {"label": "row", "group": "rowgroup"}.get(cell.role, "")


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _text(text: str) -> str:
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<br>".join(escape(line) for line in lines)
