"""A screen that answers from a list and remembers what it showed, and a desk with it for trying out macros."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import xlwings

from addin.engines.files import files_engine
from addin.screen import Desk


class Shown(NamedTuple):
    """What a user saw: how (``say``, ``warn``, ``confirm``, ``ask``, ``pick_files`` …) and the words or the path."""

    kind: str
    text: str


class ScriptedScreen:
    """A screen whose user answers as told, question by question.

    Args:
        answers: to ``confirm`` a bool, to ``ask`` a text or None, to ``pick_files`` a list of paths, to ``pick_folder``
            and ``pick_new_file`` a path or None. A question without an answer fails the test.
    """

    def __init__(self, *answers):
        self.answers = list(answers)
        self.shown = []

    def texts(self, kind=None):
        """The words shown, of all kinds or of one."""
        return [shown.text for shown in self.shown if kind in (None, shown.kind)]

    def say(self, text):
        self.shown.append(Shown("say", text))

    def warn(self, text):
        self.shown.append(Shown("warn", text))

    def status(self, text):
        self.shown.append(Shown("status", text))

    def show(self, path):
        self.shown.append(Shown("show", str(path)))

    def confirm(self, text):
        return self._answer("confirm", text, bool)

    def ask(self, text, default=""):
        return self._answer("ask", f"{text} [{default}]" if default else text, (str, type(None)))

    def pick_files(self, text, suffixes, *, several=False):
        files = self._answer("pick_files", text, list)
        assert all(Path(file).suffix in suffixes for file in files), f"{files} could not be chosen among {suffixes}"
        assert several or len(files) < 2, f"only one file could be chosen, not {files}"
        return files

    def pick_folder(self, text):
        return self._answer("pick_folder", text, (Path, type(None)))

    def pick_new_file(self, text, proposed):
        return self._answer("pick_new_file", f"{text} [{proposed}]", (Path, type(None)))

    def _answer(self, kind, text, wanted):
        self.shown.append(Shown(kind, text))
        assert self.answers, f"nobody answers {kind}: {text}"
        answer = self.answers.pop(0)
        assert isinstance(answer, wanted), f"{answer!r} is no answer to {kind}: {text}"
        return answer


@contextmanager
def files_app():
    """A program of its own that works on files without any office, as the active one of xlwings."""
    impl = files_engine()
    before = xlwings.engines.active
    xlwings.Engine(impl=impl).activate()
    try:
        yield xlwings.App(add_book=False, visible=False)
    finally:
        xlwings.engines.active = before


@contextmanager
def desk_with(path, *answers):
    """A desk without any office, with a workbook opened (None for no workbook) and a user who answers so.

    ``desk.app.engine.impl.calls`` counts what went to the program.
    """
    with files_app() as app:
        book = app.books.open(path) if path else None
        app.engine.impl.calls.clear()
        yield Desk(app, book, ScriptedScreen(*answers))
