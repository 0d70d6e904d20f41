"""Pages as a scanner gives them: pictures of PDF pages with skew, blur, noise, a red seal, and JPEG's traces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Image = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is scanned: ``seal`` is where a seal's middle is, in parts of the page's width and height."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 6.0
    quality: int = 80
    seal: tuple[float, float] | None = None
    quarters: int = 0


CLEAN = Scanner()
POOR = Scanner(dpi=150, skew=0.6, noise=10.0, quality=60)


def render(pdf: Path, dpi: int) -> list[Image]:
    """The pages of a PDF in blue, green, red."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB"))[:, :, ::-1] for page in document]
    document.close()
    return pages


def scan(page: Image, scanner: Scanner, seed: int = 1) -> bytes:
    """A page as a JPEG out of this scanner."""
    height, width = page.shape[:2]
    ink = page.astype(np.float32)
    if scanner.seal:
        ink = _stamped(ink, scanner)
    if scanner.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1)
        ink = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(252, 252, 252))
    noise = np.random.default_rng(seed).normal(0, scanner.noise, (height, width, 1))
    grey = np.clip((cv2.GaussianBlur(ink, (0, 0), 0.6) + noise) * 0.93 + 12, 0, 255).astype(np.uint8)
    return encode(np.ascontiguousarray(np.rot90(grey, scanner.quarters)), ".jpg", scanner.quality)


def encode(page: Image, ending: str, quality: int = 90) -> bytes:
    """A picture file of a page."""
    return bytes(cv2.imencode(ending, page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _stamped(page: Image, scanner: Scanner) -> Image:
    """The page with a round seal of 4 cm, a star in it and letters along its ring."""
    height, width = page.shape[:2]
    across, down = scanner.seal or (0.5, 0.5)
    middle, radius = (int(width * across), int(height * down)), int(scanner.dpi * 0.8)
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, middle, radius, 255, max(3, scanner.dpi // 40))
    star = [
        (middle[0] + reach * radius * np.cos(angle), middle[1] + reach * radius * np.sin(angle))
        for n in range(10)
        for angle, reach in [(np.pi * (n / 5 - 0.5), 0.32 if n % 2 == 0 else 0.13)]
    ]
    cv2.fillPoly(mask, [np.array(star, np.int32)], 255)
    for n in range(9):
        angle = np.pi * (1 + n / 8)
        at = (int(middle[0] + 0.75 * radius * np.cos(angle)) - 8, int(middle[1] + 0.75 * radius * np.sin(angle)) + 8)
        cv2.putText(mask, "X", at, cv2.FONT_HERSHEY_SIMPLEX, scanner.dpi / 180, 255, max(2, scanner.dpi // 80))
    share = (mask[:, :, None] / 255.0) * 0.85
    return page * (1 - share) + np.minimum(page, np.array([60, 50, 215], np.float32)) * share
