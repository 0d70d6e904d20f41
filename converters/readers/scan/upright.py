"""A scanned page made fit for reading: one resolution, no red seal, no skew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[Any]

# The short side of a page at the resolution everything here is measured in: A4 at 200 dpi.
SHORT_SIDE = 1654
DPI = 200
# Longer than this, in short sides, a picture is a strip of screenshots; beyond it no page is read.
MAX_RATIO = 12
_SEAL = DPI * 2 // 3
_WIDEST_SKEW, _STEP, _FINE = 4.0, 0.25, 0.03
_SKEW_SIDE = 700
_PAPER = 255


def one_resolution(colour: Image) -> Image:
    """The picture with its short side at :data:`SHORT_SIDE` pixels."""
    scale = SHORT_SIDE / min(colour.shape[:2])
    if abs(scale - 1) < 0.01:
        return colour
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(colour, None, fx=scale, fy=scale, interpolation=way)


def without_seals(colour: Image) -> Image:
    """The page in grey; within a seal only what is black stays, for red ink is as bright as paper in the red channel.

    Red writing outside of seals stays: only what is as large as a seal counts as one.
    """
    grey: Image = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    blue, green, red = (colour[:, :, channel].astype(np.int16) for channel in range(3))
    reddish = ((red - np.maximum(blue, green)) > 28).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(reddish, np.ones((9, 9), np.uint8)))
    for left, top, width, height, _area in stats[1:count]:
        if min(width, height) >= _SEAL:
            seal = slice(top, top + height), slice(left, left + width)
            near = cv2.dilate(reddish[seal], np.ones((5, 5), np.uint8)) > 0
            grey[seal][near] = _black_only(colour[seal])[near]
    return grey


def _black_only(colour: Image) -> Image:
    """The red channel stretched so that red ink becomes paper: a pale seal is not quite as bright as the paper."""
    red = colour[:, :, 2].astype(np.float32)
    bright: Image = np.clip(red * 1.25, 0, _PAPER).astype(np.uint8)
    return bright


def deskew(grey: Image) -> Image:
    """The page turned back by the angle at which its lines and rules lie level."""
    angle = skew(grey)
    if abs(angle) < _FINE:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    paper = int(np.median(grey))
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def skew(grey: Image) -> float:
    """By how many degrees to turn the page so that its lines lie level."""
    scale = _SKEW_SIDE / min(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    rough = max(np.arange(-_WIDEST_SKEW, _WIDEST_SKEW + _STEP, _STEP), key=lambda angle: _contrast(ink, angle))
    fine = np.arange(rough - _STEP, rough + _STEP, _FINE)
    return float(max(fine, key=lambda angle: _contrast(ink, angle)))


def _contrast(ink: Image, angle: float) -> float:
    """How sharply the rows of a page turned by this angle change from ink to paper."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
    rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())
