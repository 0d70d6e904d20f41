"""From a file to an annual report: read it, decide the edition, place every figure, keep the words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.recognise import meta, signing
from converters.recognise.doubts import doubts
from converters.recognise.edition import decide
from converters.recognise.grid import read_grids
from converters.recognise.narrative import read_stated
from converters.recognise.passages import inner_labels, is_furniture, passages, table_words
from converters.recognise.quantities import read_quantities
from converters.recognise.reading import keep_scores
from converters.recognise.sections import Narrative, add_headings, split
from converters.recognise.spam import furniture_notes, spam_notes, without_spam
from converters.recognise.spoken import spoken
from converters.recognise.tabbed import tabbed_tables
from converters.recognise.textlines import text_lines
from converters.recognise.textual import read_text
from converters.recognise.titles import is_crumb
from converters.recognise.years import OtherYears, other_years
from workbook.errors import InputRefused
from workbook.files import read_bytes
from workbook.formfile import all_forms, form_for_year, load_form
from workbook.merge import same_unit
from workbook.report import AnnualReport, Evidence, Unplaced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from converters.document import Document
    from converters.recognise.reading import Reading
    from workbook.form import Form

NOTE_NO_TABLE = "没有找到统计表，指标取自正文"
NOTE_NO_FIGURES = "没有找到统计表，只读入了正文；如果表是图片，请另找可复制文字的文件"
_BOOK_HEAD = b"PK"


def import_report(path: Path, edition: str | None = None) -> AnnualReport:
    """Read one report, or one of nianbao's own workbooks.

    Args:
        path: the file; its format is told by its content.
        edition: the form to read by, when the user says so; else the labels decide.

    Raises:
        InputRefused: unreadable, unsafe, or holding neither figures nor sections of a report.
    """
    data = read_bytes(path)
    if data.startswith(_BOOK_HEAD):
        from workbook.read import is_our_book, read_content  # noqa: PLC0415  # only a workbook needs it

        if is_our_book(data):
            report = read_content(path).current
            report.source = report.source or path.name
            return report
    from converters.readers import read_bytes_as_document  # noqa: PLC0415  # our own workbook needs no reader

    return recognise(read_bytes_as_document(data, path.name), edition)


def recognise(document: Document, edition: str | None = None) -> AnnualReport:
    """Make a report of a document.

    Raises:
        InputRefused: the document holds neither a table nor sections of a report.
    """
    return _Recogniser(document, edition).report()


class _Recogniser:
    """One document on its way to a report."""

    def __init__(self, document: Document, edition: str | None) -> None:
        self.document = document
        self.lines = text_lines(document)
        self.year = self.guess_year()
        decided = load_form(edition) if edition else decide(document, all_forms(), self.year)
        self.has_form = decided is not None
        self.form = decided or self.narrative_form()

    def guess_year(self) -> int | None:
        """The year as the first lines and the file's name say it; only a tie between editions needs it."""
        first = [line.text for line in self.lines[:12]]
        words = "\n".join(line.text for line in self.lines)
        return meta.find_year("", [text for text in first if "信息公开" in text], words, self.document.name)

    def narrative_form(self) -> Form:
        """The form in whose codes a report without a table is held."""
        known = self.year if self.year and any(form.covers(self.year) for form in all_forms()) else None
        return form_for_year(known) if known else all_forms()[-1]

    def report(self) -> AnnualReport:
        reading, used = self.tables()
        labels = inner_labels(self.document, reading.used, self.form)
        rest = [
            line
            for at, line in enumerate(self.lines)
            if at not in used and (line.block, line.text.strip()) not in labels
        ]
        framed = signing.form_lines([line.text for line in rest], self.form)
        frame = [rest[at] for at in sorted(framed)]
        prose = passages(self.document, [line for at, line in enumerate(rest) if at not in framed])
        narrative = split(prose, self.form)
        beside = [words for words, _ in table_words(self.document, reading.used) if not is_furniture(words)]
        add_headings(narrative, beside, self.form)
        report = AnnualReport(self.form.edition, source=self.document.name)
        around = [line.text for line in rest if is_furniture(line.text) or is_crumb(line.text)]
        around += [words for words, _ in table_words(self.document, reading.used) if is_furniture(words)]
        self.fill(report, reading, narrative, [line.text for line in frame], beside)
        keep_scores(report, self.document)
        report.notes += furniture_notes(around)
        if not report.figures and not report.sections:
            message = (
                f"{self.document.name}：没有找到统计表，也没有找到年度报告的各部分。"
                "请核对是不是政府信息公开工作年度报告；如果表是图片，请另找可复制文字的文件。"
            )
            raise InputRefused(message)
        return report

    def tables(self) -> tuple[Reading, set[int]]:
        """The figures of grids, and of text where the grids hold too few; and the lines that tables use."""
        other = other_years(self.document, self.lines, self.form, self.year)
        reading, used = self.read_tables(other)
        if other.years and not reading.figures:
            # The only table there is names another year than the title: a fault of the report, not another report.
            reading, used = self.read_tables(OtherYears())
        return reading, used

    def read_tables(self, other: OtherYears) -> tuple[Reading, set[int]]:
        """The figures of all tables but those of other years."""
        own = [at for at in range(len(self.lines)) if at not in other.lines]
        tabbed = tabbed_tables([self.lines[at] for at in own])
        grids = [*self.document.tables, *(table.grid for table in tabbed)]
        reading = read_grids(self.form, grids, self.document.name, other.rows)
        documents = len(self.document.tables)
        used = {own[tabbed[n - documents - 1].lines[row]] for n, row in reading.used if n > documents}
        if len(reading.figures) < len(self.form.items) // 2:
            rest = [at for at in own if at not in used]
            textual = read_text(self.form, [self.lines[at] for at in rest], self.document.name)
            for code, figure in textual.figures.items():
                reading.figures.setdefault(code, figure)
            reading.unplaced += textual.unplaced
            used |= {rest[at] for _, at in textual.used}
        used |= other.lines
        reading.used |= other.rows
        reading.unplaced += self.left_out(other)
        reading.notes += [f"另有 {year} 年度的统计表，不是本报告年度的，没有读入" for year in other.years]
        order = {code: at for at, code in enumerate(self.form.items)}
        reading.figures = dict(sorted(reading.figures.items(), key=lambda pair: order[pair[0]]))
        return reading, used

    def left_out(self, other: OtherYears) -> list[Unplaced]:
        """The numbers of other years' tables, row by row: not this report's, but not lost."""
        name = self.document.name
        lines = [self.lines[at] for at in sorted(other.lines)]
        found = [
            Unplaced(line.text.strip(), Evidence(name, line.page, line.number, line.text.strip())) for line in lines
        ]
        every = {(number, row) for number, table in enumerate(self.document.tables, 1) for row in range(table.height)}
        rows = table_words(self.document, every - other.rows)
        found += [Unplaced(words, Evidence(name, quote=words, place=place)) for words, place in rows]
        return [one for one in found if any(map(str.isdigit, one.text))]

    def fill(
        self, report: AnnualReport, reading: Reading, narrative: Narrative, frame: Sequence[str], beside: Sequence[str]
    ) -> None:
        """Put everything found into the report."""
        closing = self.close(narrative)
        words = "\n".join(passage.text for passage in narrative.passages)
        opening = "\n".join(passage.text for passage in narrative.preface)
        printed = narrative.title or _title_of(beside)
        report.title = without_spam(printed)
        frame = [*frame, *beside]
        name = self.document.name
        report.year = meta.find_year(report.title, frame, words, name)
        report.unit = meta.find_unit(report.title, frame, closing, words, name)
        report.period = meta.find_period(words, report.year)
        report.contact = signing.find_contact("\n".join((opening, *beside))) or signing.find_contact(words)
        lone = signing.lone_phones(frame, self.form)
        signs = [line for at, line in enumerate(frame) if at not in lone]
        report.signoff = signing.find_signoff([*signs, *closing], self.form)
        dates = [date for date in map(signing.iso_date, closing) if date]
        if dates and "date" not in report.signoff:
            report.signoff["date"] = dates[-1]
        report.preface = tuple(passage.text for passage in narrative.preface)
        report.sections = [section for section, _ in narrative.sections]
        report.figures = dict(reading.figures)
        report.notes = [*self.document.notes, *reading.notes]
        undecided = self.listen(report, narrative)
        report.unplaced = [*reading.unplaced, *self.strangers(reading, report), *undecided]
        report.notes += [*spam_notes(printed, narrative.passages), *self.notes(report, frame)]

    def listen(self, report: AnnualReport, narrative: Narrative) -> list[Unplaced]:
        """Take in what the sentences say, rows of the form and further quantities; gives what is ambiguous."""
        words = [spoken(passage, topic) for topic, passage in narrative.with_topics()]
        said = read_stated(words, self.form, self.document.name, report.year)
        if report.figures:
            report.stated = list(said.figures)
        else:
            report.figures = {figure.code: figure for figure in said.figures}
        report.other_figures = read_quantities(words, said.statements, self.document.name)
        return doubts(said, report.figures, self.form)

    def strangers(self, reading: Reading, report: AnnualReport) -> list[Unplaced]:
        """Table rows that belong to no official table and hold numbers: listed, so that nothing is lost."""
        read = {"".join(line.text.split()) for line in self.lines} | {"".join(report.title.split())}
        fields = [*report.contact.values(), *report.signoff.values()]
        found = []
        for words, place in table_words(self.document, reading.used):
            plain = words.replace("\t", " ")
            if not any(map(str.isdigit, words)) or is_furniture(plain) or signing.is_form_line(plain, self.form):
                continue
            told = "".join(words.split()) in read or any(value in words for value in fields)
            if not told and signing.iso_date(words) not in fields:
                found.append(Unplaced(words, Evidence(self.document.name, quote=words, place=place)))
        return found

    def close(self, narrative: Narrative) -> list[str]:
        """Take the signature (the body's name, the date) off the last section and give its lines."""
        if not narrative.sections:
            return []
        section, body = narrative.sections[-1]
        taken = signing.closing_lines([passage.text for passage in body])
        lines = [body[at].text for at in taken]
        body = [passage for at, passage in enumerate(body) if at not in taken]
        kept = type(section)(section.number, section.title, tuple(passage.text for passage in body))
        narrative.sections[-1] = (kept, body)
        return lines

    def notes(self, report: AnnualReport, frame: Sequence[str]) -> list[str]:
        found = []
        if not report.has_table:
            found.append(NOTE_NO_TABLE if report.figures else NOTE_NO_FIGURES)
        found += [f"统计表标题：{text.strip()}" for text in frame if "样表" in text]
        titled = meta.unit_of_title(report.title)
        if not same_unit(titled, report.unit):
            found.append(f"标题的单位是“{titled}”，填报单位是“{report.unit}”，两处不同，请核对")
        if self.has_form and report.year and not self.form.covers(report.year):
            found.append(f"报告年度为 {report.year}，表格却是 {self.form.edition} 年版式；按表格的版式读取")
        return found


def _title_of(rows: Sequence[str]) -> str:
    """The report's title where it stands in a table's own row (a workbook, a page that is only a table)."""
    for row in rows[:6]:
        if "信息公开" in row and ("报告" in row or "年报" in row) and "\t" not in row:
            return "".join(row.split())
    return ""
