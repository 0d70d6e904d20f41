"""Only the part of xlwings under the BSD licence is used: none of ``xlwings.pro`` is named or called by us."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import checking
import pytest

from addin.conf import Place, conf_rows
from workbook.content import BookContent
from workbook.write import build_book

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "addin").rglob("*.py"))
# What the owner of a licence must be asked for, in xlwings.main too: see xlwings' own documents.
LICENSED = {"render_template", "create_report", "to_pdf", "reports", "json", "runpython_embedded_code"}

CLICK = """
import json, sys
import xlwings
before = sorted(name for name in sys.modules if name.startswith("xlwings.pro"))
called = set()
def watch(frame, event, _):
    name = frame.f_globals.get("__name__", "")
    if event == "call" and name.startswith("xlwings.pro"):
        called.add(f"{name}.{frame.f_code.co_name}")
sys.path.append(sys.argv[2])
import scripted
from addin.clicking import press
sys.setprofile(watch)
with scripted.desk_with(sys.argv[1]) as desk:
    done = [press(button, desk) for button in ("checkBook", "nextFinding", "explainFinding", "clearMarks")]
    warned = desk.screen.texts("warn")
sys.setprofile(None)
after = sorted(name for name in sys.modules if name.startswith("xlwings.pro"))
print(json.dumps([before, after, sorted(called), done, warned]))
"""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_of_ours_names_what_needs_a_licence(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not any(name.startswith("xlwings.pro") or name == "pro" for name in names), path
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("xlwings", "xw")
        ):
            assert node.attr not in LICENSED | {"pro", "server", "func", "script"}, path


def test_the_settings_of_the_addin_hold_no_licence_key():
    assert dict(conf_rows(Place("python", "packages")))["LICENSE_KEY"] == ""


def test_a_click_calls_nothing_that_needs_a_licence_and_asks_for_no_key(tmp_path):
    path = tmp_path / "年报.xlsx"
    path.write_bytes(build_book(BookContent(checking.changed(checking.whole("2014", 2017), {"9.1": -2}))))
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XLWINGS")} | home
    done = subprocess.run(
        [sys.executable, "-c", CLICK, str(path), str(Path(__file__).parent)],
        capture_output=True,
        check=True,
        timeout=120,
        env=environment,
        cwd=ROOT,
    )
    before, after, called, pressed, warned = json.loads(done.stdout)
    # xlwings looks for a key of its own accord when it is imported, finds none, and goes on without.
    assert set(before) <= {"xlwings.pro", "xlwings.pro.utils"}
    assert (after, called) == (before, [])
    assert (pressed, warned) == ([True] * 4, [])
    assert b"icense" not in done.stderr
