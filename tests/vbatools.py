"""VBA projects read and run by other people's tools: oletools, pyOpenVBA's interpreter."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CALLBACKS = ROOT / "addin" / "excel" / "NianbaoRibbon.bas"
NOTES = CALLBACKS.with_name("NianbaoNotes.bas")

# What stands around our callbacks in Excel: xlwings, and the objects that the ribbon hands over.
XLWINGS = """
Public gCommand As String
Public Const PROJECT_NAME As String = "nianbao"
Public Const XLWINGS_VERSION As String = "{version}"
Public Function RunPython(PythonCommand As String)
    gCommand = PythonCommand
End Function
Public Function Dir(path As String, attributes As Long) As String
    If InStr(path, "?") > 0 Then Err.Raise 52
    If path = "{folder}" Then Dir = "found"
End Function
"""
CONTROL = "Public ID As String\nPublic Tag As String\n"
# Stands before Excel's own, which a made Excel always has: no workbook is in front.
NO_WORKBOOK = "Public ActiveWorkbook As Workbook\n"
RIBBON = "Public Asked As Long\nPublic Sub Invalidate()\n    Asked = Asked + 1\nEnd Sub\n"
HANDS = """
Public Function Press(id As String) As String
    Dim control As New IRibbonControl
    control.ID = id
    gCommand = ""
    Nianbao_OnAction control
    Press = gCommand
End Function
Public Function IsEnabled(tag As String) As Boolean
    Dim control As New IRibbonControl
    Dim answer
    control.Tag = tag
    Nianbao_GetEnabled control, answer
    IsEnabled = answer
End Function
Public Function StatusAfterSelecting(text As String) As String
    Application.StatusBar = text
    Nianbao_ForgetStatus
    StatusAfterSelecting = CStr(Application.StatusBar)
End Function
Public Function NoteOn(address As String) As String
    NoteOn = "(none)"
    With ActiveWorkbook.Worksheets("Sheet1").Range(address)
        If Not .Comment Is Nothing Then NoteOn = .Comment.Text
    End With
End Function
Public Function AskedAfterLoading() As Long
    Dim ribbon As New IRibbonUI
    Nianbao_Refresh
    Nianbao_OnLoad ribbon
    Nianbao_Refresh
    AskedAfterLoading = ribbon.Asked
End Function
"""


def olevba():
    """The module, whose import warns of its own parser's age."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("oletools.olevba")


def decompressed(data):
    return bytes(olevba().decompress_stream(bytearray(data)))


def extracted(path):
    """Name → text of each VBA module in a file, as oletools takes them out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = olevba().VBA_Parser(str(path))
        found = {name.partition(".")[0]: text for _, _, name, text in parser.extract_macros()}
        parser.close()
    return found


def excel(path, version, folder=""):
    """A made Excel in which an add-in is open and our callbacks wait to be called; no workbook but the add-in."""
    application = pytest.importorskip("pyopenvba.apps.excel").ExcelApplication.open(path, with_vba=False)
    application.add_module(XLWINGS.format(version=version, folder=folder), name="xlwings")
    application.add_module(CONTROL, name="IRibbonControl", kind="class")
    application.add_module(RIBBON, name="IRibbonUI", kind="class")
    application.add_module(CALLBACKS.read_text("ascii"), name="NianbaoRibbon")
    application.add_module(NOTES.read_text("ascii"), name="NianbaoNotes")
    application.add_module(HANDS, name="Hands")
    return application


def open_book(application, *sheets, name=""):
    """Open an empty workbook in front, with these sheets added; saved under a name when there is one."""
    book = application.add_workbook()
    book.name = name or book.name
    application.activate_workbook(book)
    for title in sheets:
        book.add_sheet(title)


def public_subs(text):
    """Name → arguments of the public procedures in a module."""
    return dict(re.findall(r"^Public Sub (\w+)\((.*)\)$", text, re.MULTILINE))
