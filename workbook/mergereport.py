"""Two reports of one unit and one year become one: gaps are filled, contradictions kept and listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from workbook.report import AnnualReport, Figure, Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a report says something else than the book.

    ``code`` is a figure's code, or the place of a text (正文·一). ``kept`` is what the book says, ``offered``
    what the report says; both as shown to a user.
    """

    year: int | None
    code: str
    kept: str
    offered: str


def combine(book: AnnualReport, report: AnnualReport, differences: list[Difference], *, force: bool) -> AnnualReport:
    """The book's report with what the other one adds; contradictions are appended to ``differences``.

    An equal result means that the other report added nothing.
    """
    pair = _Pair(book, report, differences, force=force)
    preface = pair.text("正文·前言", book.preface, report.preface)
    sections = pair.sections()
    return replace(
        book,
        form=report.form if is_empty(book) else book.form,
        unit=book.unit or report.unit,
        title=book.title or report.title,
        period=book.period or report.period,
        figures=pair.figures(),
        stated=pair.spoken(book.stated, report.stated, lambda f: (f.code, f.value, f.text)),
        other_figures=pair.spoken(book.other_figures, report.other_figures, lambda f: (f.name, f.value, f.measure)),
        preface=preface,
        sections=sections,
        contact=pair.fields("联系方式", book.contact, report.contact),
        signoff=pair.fields("落款", book.signoff, report.signoff),
        unplaced=_union(book.unplaced, report.unplaced, lambda piece: piece.text),
        notes=_union(book.notes, report.notes, lambda note: note),
        source=book.source or report.source,
    )


class _Pair:
    """A book's report and the one that is offered, compared part by part."""

    def __init__(self, book: AnnualReport, report: AnnualReport, differences: list[Difference], *, force: bool) -> None:
        self.book = book
        self.report = report
        self.differences = differences
        self.force = force
        self.texts_differ = False

    def differ(self, code: str, kept: str, offered: str) -> bool:
        """Note a contradiction; True when the offer wins."""
        self.differences.append(Difference(self.book.year, code, kept, offered))
        return self.force

    def figures(self) -> dict[str, Figure]:
        found = {} if is_empty(self.book) else dict(self.book.figures)
        for code, offered in self.report.figures.items():
            kept = found.get(code)
            if kept is None or _untouched(kept) or self.offer_wins(kept, offered):
                found[code] = offered
        return found

    def offer_wins(self, kept: Figure, offered: Figure) -> bool:
        """A blank contradicts nothing; anything else that is not the same does."""
        if offered.state == "blank" or offered.same_as(kept):
            return False
        return self.differ(offered.code, shown(kept), shown(offered))

    def sections(self) -> list[Section]:
        """By title first, for reports number their parts differently; an empty book takes the report's own list."""
        if not any(section.paragraphs for section in self.book.sections):
            return list(self.report.sections or self.book.sections)
        found = list(self.book.sections)
        for offered in self.report.sections:
            at = find_section(found, offered)
            if at is None:
                found.append(offered)
            else:
                text = self.text(
                    f"正文·{found[at].number or found[at].title}", found[at].paragraphs, offered.paragraphs
                )
                found[at] = replace(found[at], paragraphs=text)
        return found

    def text(self, code: str, kept: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
        if not kept:
            return offered
        if not offered or _squeezed(kept) == _squeezed(offered):
            return kept
        self.texts_differ = True
        return offered if self.differ(code, "".join(kept), "".join(offered)) else kept

    def spoken(self, kept: list[T], offered: list[T], key: Callable[[T], Hashable]) -> list[T]:
        """What was read in sentences goes where the sentences went; call it when the texts have been compared."""
        if self.texts_differ:
            return offered if self.force else kept
        return _union(kept, offered, key)

    def fields(self, place: str, kept: dict[str, str], offered: dict[str, str]) -> dict[str, str]:
        found = dict(kept)
        for key, text in offered.items():
            mine = found.get(key, "")
            if text and (not mine or (mine != text and self.differ(f"{place}·{key}", mine, text))):
                found[key] = text
        return found


def shown(figure: Figure) -> str:
    """A figure as a user reads it; a blank says so."""
    if figure.state == "blank":
        return "空白"
    about = "约" if figure.approximate else ""
    return f"{about}{figure.value}" if figure.value is not None else figure.text


def is_empty(report: AnnualReport) -> bool:
    """Whether this is a page nobody has written on: no figure and no sentence."""
    written = not all(_untouched(figure) for figure in report.figures.values())
    return not written and not report.preface and not any(section.paragraphs for section in report.sections)


def _untouched(figure: Figure) -> bool:
    """A blank nobody has reported: the empty cell of a fresh workbook."""
    return figure.state == "blank" and not figure.evidence.file and not figure.text


def find_section(sections: list[Section], wanted: Section) -> int | None:
    """Which of the sections is the wanted one: that of its title, else of its number."""
    for same in (
        lambda s: _squeezed((s.title,)) == _squeezed((wanted.title,)),
        lambda s: bool(s.number) and s.number == wanted.number,
    ):
        for at, section in enumerate(sections):
            if same(section):
                return at
    return None


def _squeezed(paragraphs: tuple[str, ...]) -> str:
    return "".join("".join(paragraphs).split())


def _union(mine: Iterable[T], theirs: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """Mine, then those of theirs that I do not have; equal ones of my own all stay."""
    found = list(mine)
    known = {key(one) for one in found}
    return found + [one for one in theirs if key(one) not in known]
