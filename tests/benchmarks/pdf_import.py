"""How long reading a PDF takes beside pdfplumber's tables and text, and how much memory each needs.

Run on demand: ``python tests/benchmarks/pdf_import.py [ROUNDS]``, with a Python that has nianbao and its extra
``test``, and LibreOffice to print the reports. pdfplumber is measured where it is installed (``pip install
pdfplumber``); nianbao does not need it. Warm, in turns; nianbao's time includes the passage to its helper process and
back. Memory is measured in a process of its own for each. The aim: three times as fast.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rounds import medians, say, show

from converters.readers import child, read_document

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from collections.abc import Callable

_OURS, _OTHER = "nianbao read_document", "pdfplumber tables and text"


def main() -> None:
    """Print the reports, time the ways of reading in turns, then weigh each in a process of its own."""
    if len(sys.argv) > 2:
        weigh(sys.argv[1], [Path(path) for path in sys.argv[2:]])
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    ways = dict(WAYS)
    if not find_spec("pdfplumber"):
        say("pdfplumber is not installed and is left out: pip install pdfplumber")
        del ways[_OTHER]
    with tempfile.TemporaryDirectory() as folder:
        paths = printed(Path(folder))
        for path in paths:
            found = medians({name: partial(read, path) for name, read in ways.items()}, rounds)
            show(f"{path.name}, median of {rounds}", found, ((other, _OURS) for other in found if other != _OURS))
        for name in ways:
            command = [sys.executable, __file__, name, *map(str, paths)]
            own, helper = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            say(f"{name}: peak {own} MB, helper {helper} MB")


def printed(folder: Path) -> list[Path]:
    """A report of every edition, printed by LibreOffice."""
    import figures  # noqa: PLC0415 - weighing needs none of it
    import office  # noqa: PLC0415 - the same
    from makers import write_report  # noqa: PLC0415 - the same

    from workbook.formfile import load_form  # noqa: PLC0415 - the same

    sources = [folder / f"{edition}.docx" for edition in ("2014", "2019", "2021")]
    for path in sources:
        form = load_form(path.stem)
        write_report(path, form, figures.consistent(form, 61), variant="merged")
    return office.convert(sources, "pdf", folder)


def weigh(name: str, paths: list[Path]) -> None:
    """Read each file; print the peak megabytes of this process and of its helper."""
    for path in paths:
        WAYS[name](path)
    child.close()
    peaks = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    say(" ".join(map(str, peaks)))


def ours(path: Path) -> object:
    """The document, notes and all."""
    return read_document(path)


def plumber(path: Path) -> object:
    """Every page's tables and text, as pdfplumber's documentation reads them."""
    import pdfplumber  # noqa: PLC0415 - only where it is installed

    with pdfplumber.open(path) as pdf:
        return [(page.extract_tables(), page.extract_text()) for page in pdf.pages]


WAYS: dict[str, Callable[[Path], object]] = {_OURS: ours, _OTHER: plumber}

if __name__ == "__main__":
    main()
