"""Pages shown in the browser: one file of each kind in the user's own folder, the next one takes its place."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from addin.logfile import log_folder
from workbook.files import write_atomically

if TYPE_CHECKING:
    from addin.screen import Screen


def show_page(screen: Screen, name: str, page: bytes) -> Path:
    """Write a page and open it.

    Args:
        screen: opens it.
        name: the file's name.
        page: the page.

    Returns:
        The file.
    """
    path = _folder() / name
    write_atomically(path, page)
    screen.show(path)
    return path


def _folder() -> Path:
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="nianbao-"))
    return log_folder()
