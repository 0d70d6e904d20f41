"""How long ``nianbao --help`` takes beside an empty Python, as whole processes.

Run on demand: ``python tests/benchmarks/startup.py [ROUNDS]``, with the Python into which nianbao is installed. The
aim is a ratio of at most 3.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from rounds import medians, show

_PROGRAM = str(Path(sys.executable).parent / "nianbao")
_BARE = "python -c pass"
_COMMANDS = {
    _BARE: [sys.executable, "-c", "pass"],
    "nianbao --help": [_PROGRAM, "--help"],
    "nianbao": [_PROGRAM],
    "nianbao import --help": [_PROGRAM, "import", "--help"],
}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as folder:
        runs = {name: partial(_run, words, folder) for name, words in _COMMANDS.items()}
        found = medians(runs, rounds)
    show(f"start-up, median of {rounds}", found, ((name, _BARE) for name in found if name != _BARE))


def _run(words: list[str], folder: str) -> None:
    """Run a command with its byte code kept in ``folder``, as an installed program keeps it beside its modules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(words, check=True, capture_output=True, env=kept | {"PYTHONPYCACHEPREFIX": folder})


if __name__ == "__main__":
    main()
