"""What the rules find in a workbook or a report: one way for the command line and for the button.

The text of a workbook of ours is read anew for it, and the user's own rules are those in the file beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.agreement import listened
from workbook.check import check
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import figure_name
from workbook.read import content_of
from workbook.rules.settings import DEFAULT
from workbook.rules.settingsfile import FILE_NAME, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbook.content import BookContent
    from workbook.ours import OurBook
    from workbook.report import Finding
    from workbook.rules.likeness import Library
    from workbook.rules.settings import Settings


def judged(
    content: BookContent,
    places: Mapping[str, str] | None = None,
    *,
    settings: Settings = DEFAULT,
    seen: Library | None = None,
) -> list[Finding]:
    """The findings in the order in which they are to be read.

    Args:
        content: a workbook's content, or a report as content of one year.
        places: the cell of each figure of a workbook of ours (``统计表!C41``), by code; None for a report.
        settings: what the user has changed about the rules.
        seen: the reports checked before this one.
    """
    return check(listened(content) if places is not None else content, places, settings=settings, others=seen)


def judged_book(found: OurBook, settings: Settings = DEFAULT) -> list[Finding]:
    """The findings of an opened workbook of ours, at the cells where its figures stand now.

    Raises:
        InputRefused: a defined name is gone or points nowhere.
    """
    content = content_of(found)
    codes = layout_of(load_form(content.current.form)).figures
    return judged(content, {code: found.place(figure_name(code)) for code in codes}, settings=settings)


def settings_beside(path: Path) -> Settings:
    """The settings of the rules file in the same folder, if there is one.

    Raises:
        InputRefused: there is one, and it is not right.
    """
    file = path.with_name(FILE_NAME)
    return read_settings(file) if file.is_file() else DEFAULT
