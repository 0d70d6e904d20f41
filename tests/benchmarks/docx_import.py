"""How long the import of a .docx report takes beside python-docx's bare read of it and markitdown's conversion.

Run on demand: ``python tests/benchmarks/docx_import.py [ROUNDS]``, with a Python that has nianbao and its extra
``test``. markitdown is measured where it is installed (``pip install 'markitdown[docx]'``, best into an environment
of its own); nianbao does not need it. Warm, in one process. The aims: the reader alone five times as fast as
python-docx, a whole import not slower than it, and ten times as fast as markitdown.

A report has a title, 40 paragraphs of narrative, the official tables of its edition filled in, and the sign-off.
Every round reads another report, with figures and sentences of its own, so that nothing is known from the last.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rounds import medians, say, show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
import figures
from makers import Words, maker, parts
from makers_labels import OFFICIAL

from converters.importer import import_report
from converters.readers import read_document
from workbook.formfile import load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from makers import Part

PARAGRAPHS = 40
_OURS, _BARE, _OTHER = "nianbao import_report", "python-docx bare read", "markitdown"
_READER = "nianbao reader alone"
_SENTENCE = "第{}项工作按年初的安排办结，所涉文件当月在网站上公布，并在服务窗口备有纸质文本供群众查阅。"


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    others: dict[str, Callable[[Path], object]] = {_OURS: import_report, _READER: read_document, _BARE: bare_read}
    if find_spec("markitdown"):
        others[_OTHER] = _markitdown()
    else:
        say("markitdown is not installed and is left out: pip install 'markitdown[docx]'")
    with tempfile.TemporaryDirectory() as folder:
        for edition in ("2014", "2021"):
            paths = [write(Path(folder) / f"{edition}-{number}.docx", edition, number) for number in range(rounds + 1)]
            found = medians({name: partial(read_next, run, iter(paths)) for name, run in others.items()}, rounds)
            size, cells = paths[0].stat().st_size, cell_count(paths[0])
            title = f"{edition}: {size} bytes, {PARAGRAPHS} paragraphs, {cells} cells"
            show(
                f"{title}, median of {rounds}",
                found,
                ((_OURS, _BARE), *((_OURS, _OTHER),) * (_OTHER in found), (_READER, _BARE)),
            )


def write(path: Path, edition: str, seed: int) -> Path:
    """Write one of the reports that are measured."""
    form = load_form(edition)
    found = parts(form, figures.consistent(form, seed), OFFICIAL, "merged")
    spoken: list[Part] = [part for part in found if isinstance(part, Words) and part.text.endswith("。")]
    more = [Words(_SENTENCE.format(1000 * seed + number)) for number in range(1, PARAGRAPHS - len(spoken) + 1)]
    at = found.index(spoken[1])
    maker("docx")(path, [*found[:at], *more, *found[at:]], "merged")
    return path


def read_next(read: Callable[[Path], object], paths: Iterator[Path]) -> None:
    """Read one report; each call reads the next."""
    read(next(paths))


def bare_read(path: Path) -> list[str]:
    """Every paragraph and every table cell, as python-docx's documentation reads them."""
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def cell_count(path: Path) -> int:
    """The cells of all tables, merged ones counted at every position."""
    return sum(len(row.cells) for table in docx.Document(str(path)).tables for row in table.rows)


def _markitdown() -> Callable[[Path], object]:
    from markitdown import MarkItDown  # noqa: PLC0415  # only where it is installed

    convert = MarkItDown(enable_plugins=False).convert
    return lambda path: convert(str(path))


if __name__ == "__main__":
    main()
