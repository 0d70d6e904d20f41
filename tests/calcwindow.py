"""A window of LibreOffice Calc on a screen of its own, seen by its accessible names and used with mouse and keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import calcoffice
import office
import openpyxl

from addin.addons import IDENTIFIER, PACKAGE_FILE
from addin.oxt import build_oxt

WIDTH, HEIGHT = 1400, 900
TOOLBAR = f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar"
# com.sun.star.accessibility.AccessibleRole
ALERT, DIALOG, PUSH_BUTTON = 1, 12, 44


def packages():
    """The folders that this Python imports nianbao and its libraries from."""
    return [str(office.ROOT), sysconfig.get_paths()["purelib"]]


def install(folder):
    """Give LibreOffice the extension, for a user of its own; the options for an office, and what is registered."""
    program = Path(office.need("LibreOffice", shutil.which("soffice"))).resolve().parent
    office.need("libreoffice-script-provider-python", program / "pythonscript.py")
    calcoffice.write_profile(folder / "profile")
    (folder / "shared").mkdir()
    package = folder / PACKAGE_FILE
    package.write_bytes(build_oxt(packages(), "share" if _everyone() else "user", sys.executable))
    _unopkg(folder, "add", package)
    # Asked for now: with an office running, the package manager would wait for it.
    return _places(folder), _unopkg(folder, "list")


def _unopkg(folder, *words):
    tool = office.need("LibreOffice", shutil.which("unopkg"))
    command = [tool, words[0], *(["--shared"] if _everyone() else []), *words[1:], *_places(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=home(folder))
    assert done.returncode == 0, f"unopkg {words[0]}: {done.returncode} {done.stdout}{done.stderr}"
    return done.stdout


def _everyone():
    """Whether the extension is for all users: an administrator may not install it otherwise."""
    return os.geteuid() == 0


def _places(folder):
    """The user's profile, and what is "all users" in the tests: a folder of their own."""
    places = {"UserInstallation": folder / "profile", "UNO_SHARED_PACKAGES_CACHE": folder / "shared"}
    return [f"-env:{name}={path.as_uri()}" for name, path in places.items()]


