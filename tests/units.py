"""Units for the tests of roll-ups: their reports as received, and their files, made quickly by patching one book."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from checking import changed, whole

from workbook.content import BookContent
from workbook.report import Figure
from workbook.rollup.choose import Wishes
from workbook.rollup.received import Received
from workbook.rollup.roster import Roster
from workbook.rollup.summary import summarise
from workbook.write import build_book

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.report import AnnualReport

YEAR = {"2014": 2016, "2019": 2020, "2021": 2023}
NOBODY = Roster()
# What is patched: a name and a number that occur nowhere else.
NAME, NUMBER = "待换名称的县直机关", 60_007


def cell(code: str, printed: object) -> Figure:
    """A figure of what is printed: a number, nothing, a stroke, about so many (约5), or words."""
    if printed is None:
        return Figure(code, "blank")
    if isinstance(printed, str):
        if printed.startswith("约"):
            return Figure(code, "reported", int(printed[1:]), printed, approximate=True)
        return Figure(code, "not_applicable" if printed == "/" else "text", text=printed)
    return Figure(code, "reported", printed, str(printed))


def report(unit: str, table: dict[str, object], edition: str = "2014", year: int | None = None) -> AnnualReport:
    """A report with these figures and no others."""
    made = changed(whole(edition, year or YEAR[edition]), unit=unit)
    made.figures = {code: cell(code, printed) for code, printed in table.items()}
    return made


def received(made: AnnualReport, file: str = "", **given: object) -> Received:
    """The report as it came in."""
    file = file or f"{made.unit}.xlsx"
    return Received(file, file, made, **given)


def unit(name: str, table: dict[str, object], edition: str = "2014", year: int | None = None) -> Received:
    """A unit's report as it came in."""
    return received(report(name, table, edition, year))


def sum_of(*units: Received, roster: Roster = NOBODY, unread=(), published=(), **wishes):
    """The roll-up of units."""
    return summarise(units, unread, roster, Wishes(**wishes), published)


def model_book() -> bytes:
    """A workbook of ours to be patched: one number (9.3 接受培训人员数) and the unit's name."""
    return build_book(BookContent(changed(whole("2014", 2016), {"9.3": NUMBER}, unit=NAME)))


def patched(model: bytes, name: str, number: int) -> bytes:
    """The model with another unit's name and number; stored, for packing takes longer than all the rest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("xl/"):
                content = content.replace(NAME.encode(), name.encode())
                content = content.replace(f"<v>{NUMBER}</v>".encode(), f"<v>{number}</v>".encode())
            target.writestr(part, content)
    return buffer.getvalue()


def write_units(folder: Path, count: int) -> dict[str, int]:
    """Files of so many units; their names and numbers."""
    folder.mkdir(exist_ok=True)
    model = model_book()
    numbers = {f"青禾市第{at:03}局": at * at for at in range(1, count + 1)}
    for name, number in numbers.items():
        (folder / f"{name}.xlsx").write_bytes(patched(model, name, number))
    return numbers


def roster_csv(path: Path, *lines: str) -> Path:
    """A roster; each line is 单位,上级,类别."""
    path.write_text("\n".join(("单位,上级,类别", *lines)), "utf-8")
    return path
