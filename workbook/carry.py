"""Last year's text carried over into this year's 正文, so that nothing of last year's can pass for this year's.

A number that a sentence states of a figure, as last year's table has it, becomes a reference to the figure; every other
year, date and number stands in a mark, 【上年：…】, as does a sentence that says that something did not happen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from workbook.formfile import load_form
from workbook.passages import spec_of
from workbook.references import Figures, expanded, find
from workbook.report import Section
from workbook.values import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.report import AnnualReport, Figure

CARRIED = "上年稿"
_OPEN, _CLOSE = "【上年：", "】"
MARK = f"{_OPEN}[^】]*{_CLOSE}"
# Numbers that are no year and no figure stand in titles, document and clause numbers, phones, addresses, enumerators.
_KEPT = re.compile(
    r"《[^》]*》|【[^】]*】|\{\{[^{}]*\}\}|[〔\[（(]\d{4}[〕\])）]\s*第?\d+号|第[\d一二三四五六七八九十百]+[条款项章节号部]"
    r"|0\d{2,3}[-—]?\d{7,8}|1\d{10}(?!\d)|12345(?=[^\d]{0,6}热线)|(?:https?://|www\.)[\w./?=&%-]+|[\w.]+@[\w.]+"
    r"|^\s*(?:[（(]?\d{1,2}[)）.、．]|\d{1,2}(?:\.\d{1,2})+)(?!\d)"
)
_NUMERALS = "零〇一二两三四五六七八九十百千万"
_MEASURES = "件次|人次|场次|万元|[件条次篇期场份宗起名人项部家所元]"
_STALE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|[二一][〇零○九][〇零○一二三四五六七八九]{2}(?=年)"
    r"|\d+(?:[,，]\d{3})*(?:\.\d+)?(?:[百千万亿](?!元))?(?:[余多](?=[^，。]))?[%％‰]?"
    rf"|(?<![第数几{_NUMERALS}])(?!一(?:次性|件事|条龙|人一))[{_NUMERALS}]+[余多]?(?={_MEASURES})|百分之[{_NUMERALS}点]+"
)


class _Told(NamedTuple):
    """A stretch of a paragraph that states a figure, and what stands for it from now on."""

    start: int
    end: int
    text: str


def carried(content: BookContent, last: AnnualReport, stated: Sequence[Figure]) -> BookContent:
    """The content with last year's text in its place, marked as such.

    Args:
        content: the new year, without text.
        last: last year's report.
        stated: what last year's sentences state, each with its words (``text``) and its sentence (``evidence``).
    """
    form = load_form(content.current.form)
    same = last.form == form.edition
    # The codes of another edition may mean something else here.
    source = last if same else expanded(last, None)
    table = Figures(last)
    usable = [figure for figure in stated if _is_in_table(figure, table) and _means_same(figure, last, form)]
    zeros = [figure for figure in stated if figure.value == 0 and not re.search(r"\d", _half(figure.text))]
    sections = [
        replace(section, paragraphs=tuple(_marked(text, usable, zeros) for text in section.paragraphs))
        for section in _arranged(source.sections, form)
    ]
    preface = tuple(_marked(text, usable, zeros) for text in source.preface)
    texts = (*preface, *(text for section in sections for text in section.paragraphs))
    report = replace(content.current, preface=preface, sections=sections)
    return replace(content, current=report, drafts=content.drafts | dict.fromkeys(texts, CARRIED))


def _arranged(sections: Sequence[Section], form: Form) -> list[Section]:
    """The sections under this form's titles and numbers, those it does not know after them; none gets lost."""
    specs = [spec_of(section, form) for section in sections]
    known = [
        Section(spec.number, spec.title, sections[specs.index(spec)].paragraphs if spec in specs else ())
        for spec in form.sections
    ]
    first = {specs.index(spec) for spec in form.sections if spec in specs}
    return [*known, *(section for at, section in enumerate(sections) if at not in first)] if sections else []


def _is_in_table(figure: Figure, table: Figures) -> bool:
    return not figure.approximate and table.value(figure.code) == figure.value is not None


def _means_same(figure: Figure, last: AnnualReport, form: Form) -> bool:
    return figure.code in form.items and form.describe(figure.code) == load_form(last.form).describe(figure.code)


def _marked(text: str, usable: Sequence[Figure], zeros: Sequence[Figure]) -> str:
    half = _half(text)
    taken = [*_references(text, half, usable), *_denials(text, zeros)]
    kept = [match.span() for match in _KEPT.finditer(half)]
    kept += [(reference.start, reference.end) for reference in find(text)]
    for match in _STALE.finditer(half):
        if not any(_meet(match.span(), span) for span in (*kept, *(told[:2] for told in taken))):
            taken.append(_Told(*match.span(), f"{_OPEN}{text[slice(*match.span())]}{_CLOSE}"))
    for told in sorted(taken, reverse=True):
        text = text[: told.start] + told.text + text[told.end :]
    return text


def _references(text: str, half: str, figures: Sequence[Figure]) -> Iterator[_Told]:
    """The numbers of statements whose words stand in the paragraph; one that is not sure of its number is left out."""
    found: dict[tuple[int, int], set[str]] = {}
    for figure in figures:
        start = text.find(figure.text) if figure.text and figure.evidence.quote.strip() in text else -1
        if start < 0 or text.count(figure.text) > 1:
            continue
        spans = [match.span() for match in _STALE.finditer(half, start, start + len(figure.text))]
        equal = [span for span in spans if _value(half[slice(*span)]) == figure.value]
        if len(equal) == 1:
            found.setdefault(equal[0], set()).add(figure.code)
    for span, codes in found.items():
        if len(codes) == 1:
            yield _Told(*span, f"{{{codes.pop()}}}")


def _denials(text: str, zeros: Sequence[Figure]) -> list[_Told]:
    """The stretches that say that something was not."""
    found: list[_Told] = []
    for words in sorted({figure.text for figure in zeros if figure.text}, key=lambda words: (-len(words), words)):
        start = text.find(words)
        if start >= 0 and not any(_meet((start, start + len(words)), told[:2]) for told in found):
            found.append(_Told(start, start + len(words), f"{_OPEN}{words}{_CLOSE}"))
    return found


def _value(words: str) -> int | Decimal | None:
    if re.search("[年月%余多]", words):
        return None
    return number(words, None)


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _half(text: str) -> str:
    """The text with half-width digits and signs, character by character, so that places stay places."""
    folded = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(half if len(half) == 1 else char for half, char in zip(folded, text, strict=True))
