"""One call from a report to its .docx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.word.compose import Content, default_title
from converters.word.fill import fill
from converters.word.places import BLOCKS, DATE, TITLE, UNIT, YEAR, unknown
from converters.word.template import own_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.word.template import Template
    from workbook.form import Form
    from workbook.report import AnnualReport

__all__ = ["default_title", "unknown_places", "write_report"]


def write_report(
    report: AnnualReport,
    form: Form,
    *,
    history: Mapping[int, AnnualReport] | None = None,
    template: Template | None = None,
) -> bytes:
    """The report as a Word document (.docx), the same bytes for the same report and template.

    Args:
        report: what is printed; a report without figures from a table gets no table.
        form: the edition its codes belong to; tables, labels and sign-off are set as it says.
        history: reports of other years by year; with two years or more a chart shows the main figures.
        template: an office's own template; None takes the one that comes with the program.

    Raises:
        InputRefused: the template lacks a place for something that the report holds.
    """
    template = template or own_template()
    return fill(template, Content(report, form, history or {}, template.places))


def unknown_places(template: Template, form: Form) -> list[str]:
    """Names in braces that a template has and nianbao does not fill; they stay in the report as they are.

    Places for paragraphs are among them where they stand in a header or footer, which has room for lines only.
    """
    words = {TITLE, UNIT, YEAR, DATE, *(field.label for field in form.signoff)}
    misplaced = [name for name in template.lines if name in BLOCKS]
    return [*unknown([*template.places, *template.lines], words), *dict.fromkeys(misplaced)]
