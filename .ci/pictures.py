"""The pictures of docs/: the tutorial's workbooks and report as LibreOffice prints them, and a window of Calc.

``python .ci/pictures.py`` draws them (LibreOffice, poppler; for the window Xvfb, openbox, xdotool and ImageMagick).

Beside the pictures stands what they were made of (``made-of.json``): a test says which are no longer current.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import office  # noqa: E402  # the tests' helper that runs LibreOffice and poppler
from PIL import Image, ImageChops  # noqa: E402  # sorted behind the helper

from converters.cli import main  # noqa: E402  # the program of this very tree

FOLDER = ROOT / "docs" / "pictures"
MADE_OF = FOLDER / "made-of.json"
DPI = 108
COLOURS = 64
EDGE = 12  # pixels left around what is drawn
GAP = 24  # pixels between two pages

WINDOW = "calc"

STEPS = (
    "demo",
    "import 年报示例/练习/2023年报.html 年报示例/练习/2022年报.docx -o 年报.xlsx",
    "history 年报.xlsx -o 历年.xlsx",
    "report 年报.xlsx -o 报告.docx",
    "new --last 年报.xlsx -o 2024年报.xlsx",
    "summarize 年报示例/练习/各单位 --roster 年报示例/练习/名册.csv -o 汇总.xlsx",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the file it is drawn from, words on the pages wanted, and how much of the page's height is kept."""

    name: str
    file: str
    words: tuple[str, ...]
    height: float = 1.0


PICTURES = (
    Picture("cover", "年报.xlsx", ("填报单位",), 0.62),
    Picture("statistics", "年报.xlsx", ("本年新收政府信息公开申请数量",), 0.93),
    Picture("checks", "年报.xlsx", ("依据",), 0.45),
    Picture("sources", "年报.xlsx", ("原文",), 0.5),
    Picture("report", "报告.docx", ("总体情况", "本年新收")),
    Picture("new-year", "2024年报.xlsx", ("【上年：",), 0.7),
    Picture("rollup", "汇总.xlsx", ("没有填数的单位",), 0.5),
    Picture("history", "历年.xlsx", ("同比",), 0.6),
    Picture("charts", "历年.xlsx", ("图表",), 0.62),
)


def make_files(folder: Path) -> None:
    """Run the steps in a folder; what they say is of no interest here."""
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        for step in STEPS:
            code = main(step.split())
            if code not in (0, 1):
                message = f"nianbao {step}: exit code {code}"
                raise SystemExit(message)


def made_of(folder: Path) -> dict[str, str]:
    """The fingerprint of each picture: of all that is in its file but the zip's own wrapping."""
    prints = {name: _fingerprint(folder / name) for name in sorted({one.file for one in PICTURES})}
    buttons = hashlib.sha256((ROOT / "addin" / "ribbon.toml").read_bytes()).hexdigest()[:16]
    return {one.name: prints[one.file] for one in PICTURES} | {WINDOW: f"{buttons} {prints['年报.xlsx']}"}


def _fingerprint(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = sorted((name, package.read(name)) for name in package.namelist())
    return hashlib.sha256(b"".join(name.encode() + data for name, data in parts)).hexdigest()[:16]


def draw(folder: Path) -> None:
    """Draw every picture out of the files in a folder."""
    names = sorted({one.file for one in PICTURES})
    drawn = dict(zip(names, office.convert([folder / name for name in names], "pdf", folder), strict=True))
    for one in PICTURES:
        pdf = drawn[one.file]
        texts = office.pdf_text(pdf, "-layout").split("\f")
        found = [next(at for at, text in enumerate(texts) if word in text) for word in one.words]
        pages = [_cut(_page(pdf, at + 1), one.height) for at in found]
        _join(pages).save(FOLDER / f"{one.name}.png", optimize=True)


def draw_window(folder: Path) -> None:
    """Draw a window of Calc with our toolbar, after a click on 校验."""
    import calcwindow  # noqa: PLC0415  # a test that only compares fingerprints needs no window

    target = folder / f"{WINDOW}.png"
    calcwindow.checked_picture(target)
    Image.open(target).convert("RGB").quantize(COLOURS).save(FOLDER / target.name, optimize=True)


def _page(pdf: Path, number: int) -> Image.Image:
    tool = office.need("poppler-utils", shutil.which("pdftoppm"))
    wanted = ["-r", str(DPI), "-f", str(number), "-l", str(number), "-png"]
    done = subprocess.run([tool, *wanted, str(pdf)], check=True, capture_output=True)
    return Image.open(io.BytesIO(done.stdout))


def _cut(page: Image.Image, height: float) -> Image.Image:
    """The upper part of a page without its empty edges."""
    page = page.convert("RGB").crop((0, 0, page.width, int(page.height * height)))
    drawn = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (0, 0, 1, 1)
    left, top, right, bottom = drawn
    return page.crop(
        (max(left - EDGE, 0), max(top - EDGE, 0), min(right + EDGE, page.width), min(bottom + EDGE, page.height))
    )


def _join(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side, in few colours."""
    width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    whole = Image.new("RGB", (width, max(page.height for page in pages)), "white")
    at = 0
    for page in pages:
        whole.paste(page, (at, 0))
        at += page.width + GAP
    return whole.quantize(COLOURS)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        make_files(Path(name))
        draw(Path(name))
        draw_window(Path(name))
        MADE_OF.write_text(json.dumps(made_of(Path(name)), indent=1) + "\n", "utf-8")