class Window:
    """Calc's window and what can be seen and done in it."""

    def __init__(self, running, environment, folder, registered):
        self.office = running
        self.folder = folder
        self.registered = registered
        self._environment = environment

    @property
    def document(self):
        """The workbook in the window, also when it was closed and opened again meanwhile."""
        return self.office.desktop.CurrentComponent

    def open(self, path):
        """Open a workbook, its window filling the screen."""
        document = self.office.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, ())
        frame = document.CurrentController.Frame
        frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT - 20, 15)
        self.wait(lambda: frame.LayoutManager.getElement(TOOLBAR))
        self._settle()

    def is_docked(self):
        """Whether the toolbar stands with the others rather than over them."""
        return self.document.CurrentController.Frame.LayoutManager.isElementDocked(TOOLBAR)

    def toolbar_name(self):
        """What the program calls the toolbar, as in its menu of toolbars."""
        bar = self.document.CurrentController.Frame.LayoutManager.getElement(TOOLBAR)
        return bar.getRealInterface().getAccessibleContext().getAccessibleName()

    def _settle(self):
        """Places on the screen are known once the window has had the focus: a click beside the toolbars."""
        self.mouse(WIDTH - 40, 60)
        time.sleep(0.5)

    def close_all(self):
        """Close every workbook without saving, also under a dialog."""
        for _ in range(3):
            if self.dialogs():
                self.keys("Escape")
                time.sleep(0.3)
        components, found = self.office.desktop.Components.createEnumeration(), []
        while components.hasMoreElements():
            found.append(components.nextElement())
        for one in found:
            one.setModified(False)
            one.close(True)  # noqa: FBT003  # UNO takes no names

    def title(self):
        return self.document.Title

    def sheets(self):
        return self.document.Sheets.ElementNames

    def active(self):
        return self.document.CurrentController.ActiveSheet.Name

    def selected(self):
        """Where the selection begins: (row, column), from 1."""
        return _start(self.document.CurrentSelection)

    def select(self, place, sheet):
        """Select a cell, with the keys going there."""
        controller = self.document.CurrentController
        row, column = place
        controller.select(self.document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1))
        controller.Frame.ComponentWindow.setFocus()
        time.sleep(0.3)

    def place_of(self, name):
        """Where a defined name is: (row, column), from 1."""
        return _start(self.document.NamedRanges.getByName(name).getReferredCells())

    def value(self, name):
        """What is in the cell of a defined name."""
        return self.document.NamedRanges.getByName(name).getReferredCells().getDataArray()[0][0]

    def notes(self, sheet):
        """The notes of a sheet: (row, column) → words."""
        notes = self.document.Sheets.getByName(sheet).Annotations
        found = [notes.getByIndex(number) for number in range(notes.Count)]
        return {(note.Position.Row + 1, note.Position.Column + 1): note.String for note in found}

    def row(self, sheet, number):
        """The values of a row, counted from 0."""
        return self.document.Sheets.getByName(sheet).getCellRangeByPosition(0, number, 50, number).getDataArray()[0]

    def charts(self, sheet):
        return self.document.Sheets.getByName(sheet).Charts.ElementNames

    def opened_elsewhere(self):
        """What was opened in other programs."""
        told = self.folder / "opened.txt"
        return told.read_text("utf-8") if told.exists() else ""

    def toolbar(self):
        """Our toolbar's buttons: name → its accessible object."""
        frame = self.office.desktop.CurrentFrame
        bar = frame.LayoutManager.getElement(TOOLBAR).getRealInterface()
        return {one.getAccessibleName(): one for one in children(bar.getAccessibleContext()) if one.getAccessibleName()}

    def click(self, label):
        """Press the toolbar's button with the mouse."""
        self.press(self.toolbar()[label])

    def press(self, accessible):
        """Press what has this accessible object, with the mouse."""
        place, size = accessible.getLocationOnScreen(), accessible.getSize()
        self.mouse(place.X + size.Width // 2, place.Y + size.Height // 2)

    def dialogs(self):
        """The dialogs that are open: their accessible objects."""
        toolkit = self.office.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.office.context
        )
        tops = [toolkit.getTopWindow(number) for number in range(toolkit.TopWindowCount)]
        found = [top.getAccessibleContext() for top in tops]
        return [one for one in found if one is not None and one.getAccessibleRole() in (ALERT, DIALOG)]

    def dialog(self):
        """The dialog that opens within a while, with all that is written in it."""
        return self.wait(lambda: [(one, texts(one)) for one in self.dialogs()])[-1]

    def answer(self, button):
        """Press a button of the dialog that opens; the texts that were in it."""
        found, told = self.dialog()
        self.press(self.wait(lambda: named(found, button)))
        return told

    def fill_in(self, text):
        """Write a text over the one in the dialog that opens, and press Return."""
        found, _ = self.dialog()
        self.wait(lambda: named(found, "确定"))
        self.keys("ctrl+a")
        self.write(text)
        self.press(named(found, "确定"))

    def choose(self, path, button):
        """Name a file in the file dialog that opens, and press its button (``Open``, ``Save``)."""
        pressed = self.wait(lambda: next(filter(None, (named(one, button) for one in self.dialogs())), None))
        # The name's field has the focus as soon as the dialog is drawn.
        time.sleep(0.5)
        self.keys("ctrl+a")
        self.write(str(path))
        self.press(pressed)
        self.wait(lambda: not any(named(one, button) for one in self.dialogs()))

    def mouse(self, x, y):
        self.do("mousemove", x, y)
        time.sleep(0.1)
        self.do("click", 1)

    def keys(self, *keys):
        self.do("key", *keys)

    def write(self, text):
        self.do("type", "--delay", 5, text)

    def do(self, *words):
        """Move the mouse and press keys, as xdotool says it."""
        subprocess.run(["xdotool", *map(str, words)], check=True, env=self._environment, timeout=30)

    def picture(self, path):
        """What is on the screen, as a PNG picture."""
        subprocess.run(["import", "-window", "root", str(path)], check=True, env=self._environment, timeout=30)

    def wait(self, question, seconds=40):
        """The answer as soon as there is one."""
        end = time.monotonic() + seconds
        while not (answer := _tried(question)):
            assert time.monotonic() < end, "nothing has come in time"
            time.sleep(0.05)
        return answer


