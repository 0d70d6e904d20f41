"""How long the import of a narrative of 20 pages takes beyond reading the file, beside python-docx's bare read of it.

Run on demand: ``python tests/benchmarks/narrative_import.py [ROUNDS]``, with a Python that has nianbao and its extra
``test``. Warm, in one process. The aim: at most 150 ms more than reading the file.

A page is 22 lines of 28 characters. Every round reads another report, made of labelled sentences in another order
and with other words around them, so that nothing is known from the last.
"""

from __future__ import annotations

import io
import random
import sys
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from rounds import medians, show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
from sayings import SAYINGS

from converters.importer import recognise
from converters.readers import read_bytes_as_document
from workbook.formfile import load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGES, PAGE, PARAGRAPH = 20, 22 * 28, 180
_WHOLE, _READ, _BARE = "nianbao, read and recognised", "nianbao, read", "python-docx bare read"
_FILLER = "第{}项工作按年初的安排推进，重点领域的信息当月公布，窗口备有文本供群众查阅，各科室按职责落实。"


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    files = [narrative("2014", number) for number in range(rounds + 1)]
    runs: dict[str, Callable[[bytes], object]] = {_WHOLE: whole, _READ: read, _BARE: bare_read}
    found = medians({name: partial(run_next, run, cycle(files)) for name, run in runs.items()}, rounds)
    show(f"narrative of {PAGES} pages, median of {rounds}", found, ((_WHOLE, _READ), (_WHOLE, _BARE)))


def narrative(edition: str, seed: int) -> bytes:
    """A .docx of some pages under the titles of the edition's sections."""
    order = random.Random(seed)
    sayings = [saying.text for saying in SAYINGS if saying.edition == edition]
    document = docx.Document()
    document.add_paragraph("清溪县林业局2016年政府信息公开工作年度报告")
    sections = load_form(edition).sections
    for section in sections:
        document.add_paragraph(f"{section.number}、{section.title}")
        for text in paragraphs(order, sayings, PAGES * PAGE // len(sections)):
            document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraphs(order: random.Random, sayings: list[str], length: int) -> Iterator[str]:
    """Paragraphs of one section: two plain sentences to each that says something."""
    while length > 0:
        text = ""
        while len(text) < PARAGRAPH:
            text += order.choice(sayings) + "".join(_FILLER.format(order.randrange(1000)) for _ in range(2))
        yield text
        length -= len(text)


def run_next(run: Callable[[bytes], object], files: Iterator[bytes]) -> None:
    """Work on one report; each call takes the next."""
    run(next(files))


def whole(file: bytes) -> object:
    """Everything that an import does after the bytes are there."""
    return recognise(read_bytes_as_document(file, "年报.docx"))


def read(file: bytes) -> object:
    """The reading alone."""
    return read_bytes_as_document(file, "年报.docx")


def bare_read(file: bytes) -> list[str]:
    """Every paragraph, as python-docx's documentation reads them."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs]


if __name__ == "__main__":
    main()
