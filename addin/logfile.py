"""Where what a user need not see is kept: tracebacks, in a log file of limited size."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import traceback
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "nianbao.log"
# Older entries go to one file beside it; together they never take more than twice this.
LARGEST = 256 * 1024


def log_folder(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for the log, after the custom of the system.

    Args:
        system: as ``sys.platform`` names it.
        environment: the variables of the environment.
    """
    if system == "win32":
        given = environment.get("LOCALAPPDATA")
        return Path(given or Path.home() / "AppData" / "Local") / "nianbao"
    if system == "darwin":
        return Path.home() / "Library" / "Logs" / "nianbao"
    return Path(environment.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "nianbao"


def log_file() -> Path:
    """The log, whether it is there or not."""
    return log_folder() / NAME


def write_log(what: str, error: BaseException) -> Path | None:
    """Add an error with its traceback.

    Args:
        what: what was being done, such as the button's id.
        error: the error.

    Returns:
        The file; None when nothing can be written there: a click must not fail for its log.
    """
    path = log_file()
    when = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    about = f"nianbao {metadata.version('nianbao')}, Python {platform.python_version()}, {platform.platform()}"
    told = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="replace") as log:
            log.write(f"{when} {what}\n{about}\n{told[-LARGEST // 4 :]}\n")
    except OSError:
        return None
    return path
