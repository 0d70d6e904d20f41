"""Test only: what a process that Excel would start finds instead of Excel, a LibreOffice that listens on a port.

A message box becomes a line on stdout, as there is nobody to click it away.
"""

from __future__ import annotations

import os
import signal
import sys

import calcoffice


def attach(port):
    """Make the LibreOffice there the program that xlwings finds."""
    context = calcoffice.context_at(port)
    from addin.engines.calc import App, engine_at  # noqa: PLC0415  # it needs the module that was just found

    App.alert = lambda _self, prompt, *_: sys.stdout.write(f"弹出：{prompt}")
    engine_at(context)


def attach_and_lose(port, pid):
    """The same, and then it is gone."""
    attach(port)
    os.killpg(pid, signal.SIGKILL)
    sys.stdout.flush()
