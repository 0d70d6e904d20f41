"""Rich text as programs write it: Chinese as GBK bytes (Word of old) or as Unicode numbers with stand-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from makers_tables import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell

_STYLES = {
    "gbk": r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 \'b1\'ea\'cc\'e2 1;}{\s2 heading 2;}}",
    "unicode": r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 other;}}",
}
_HEADS = {
    "gbk": r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}}",
    "unicode": r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fcharset0 Times New Roman;}}",
}
_STEP = 1000


def write(path: Path, parts: list[Part], variant: str) -> None:
    """Write the parts one after another."""
    body = "\n".join(
        _table(part, variant) if isinstance(part, Grid) else paragraph(part.text, part.heading, variant)
        for part in parts
    )
    path.write_bytes(document(body, variant))


def document(body: str, variant: str = "gbk") -> bytes:
    """A whole file around a body."""
    header = r"{\header\pard \'d2\'b3\'c3\'bc\par}" if variant == "gbk" else r"{\header\pard head\par}"
    return f"{_HEADS[variant]}\n{_STYLES[variant]}\n{{\\info{{\\title x}}}}{header}\n{body}\n}}".encode("ascii")


def paragraph(text: str, heading: int = 0, variant: str = "gbk") -> str:
    """A paragraph in the style of its heading level."""
    return rf"\pard\plain\s{heading} {letters(text, variant)}\par"


def letters(text: str, variant: str = "gbk") -> str:
    """Text as it stands in such a file."""
    return "".join(_letter(letter, variant) for letter in text)


def _letter(letter: str, variant: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    if letter == "\n":
        return r"\line "
    if letter.isascii():
        return letter
    if variant == "gbk":
        return "".join(rf"\'{byte:02x}" for byte in letter.encode("gb18030"))
    halves = letter.encode("utf-16-le")
    numbers = [int.from_bytes(halves[at : at + 2], "little", signed=True) for at in range(0, len(halves), 2)]
    return "".join(rf"\u{number}\'3f" for number in numbers)


def _table(grid: Grid, variant: str) -> str:
    return "\n".join(_row(grid, number, variant) for number in range(grid.height)) + "\n\\pard"


def _row(grid: Grid, number: int, variant: str) -> str:
    line = [cell for column, cell in enumerate(grid.covering()[number]) if cell.column == column]
    shape = r"\trowd\trgaph108\trleft-108" + "".join(_shape(cell, number) for cell in line)
    cells = "".join(
        rf"\pard\intbl {{{letters(cell.text, variant) if cell.row == number else ''}}}\cell" for cell in line
    )
    # Word says what a row looks like before and after it.
    return f"{shape}{cells}{{{shape}\\row }}" if variant == "gbk" else f"{shape}{cells}\\row"


def _shape(cell: Cell, number: int) -> str:
    down = "" if cell.rowspan == 1 else r"\clvmgf" if cell.row == number else r"\clvmrg"
    return rf"{down}\clbrdrt\brdrs\cellx{(cell.column + cell.colspan) * _STEP - 108}"
