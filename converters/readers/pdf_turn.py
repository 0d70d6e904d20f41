"""From the space of a PDF page, y upwards and perhaps turned, to the page as it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from converters.readers.paper.page import Box


@dataclass(frozen=True, slots=True)
class Turn:
    """The page's visible box in the file's space, and how often it is turned clockwise by 90 degrees."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is looked at."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point, measured from the top left corner of the page as it is looked at."""
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, sides: tuple[float, float, float, float]) -> Box:
        """A rectangle given by left, bottom, right, top."""
        x1, y1 = self.point(sides[0], sides[1])
        x2, y2 = self.point(sides[2], sides[3])
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
