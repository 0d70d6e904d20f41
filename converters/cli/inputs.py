"""The files a command was given: folders opened up, each file read as a workbook of ours or as a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.output import say
from converters.importer import import_report
from workbook.content import BookContent
from workbook.errors import UsageError
from workbook.files import read_bytes
from workbook.formfile import editions
from workbook.ours import find_our_book
from workbook.read import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.report import AnnualReport

READABLE = (".docx", ".htm", ".html", ".txt", ".xlsx")
# What an office keeps reports in, too; found in a folder these are named, not passed over in silence.
UNREADABLE = (".doc", ".et", ".jpg", ".mht", ".odt", ".ofd", ".pdf", ".png", ".rtf", ".wps", ".xls")


def expand(names: Sequence[str]) -> Iterator[Path]:
    """Files as given; of a folder its readable files by name, lock files of open documents left out.

    A folder without any is given as it is: reading it fails like that of any other file.
    """
    for path in map(Path, names):
        if path.is_dir():
            yield from _inside(path)
        else:
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    try:
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(("~$", "."))]
    except OSError:
        # A folder that is closed to us has no file that we could read.
        files = []
    readable = [path for path in files if path.suffix.lower() in READABLE]
    if passed := [path.name for path in files if path.suffix.lower() in UNREADABLE]:
        say(f"{folder}：未读 {'、'.join(passed)}（这些格式现在还不能读，请另存为 .docx 或 .xlsx）。")
    if not readable:
        say(f"{folder}：文件夹里没有能读的文件；现在能读 {'、'.join(READABLE)}（不含下级文件夹）。")
    yield from readable or [folder]


def expect_edition(edition: str | None) -> None:
    """Refuse the name of a form edition that is not known; None is the user's silence.

    Raises:
        UsageError: no such edition.
    """
    if edition is not None and edition not in editions():
        message = (
            f"没有版式“{edition}”；现有：{'、'.join(editions())}。自定义的版式放在环境变量 NIANBAO_FORMS 指的文件夹里。"
        )
        raise UsageError(message)


def open_content(path: Path, edition: str | None = None) -> tuple[BookContent, bool]:
    """What a file holds, and whether it is one of our workbooks; a report is content of one year.

    Args:
        path: a workbook of ours or a report in any format that can be read.
        edition: the form to read a report by; None leaves that to its labels.

    Raises:
        InputRefused: the file cannot be read.
    """
    if found := find_our_book(read_bytes(path), path.name):
        return content_of(found), True
    return BookContent(import_report(path, edition)), False


def says_nothing(report: AnnualReport) -> bool:
    """Whether a report has neither a figure nor a sentence: most likely no annual report at all."""
    return all(figure.state == "blank" for figure in report.figures.values()) and not any(
        section.paragraphs for section in report.sections
    )
