"""Made-up machines for the tests of installing and of ``nianbao doctor``: a home folder, a registry, an office."""

from __future__ import annotations

import plistlib
import sys

from addin.installing.excel import _PROGRAM
from addin.installing.machine import Done, Machine

EXCEL = {_PROGRAM: {"": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"}}


class MadeRegistry:
    """A registry of given keys."""

    def __init__(self, keys=()):
        self.keys = dict(keys)

    def values(self, key):
        return self.keys.get(key, {})

    def value(self, key, name=""):
        return self.values(key).get(name)


class Programs:
    """Stands in for running programs: keeps the words and answers by the name of the program."""

    def __init__(self, **answers):
        self.calls, self.answers = [], answers

    def __call__(self, words):
        self.calls.append([str(word) for word in words])
        for name, done in self.answers.items():
            if name in str(words[0]):
                return done
        return Done(0, "")


def windows(home, keys=EXCEL, **given):
    """Windows with an Excel; the folders below AppData are named as Windows names them."""
    local = {"APPDATA": str(home / "AppData" / "Roaming"), "LOCALAPPDATA": str(home / "AppData" / "Local")}
    given = {"environment": local, "run": Programs(), **given}
    return Machine(system="windows", home=home, registry=MadeRegistry(keys), **given)


def mac(home, version="16.89", **given):
    """A Mac with an Excel of a version; without one when it is empty."""
    applications = home.parent / "Applications"
    if version:
        about = applications / "Microsoft Excel.app" / "Contents" / "Info.plist"
        about.parent.mkdir(parents=True, exist_ok=True)
        about.write_bytes(plistlib.dumps({"CFBundleShortVersionString": version}))
    return Machine(system="macos", home=home, applications=applications, **{"run": Programs(), **given})


def linux(home, **given):
    """A machine that can have no Excel."""
    return Machine(system="linux", home=home, **{"run": Programs(), **given})


def office(folder, python=sys.version_info[:2]):
    """A LibreOffice's folder as far as it is looked at; its start program."""
    program = folder / "program"
    program.mkdir(parents=True)
    for name in ("soffice", "unopkg", "pythonscript.py"):
        (program / name).touch()
    (program / "bootstraprc").write_text("[Bootstrap]\nProductKey=LibreOffice 24.8\n")
    if python:
        (program / f"python-core-{python[0]}.{python[1]}.9").mkdir()
    return program / "soffice"


def files(folder):
    """Everything below a folder with its content; folders have none."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}
