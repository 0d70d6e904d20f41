"""A real LibreOffice, poppler and Open XML validator for the tests; what is missing says so.

In CI (``CI`` is set) a missing tool is a failure, elsewhere a skip: ``.ci/run`` installs them all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = ROOT / ".ci" / "node_modules" / ".bin" / "ooxml-validator"
FONTS = ROOT / "tests" / "fonts.conf"


def need(tool: str, path: str | Path | None) -> str:
    """The tool's path, or a skip (a failure in CI) that names it."""
    if path and Path(path).exists():
        return str(path)
    message = f"{tool} is not installed here; .ci/run installs it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def convert(paths: list[Path], to: str, folder: Path) -> list[Path]:
    """Convert files in one LibreOffice call (``to``: pdf, xlsx, docx …); formulas are recalculated on loading."""
    soffice = need("LibreOffice", shutil.which("soffice"))
    with tempfile.TemporaryDirectory() as profile:
        command = [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", to]
        environment = os.environ | {"FONTCONFIG_FILE": str(FONTS)}
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, paths)],
            check=True,
            capture_output=True,
            timeout=600,
            env=environment,
        )
    made = [folder / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
    missing = [path.name for path in made if not path.exists()]
    assert not missing, f"LibreOffice wrote no {missing}"
    return made


def pdf_text(path: Path, *options: str) -> str:
    """The text of a PDF by poppler's pdftotext."""
    tool = need("poppler-utils", shutil.which("pdftotext"))
    return subprocess.run([tool, *options, str(path), "-"], check=True, capture_output=True, text=True).stdout


def pdf_pages(path: Path, folder: Path, dpi: int = 60) -> list[Path]:
    """The pages of a PDF as PNG pictures, to be looked at."""
    tool = need("poppler-utils", shutil.which("pdftoppm"))
    subprocess.run([tool, "-r", str(dpi), "-png", str(path), str(folder / path.stem)], check=True)
    return sorted(folder.glob(f"{path.stem}*.png"))


def openxml_errors(path: Path) -> list[dict[str, Any]]:
    """What the Open XML SDK has against a .xlsx or .docx; an empty list is a valid file."""
    tool = need("ooxml-validator", VALIDATOR)
    done = subprocess.run([tool, str(path)], check=False, capture_output=True, text=True, timeout=120)
    answer = json.loads(done.stdout)
    return list(answer.get("errors", [])) if not answer.get("ok") else []
