"""What is done to a whole sheet is done to the cells of it that are used, in each of our engines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:

    class _Cells(Protocol):
        def clear(self) -> None: ...

        def clear_contents(self) -> None: ...

        def clear_formats(self) -> None: ...

        def autofit(self, axis: str | None = None) -> None: ...


class WholeSheet(ABC):
    """A sheet, as far as it is its used cells; refusals are those of the cells."""

    @property
    @abstractmethod
    def used_range(self) -> _Cells:
        """The cells that hold or show something."""

    def clear(self) -> None:
        """Empty it: values, looks and notes."""
        self.used_range.clear()

    def clear_contents(self) -> None:
        """Empty its cells; they go on looking as they do."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Make its cells look like new ones."""
        self.used_range.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as large as their contents want."""
        self.used_range.autofit(axis)
