"""Lists of files: ``@名单.txt`` stands for the files that a text file names, one a line."""

from __future__ import annotations

import os
from pathlib import Path

from converters.batch.remote import is_address
from converters.readers.decode import decode
from workbook.errors import InputRefused
from workbook.files import read_bytes

_MARK = "@"
_COMMENT = "#"
MAX_LINES = 1_000_000


def is_list(name: str) -> bool:
    """Whether a name means a list; a file that itself is called ``@…`` is a file."""
    return len(name) > 1 and name.startswith(_MARK) and not os.path.exists(name)  # noqa: PTH110  # Path's raises for long names


def listed(name: str) -> list[str]:
    """The names in a list; relative paths begin at the list's folder, blank lines and comments are left out.

    Args:
        name: the list's path with the mark in front.

    Raises:
        InputRefused: the list cannot be read, is no text, or names nothing.
    """
    path = Path(name.removeprefix(_MARK))
    lines = decode(read_bytes(path), path.name).text.splitlines()
    if len(lines) > MAX_LINES:
        message = f"名单“{path}”超过 {MAX_LINES} 行，请分成几个。"
        raise InputRefused(message)
    names = [line for raw in lines if (line := raw.strip().strip('"')) and not line.startswith(_COMMENT)]
    if not names:
        message = f"名单“{path}”里没有文件名；请每行写一个文件或文件夹，“{_COMMENT}”开头的行不算。"
        raise InputRefused(message)
    return [line if is_address(line) else str(path.parent / line) for line in names]
