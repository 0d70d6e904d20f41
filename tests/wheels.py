"""The wheel that the build tool makes, for the tests of what is handed out."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from office import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def built_wheel(folder: Path, source: Path = ROOT) -> Path:
    """Build the wheel of a source tree into an empty folder; gives its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built
