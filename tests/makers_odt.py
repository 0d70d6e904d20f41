"""OpenDocument texts with the merged cells of the official tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from makers_tables import Grid

from workbook.package import rezip

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "text", "table", "style", "draw")
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def write(path: Path, parts: list[Part], variant: str) -> None:
    """Write the parts one after another; ``flat`` is a single XML file."""
    body = "".join(_table(part) if isinstance(part, Grid) else _words(part.text, part.heading) for part in parts)
    path.write_bytes(flat(body) if variant == "flat" else document(body))


def document(body: str, styles: str = "") -> bytes:
    """A zipped text around a body."""
    root = f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"{root}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return rezip({"mimetype": MIMETYPE.encode(), "content.xml": content.encode()})


def flat(body: str) -> bytes:
    """The same in one piece."""
    root = f'<?xml version="1.0"?><office:document {_NAMES} office:mimetype="{MIMETYPE}">'
    return f"{root}<office:body><office:text>{body}</office:text></office:body></office:document>".encode()


def _words(text: str, heading: int) -> str:
    level = f' text:outline-level="{heading}"' if heading else ""
    tag = "text:h" if heading else "text:p"
    return f"<{tag}{level}>{escape(text)}</{tag}>\n"


def _table(grid: Grid) -> str:
    lines = ["".join(_cell(cell, row, column) for column, cell in enumerate(line)) for row, line in grid_lines(grid)]
    rows = [f"<table:table-row>{line}</table:table-row>" for line in lines]
    head = f"<table:table-header-rows>{''.join(rows[: grid.heads])}</table:table-header-rows>" if grid.heads else ""
    return f"<table:table>{head}{''.join(rows[grid.heads :])}</table:table>"


def grid_lines(grid: Grid) -> list[tuple[int, list[Cell]]]:
    return list(enumerate(grid.covering()))


def _cell(cell: Cell, row: int, column: int) -> str:
    if (cell.row, cell.column) != (row, column):
        return "<table:covered-table-cell/>"
    spans = f' table:number-rows-spanned="{cell.rowspan}" table:number-columns-spanned="{cell.colspan}"'
    words = f"<text:p>{escape(cell.text)}</text:p>" if cell.text else "<text:p/>"
    return f"<table:table-cell{spans}>{words}</table:table-cell>"
