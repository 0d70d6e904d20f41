"""From pages to the paragraphs and tables of a document: what PDF, OFD and scans have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.paper.fragment import Fragment
from converters.readers.paper.furniture import says_continued, without_furniture
from converters.readers.paper.lines import Line, lines_of
from converters.readers.paper.prose import frames, heading_levels, paragraphs
from converters.readers.paper.ruled import ruled_fragments
from converters.readers.paper.stitch import continues, whole_table
from converters.readers.paper.unruled import unruled_fragments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.document import Paragraph, Table
    from converters.readers.paper.page import Page

Item = Fragment | Line


def blocks(pages: Sequence[Page], notes: list[str] | None = None) -> list[Paragraph | Table]:
    """Paragraphs and tables in reading order, over all pages.

    Args:
        pages: the pages in order, upright; letters, words or whole lines as pieces.
        notes: takes what was left out (running heads), for the user.
    """
    tables: dict[int, list[Fragment]] = {}
    lines: list[Line] = []
    for page in pages:
        tables[page.number], rest = ruled_fragments(page)
        found = lines_of([piece for piece in rest if piece.text.strip()], page.number)
        for number, line in enumerate(found, 1):
            line.number = number
        lines += found
    lines, heads = without_furniture(pages, lines)
    lines = [line for line in lines if not says_continued(line, [table.box for table in tables[line.page]])]
    if notes is not None:
        notes += [f"每页重复的页眉或页脚“{head}”没有作为正文读入" for head in heads]
    for fragment, used in unruled_fragments(pages, lines, tables):
        tables[fragment.page].append(fragment)
        lines = [line for line in lines if id(line) not in used]
    return list(_arranged(pages, tables, lines))


def _arranged(
    pages: Sequence[Page], tables: dict[int, list[Fragment]], lines: list[Line]
) -> Iterator[Paragraph | Table]:
    measured, levels = frames(pages, lines), heading_levels(lines)
    bottoms = [line.box.bottom for line in lines] + [part.box.bottom for found in tables.values() for part in found]
    number = 0
    for group in _grouped(_in_order(pages, tables, lines), max(bottoms, default=0.0)):
        if isinstance(group[0], Fragment):
            number += 1
            yield whole_table([part for part in group if isinstance(part, Fragment)], number)
        else:
            yield from paragraphs([line for line in group if isinstance(line, Line)], measured, levels)


def _in_order(pages: Sequence[Page], tables: dict[int, list[Fragment]], lines: Iterable[Line]) -> Iterator[Item]:
    """Tables and lines of all pages from top to bottom."""
    by_page: dict[int, list[Item]] = {page.number: [*tables[page.number]] for page in pages}
    for line in lines:
        by_page[line.page].append(line)
    for page in pages:
        yield from sorted(by_page[page.number], key=lambda item: (item.box.top, item.box.left))


def _grouped(items: Iterable[Item], bottom: float) -> Iterator[list[Item]]:
    """Lines that follow one another, and the parts of one table."""
    group: list[Item] = []
    for item in items:
        if group and not _belongs(group, item, bottom):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _belongs(group: list[Item], item: Item, bottom: float) -> bool:
    first, last = group[0], group[-1]
    if isinstance(item, Line) or not isinstance(first, Fragment) or not isinstance(last, Fragment):
        return isinstance(item, Line) and isinstance(last, Line)
    return continues(last, item, first, bottom)
