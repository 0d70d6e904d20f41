"""xlwings on LibreOffice Calc, in its own process (a click on the toolbar) or over a socket (the tests)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import xlwings

from addin.engines.calc.app import App
from addin.engines.shared import Engine

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno

NAME = "libreoffice"


def engine_at(context: Uno, pid: int | None = None) -> xlwings.Engine:
    """Make a running LibreOffice the program that xlwings works with.

    Args:
        context: its component context.
        pid: what xlwings tells programs apart by; this process when it is the same.

    Returns:
        xlwings' engine; ``engine.impl.calls`` counts what goes to LibreOffice.
    """

    def start(engine: Engine) -> App:
        return App(engine, context, pid or os.getpid())

    impl = Engine(NAME, start)
    impl.apps.add()
    engine = xlwings.Engine(impl=impl)
    # A program that was worked with before is forgotten.
    xlwings.engines.engines[:] = [other for other in xlwings.engines if other.name != NAME]
    xlwings.engines.add(engine)
    engine.activate()
    return engine
