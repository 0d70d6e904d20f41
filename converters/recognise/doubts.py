"""Numbers of the text that may be a row's and were put into no cell: for the user to decide, with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.report import Unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converters.recognise.narrative import Stated, Statement, Sum
    from workbook.form import Form
    from workbook.report import Figure, Value


def doubts(said: Stated, figures: Mapping[str, Figure], form: Form) -> list[Unplaced]:
    """What is ambiguous in the narrative, each with a word on what it may be.

    Args:
        said: what the narrative states.
        figures: the figures of the table, or those of the narrative where there is no table; a sum that they
            account for leaves nothing to decide.
        form: the edition, for the names of its rows.
    """
    found = [one for code, statements in said.contradictions for one in _said_apart(form.describe(code), statements)]
    found += [_as_sum(each, form) for each in said.sums if not _accounted(each, figures)]
    return list({(one.text, one.evidence.line): one for one in found}.values())


def _said_apart(name: str, statements: Sequence[Statement]) -> Iterator[Unplaced]:
    printed = "、".join(dict.fromkeys(f"“{statement.figure.text}”" for statement in statements))
    for statement in statements:
        figure = statement.figure
        text = f"“{figure.text}”可能是“{name}”；正文前后说法不一（{printed}），没有取数，请核对后自行填写"
        yield Unplaced(text, figure.evidence)


def _as_sum(each: Sum, form: Form) -> Unplaced:
    names = "与".join(f"“{form.describe(code)}”" for code in each.codes)
    figure = each.statement.figure
    return Unplaced(f"“{figure.text}”可能是{names}的合计，没有填入任何一格，请核对后分别填写", figure.evidence)


def _accounted(each: Sum, figures: Mapping[str, Figure]) -> bool:
    values: list[Value | None] = [figures[code].value if code in figures else None for code in each.codes]
    # What the table holds is checked against the text by its own rule; without a table the parts must add up.
    known = [value for value in values if value is not None]
    in_table = all(code in figures and figures[code].found_in == "table" for code in each.codes)
    return in_table or (len(known) == len(values) and sum(known) == each.statement.figure.value)
