"""A LibreOffice of the tests' own: its profile, its socket, in no window or in one, ended with what it opened."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import office

# Where Debian and Ubuntu put LibreOffice's module for Python: outside of a virtual environment.
UNO_FOLDER = Path("/usr/lib/python3/dist-packages")
SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
# No questions at the start, and no words about a new version.
QUIET = (
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Setup/Product", "ooSetupLastVersion", "99.9"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
)


def uno_module():
    """LibreOffice's module ``uno``, or a skip (a failure in CI) that says what is missing."""
    if "uno" in sys.modules or importlib.util.find_spec("uno"):
        return importlib.import_module("uno")
    office.need("python3-uno", UNO_FOLDER / "uno.py")
    # For this one import: what else the system's Python has must not mix with ours.
    sys.path.append(str(UNO_FOLDER))
    try:
        return importlib.import_module("uno")
    except ImportError:
        office.need(f"python3-uno for Python {sys.version_info[0]}.{sys.version_info[1]}", None)
    finally:
        sys.path.remove(str(UNO_FOLDER))


def write_profile(profile):
    """A user's profile that asks no questions."""
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in QUIET
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS.format(items=items), "utf-8")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def context_at(port):
    """The component context of an office that listens there."""
    uno = uno_module()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")


class Running:
    """A running office: ``context`` for the engine, ``port`` for other processes, ``pid``."""

    def __init__(self, process, port, context):
        self.process, self.port, self.context, self.pid = process, port, context, process.pid

    @property
    def desktop(self):
        return self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)


@contextmanager
def running(profile=None, *, window=False, environment=None, options=(), seconds=60):
    """An office until the block ends; without a window unless one is wanted (``DISPLAY`` in the environment)."""
    soffice = office.need("LibreOffice", shutil.which("soffice"))
    uno_module()
    with tempfile.TemporaryDirectory(prefix="nianbao-office-", ignore_cleanup_errors=True) as own:
        if profile is None:
            profile = Path(own) / "profile"
            write_profile(profile)
        port = free_port()
        accept = f"--accept=socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
        quiet = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        shown = [] if window else ["--headless"]
        process = subprocess.Popen(
            [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", *options, *shown, *quiet, accept],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environment or os.environ) | {"FONTCONFIG_FILE": str(office.FONTS)},
            start_new_session=True,
        )
        try:
            yield Running(process, port, _wait_for(process, port, seconds))
        finally:
            # The whole group: soffice is a script that starts the program.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(process, port, seconds):
    end = time.monotonic() + seconds
    while True:
        try:
            return context_at(port)
        except Exception as error:
            if process.poll() is not None or time.monotonic() > end:
                message = f"LibreOffice does not answer (exit code {process.poll()})"
                raise RuntimeError(message) from error
            time.sleep(0.1)
