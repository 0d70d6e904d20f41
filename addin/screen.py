"""What a macro needs of the screen: a few dialogs. Excel, Calc and the tests each have their own way to show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import xlwings

TITLE = "信息公开年报"


class Screen(Protocol):
    """The dialogs of one spreadsheet program; every text is Chinese and whole sentences."""

    def say(self, text: str) -> None:
        """Show a message and wait until it is read."""

    def warn(self, text: str) -> None:
        """Show why something could not be done, and what to do, and wait until it is read."""

    def confirm(self, text: str) -> bool:
        """Ask whether to go on."""

    def ask(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None when the user turns back."""

    def pick_files(self, text: str, suffixes: Sequence[str], *, several: bool = False) -> list[Path]:
        """Let the user choose files with these suffixes (``.xlsx``); empty when the user turns back."""

    def pick_folder(self, text: str) -> Path | None:
        """Let the user choose a folder; None when the user turns back."""

    def pick_new_file(self, text: str, proposed: Path) -> Path | None:
        """Let the user choose where a new file goes; None when the user turns back."""

    def status(self, text: str) -> None:
        """One sentence in the status bar."""

    def show(self, path: Path) -> None:
        """Open a file (a report, a help page) in the program that the system has for it."""


@dataclass(frozen=True)
class Desk:
    """What a macro works at.

    Attributes:
        app: the running spreadsheet program.
        book: the workbook that the click was in; None when none is open.
        screen: its dialogs.
    """

    app: xlwings.App
    book: xlwings.Book | None
    screen: Screen
