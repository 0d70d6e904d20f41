"""Reports of many units into a folder: a workbook for each unit, named after it.

The files are gone through twice: first for the unit that each is of, then, unit by unit, for what they hold. So no
more is held in memory than the reports of a few units, however many there are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from converters.batch import Refused, each
from converters.cli.inputs import expect_report, open_content
from converters.cli.into_book import Outcome, merge_into
from converters.cli.many import Tally, doubts_of, interruptible
from converters.cli.output import make_folder, say
from workbook.errors import InputRefused, NianbaoError, OutputNotWritten, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from converters.batch import BatchOptions

# What no file system of the common three takes in a name, and what could lead out of the folder.
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|^[.~]|[. ]$')
# Names that mean a device to Windows, whatever ending follows.
_DEVICE = re.compile(r"(?:CON|NUL|PRN|AUX|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class How:
    """How to write the workbooks: the form to read by, whether the later report wins, whether to write nothing."""

    edition: str | None = None
    force: bool = False
    dry_run: bool = False


def import_by_unit(folder: Path, names: list[str], options: BatchOptions, how: How) -> int:
    """Read the files and write or complete the workbook of each unit; the exit code.

    Raises:
        OutputNotWritten: the folder cannot be made.
    """
    if not how.dry_run:
        make_folder(folder)
    tally = Tally()
    units: dict[str, list[str]] = {}
    with interruptible(options):
        for name, found in each(partial(unit_of, edition=how.edition), names, options):
            if isinstance(found, Refused):
                tally.refuse(found)
                continue
            unit, doubts = found
            tally.take(doubts)
            units.setdefault(unit, []).append(name)
        # A workbook that is made a second time stays as it is: there is nothing to be noted.
        second = replace(options, journal=None, progress="写出")
        code = _write_books(partial(make_book, folder=str(folder), how=how), units, second)
    return tally.close(code)


def _write_books(work: Callable[[str], Outcome], units: dict[str, list[str]], options: BatchOptions) -> int:
    code = 0
    groups = [json.dumps(pair, ensure_ascii=False) for pair in units.items()]
    for unit, (_, found) in zip(units, each(work, groups, options), strict=True):
        outcome = _failed(unit, InputRefused(found.message)) if isinstance(found, Refused) else found
        outcome.tell()
        code = max(code, outcome.code)
    say(f"共 {len(units)} 个单位。")
    return code


def unit_of(name: str, *, edition: str | None) -> tuple[str, dict[str, int]]:
    """The unit that a file is of, spaces and widths made alike, and its doubts; runs in a worker.

    Raises:
        InputRefused: the file cannot be read, or names no unit.
    """
    content = expect_report(open_content(name, edition)[0])
    unit = "".join(unicodedata.normalize("NFKC", content.current.unit).split())
    if not unit:
        message = f"“{Path(name).name}”里没有单位名称，不知道该放进哪个工作簿；请用 -o 工作簿.xlsx 单独导入这份。"
        raise InputRefused(message)
    return unit, doubts_of(content.current)


def make_book(group: str, *, folder: str, how: How) -> Outcome:
    """Write or complete the workbook of one unit; runs in a worker.

    Args:
        group: the unit and its files, as JSON.
        folder: where the workbooks are.
        how: what the user wants.

    Returns:
        What keeps one unit's workbook from being written is told in it, too.
    """
    unit, files = json.loads(group)
    path = Path(folder) / f"{file_name(unit)}.xlsx"
    try:
        contents = [open_content(name, how.edition)[0] for name in files]
        return merge_into(path, contents, force=how.force, dry_run=how.dry_run)
    except (InputRefused, OutputNotWritten, UsageError) as error:
        return _failed(unit, error)


def _failed(unit: str, error: NianbaoError) -> Outcome:
    return Outcome(error.exit_code, [f"{unit}：{error}"])


def file_name(unit: str) -> str:
    """A unit's name as the name of a file."""
    name = _UNFIT.sub("_", unit[:_LONGEST])
    return f"_{name}" if _DEVICE.fullmatch(name) else name