def _start(cells):
    return cells.RangeAddress.StartRow + 1, cells.RangeAddress.StartColumn + 1


def _tried(question):
    try:
        return question()
    except Exception:  # noqa: BLE001  # an object that is just being taken away
        return None


def children(accessible):
    """The accessible objects right inside another."""
    count = min(accessible.getAccessibleChildCount(), 100)
    inside = (accessible.getAccessibleChild(number) for number in range(count))
    return list(filter(None, map(_context, inside)))


def _context(accessible):
    try:
        return accessible.getAccessibleContext()
    except Exception:  # noqa: BLE001  # a list of files has parts that LibreOffice cannot describe to Python
        return None


def within(accessible):
    """An accessible object and all that is inside."""
    yield accessible
    for child in children(accessible):
        yield from within(child)


def named(accessible, name):
    """The button with this name."""
    found = (one for one in within(accessible) if one.getAccessibleRole() == PUSH_BUTTON)
    return next((one for one in found if one.getAccessibleName().replace("~", "") == name), None)


def texts(accessible):
    """All words in a dialog."""
    return "\n".join(dict.fromkeys(filter(None, (one.getAccessibleName() for one in within(accessible)))))


def write_foreign(path):
    """A workbook that is not ours."""
    book = openpyxl.Workbook()
    book.active.append(["商品", "数量"])
    book.save(path)


@contextmanager
def calc_window(folder):
    """Calc in a window, with our extension installed; ``folder`` is its user's home."""
    for tool in ("Xvfb", "openbox", "xdotool", "import"):
        office.need(tool, shutil.which(tool))
    options, registered = install(folder)
    with ExitStack() as ending:
        display = ending.enter_context(_screen())
        environment = home(folder) | {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "NO_AT_BRIDGE": "1"}
        ending.enter_context(_process(["openbox"], environment))
        running = ending.enter_context(
            calcoffice.running(folder / "profile", window=True, environment=environment, options=options[1:])
        )
        yield Window(running, environment, folder, registered)


def home(folder):
    """The surroundings of a user of its own, with nothing of what other tests have set.

    What would be opened in other programs is written to ``opened.txt``.
    """
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder}/opened.txt"\n')
    opener.chmod(0o755)
    (folder / "tmp").mkdir(exist_ok=True)
    return {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder / "tmp"),
        # LibreOffice's Python takes its home from the first python3 here: it must be the system's.
        "PATH": f"{programs}:/usr/bin:/bin",
    }


@contextmanager
def _screen():
    read, write = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    with _process(["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"], os.environ, (write,)):
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"


@contextmanager
def _process(command, environment, files=()):
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, pass_fds=files)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def checked_picture(target):
    """The window after a click on 校验, as a picture for the documents: ``python tests/calcwindow.py calc.png``."""
    from converters.cli import main  # noqa: PLC0415  # the tests that import this need no command line

    with tempfile.TemporaryDirectory() as name:
        home_folder = Path(name)
        book = home_folder / "青松县2023年报.xlsx"
        report = office.ROOT / "templates" / "demo" / "practice" / "2023年报.html"
        assert main(["import", str(report), "-o", str(book)]) == 0
        with calc_window(home_folder) as window:
            window.open(book)
            window.click("校验")
            window.wait(lambda: window.notes("统计表"))
            # The mouse away from the buttons, and time for the last line to be drawn.
            window.do("mousemove", WIDTH - 40, HEIGHT - 200)
            time.sleep(2)
            window.picture(target)


if __name__ == "__main__":
    checked_picture(Path(sys.argv[1]))
