"""The catalogue of bad inputs: what each case is made of, how it is run, what must come of it; and the usual makers."""

from __future__ import annotations

import functools
import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import figures
import makers
import openpyxl
from checking import whole
from openpyxl.utils import get_column_letter

from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.package import open_package, rezip
from workbook.write import build_book

if TYPE_CHECKING:
    from collections.abc import Callable

FORM = load_form("2021")
PRINTED = figures.consistent(FORM, 1)
CODE = "T3.1.C1"
VALUE = PRINTED[CODE]
MARK = "987654"
TABLE = "xl/worksheets/sheet3.xml"


@dataclass(frozen=True, slots=True)
class Case:
    """One number of the catalogue: ``make`` fills an empty folder, ``words`` are the command to be run in it.

    ``said`` must stand in what is printed; ``look`` may ask the folder and stdout for more and gives whether all is
    well.
    """

    number: int
    what: str
    make: Callable[[Path], object]
    words: str
    code: int
    said: tuple[str, ...] = ()
    look: Callable[[Path, str], bool] = lambda _folder, _out: True

    def __str__(self) -> str:
        return f"{self.number:02}-{self.what}"


def expect(run: Callable[..., tuple[int, str, str]], folder: Path, case: Case) -> None:
    """Run a case and compare."""
    case.make(folder)
    code, out, err = run(*case.words.split())
    assert code == case.code, out + err
    for words in case.said:
        assert words in out + err
    assert case.look(folder, out), out[:3000] + err
    assert "Traceback" not in err
    assert not [path for path in folder.rglob("*") if path.name.startswith(".nianbao")]


@functools.cache
def report(ending: str, edition: str = "2021", variant: str = "", seed: int = 1, mark: str = "") -> bytes:
    """A whole report as a file; ``mark`` replaces the text of one figure (T3.1.C1), its total stays as it was."""
    form = load_form(edition)
    printed = figures.consistent(form, seed) | ({CODE: MARK} if mark else {})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")
        makers.write_report(path, form, printed, variant=variant or makers.VARIANTS.get(ending, ("only",))[0])
        data = path.read_bytes()
    return data.replace(MARK.encode(), mark.encode())


@functools.cache
def book() -> bytes:
    """A consistent workbook of ours."""
    return build_book(BookContent(whole("2021", 2023)))


def edited(change: Callable[[Any], object]) -> bytes:
    """The workbook after openpyxl has opened, changed and saved it, whose formulas then have no results."""
    opened = openpyxl.load_workbook(io.BytesIO(book()))
    change(opened)
    buffer = io.BytesIO()
    opened.save(buffer)
    return buffer.getvalue()


def typed(value: object, code: str = CODE) -> bytes:
    """The workbook with something typed into a figure's cell; quicker than openpyxl, formulas keep their results."""
    at = layout_of(FORM).figures[code].at
    place = f"{get_column_letter(at.column)}{at.row}"
    found = re.compile(rf'<c r="{place}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL)
    return patched(book(), TABLE, lambda xml: found.sub(lambda one: _typed(place, one[1] or b"", value), xml))


def _typed(place: str, style: bytes, value: object) -> bytes:
    text, kind = escape(str(value)), ' t="inlineStr"'
    inner = f"<is><t>{text}</t></is>"
    if value is None:
        inner = kind = ""
    elif isinstance(value, bool):
        inner, kind = f"<v>{int(value)}</v>", ' t="b"'
    elif isinstance(value, int):
        inner, kind = f"<v>{value}</v>", ""
    elif text.startswith("="):
        inner, kind = f"<f>{text[1:]}</f>", ""
    elif text.startswith("#"):
        inner, kind = f"<v>{text}</v>", ' t="e"'
    return f'<c r="{place}"{style.decode()}{kind}>{inner}</c>'.encode()


def cell(opened: Any, code: str = CODE) -> Any:
    """The cell of a figure in a workbook opened by openpyxl."""
    at = layout_of(FORM).figures[code].at
    return opened["统计表"].cell(at.row, at.column)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    package = open_package(data, "")
    return {name: package.read(name) for name in package.names}


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed."""
    found = parts(data)
    return rezip(found | {part: change(found[part])})


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A zip file of these entries, whatever their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def put(name: str, data: Callable[[], bytes]) -> Callable[[Path], object]:
    """What writes one file; its content is made only then."""
    return lambda folder: (folder / name).write_bytes(data())


def figure(out: str, code: str = CODE) -> dict[str, Any]:
    """A figure of the only line of JSON."""
    found: dict[str, Any] = json.loads(out)["figures"][code]
    return found


def notes(out: str) -> str:
    """The notes of the only line of JSON."""
    return "\n".join(json.loads(out)["notes"])


def same_figures(out: str) -> bool:
    """Whether a line of JSON has every figure of the usual report."""
    found = json.loads(out)["figures"]
    said = {code: figures.meaning(text)[1] for code, text in PRINTED.items()}
    return all(float(found[code]["value"]) == float(value) for code, value in said.items() if value is not None)
