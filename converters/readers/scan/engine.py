"""The recognition engine of the extra ``ocr`` (RapidOCR, models in its wheel) behind two questions: where, and what."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from workbook.errors import InputRefused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[Any]

_NEEDED = ("rapidocr", "onnxruntime", "cv2")
# Pages larger than this are made smaller before lines are looked for; the same text is found in half the time.
_FIND_SIDE = 1280
# The narrowest strip the model is given, in its own pixels (48 high): figures are short, and a strip costs by width.
_STRIP = [3, 48, 96]


class Area(NamedTuple):
    """A rectangle in pixels; ``right`` and ``bottom`` are just outside."""

    left: int
    top: int
    right: int
    bottom: int


class Read(NamedTuple):
    """A text and how sure its recognition is (0 to 1)."""

    text: str
    score: float


def has_engine() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(module) is not None for module in _NEEDED)


def refuse_without_engine(name: str) -> None:
    """Refuse a scan where the extra is not installed.

    Args:
        name: the file's name, for messages.

    Raises:
        InputRefused: saying how to install it.
    """
    if not has_engine():
        message = (
            f"“{name}”是扫描件或图片，读取它需要文字识别组件，现在没有安装。"
            '请运行 pip install "nianbao[ocr]" 后再试，或提供能复制出文字的文件。'
        )
        raise InputRefused(message)


@cache
def engine() -> Engine:
    """The engine of this process, loaded once."""
    return Engine()


class Engine:
    """RapidOCR with one thread: many files are read side by side rather than one file by many threads."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415  # the extra is loaded only where a scan is read

        self._rapid = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,
                "Det.limit_type": "max",
                "Det.limit_side_len": _FIND_SIDE,
                "Rec.rec_img_shape": _STRIP,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, image: Image) -> list[Area]:
        """Where lines of text stand in a picture, in no order."""
        # The switches are sticky: what one call leaves out stays off for the next.
        found = self._rapid(image, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [_area(box) for box in boxes] if boxes is not None else []

    def read(self, strip: Image) -> Read:
        """What one line of text says; empty with score 0 where nothing was recognised."""
        found = self._rapid(strip, use_det=False, use_cls=False, use_rec=True)
        texts, scores = getattr(found, "txts", None), getattr(found, "scores", None)
        return Read(str(texts[0]).strip(), float(scores[0])) if texts and scores else Read("", 0.0)


def _area(box: Image) -> Area:
    xs, ys = box[:, 0], box[:, 1]
    return Area(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
