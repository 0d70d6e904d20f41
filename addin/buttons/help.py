"""帮助: a page that says what every button does, which version this is and where the log is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.helppage import help_page
from addin.logfile import log_file
from addin.pages import show_page

if TYPE_CHECKING:
    from addin.screen import Desk

_PAGE = "帮助.html"


def open_help(desk: Desk) -> None:
    """The page, in the browser."""
    show_page(desk.screen, _PAGE, help_page(log_file()))
    desk.screen.status("帮助已在浏览器里打开。")
