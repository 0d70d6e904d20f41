"""No command loads what it does not need."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commandline import report_file

from converters.cli import main
from workbook.formfile import TEMPLATES

# Large, slow to load, or with doors to the outside. What opens a door is here to be missed.
HEAVY = [
    "PIL",
    "argcomplete",
    "asyncio",
    "cv2",
    "distributed",
    "docx",
    "duckdb",
    "fsspec",
    "http",
    "lxml",
    "multiprocessing",
    "numpy",
    "olefile",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pypdfium2",
    "python_calamine",
    "rapidocr",
    "requests",
    "rich",
    "sqlite3",
    "ssl",
    "tkinter",
    "xlwings",
]
# openpyxl loads numpy and Pillow where they are installed, and its charts part of http.
WRITES = {"openpyxl", "lxml", "numpy", "PIL"}
CHARTS = WRITES | {"http", "ssl"}
ASK = (
    "import sys\nfrom converters.cli import main\ncode = main(sys.argv[2:])\n"
    "print(*(name for name in sys.argv[1].split() if name in sys.modules), file=open('loaded', 'w'))\nsys.exit(code)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("imports")
    report_file(made / "2023.html")
    assert main(["import", str(made / "2023.html"), "-o", str(made / "年报.xlsx")]) == 0
    assert main(["report", str(made / "年报.xlsx"), "-o", str(made / "年报.docx")]) == 0
    return made


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("", set()),
        ("--help", set()),
        ("import --help", set()),
        ("--version", set()),
        ("explain T301", set()),
        ("formats", set()),
        ("completion bash", {"argcomplete"}),
        ("new --year 2025 -o 新.xlsx", WRITES),
        ("import 年报.docx --json", {"lxml"}),
        ("import 年报.xlsx --json", {"lxml"}),
        # The readers that come before in the order of trying run some formats in a process of their own.
        ("import 2023.html --json", {"lxml", "multiprocessing"}),
        ("import 年报.docx -o 另一本.xlsx", WRITES),
        ("check 年报.xlsx", {"lxml"}),
        ("check 年报.docx", {"lxml"}),
        ("check 年报.xlsx --mark", WRITES),
        ("report 年报.xlsx -o 报告.docx", {"lxml"}),
        ("report 年报.xlsx -o 报告.html", {"lxml"}),
        ("export 年报.xlsx -o 指标.csv", {"lxml"}),
        ("summarize 年报.xlsx -o 汇总.xlsx", CHARTS),
    ],
)
def test_a_command_loads_no_more_than_it_needs(folder, words, allowed):
    done = subprocess.run(
        [sys.executable, "-c", ASK, " ".join(HEAVY), *words.split()],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(TEMPLATES.parent)},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    loaded = set((folder / "loaded").read_text("utf-8").split())
    assert loaded - allowed == set()
