Attribute VB_Name = "NianbaoRibbon"
Option Explicit

' What the ribbon calls. Every button comes through the same callback, and its id
' goes on to Python: a new button needs no new VBA. Nothing but ASCII here, for VBA
' text is kept in the system's code page; the words shown are on the settings sheet.

Private mRibbon As IRibbonUI

Public Sub Nianbao_OnLoad(ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub Nianbao_OnAction(control As IRibbonControl)
    Dim fault As String
    fault = FaultBefore()
    If fault = "" Then
        RunPython "import addin; addin.click('" & control.ID & "')"
    Else
        MsgBox Setting(fault), vbExclamation, Setting("TITLE")
    End If
End Sub

Public Sub Nianbao_GetEnabled(control As IRibbonControl, ByRef returnedVal)
    returnedVal = (control.Tag = "always") Or Not (ActiveWorkbook Is Nothing)
End Sub

' Called when a workbook comes to the front or goes: the buttons are asked again.
Public Sub Nianbao_Refresh()
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

' A sentence of ours in the status bar stands until another cell is selected.
Public Sub Nianbao_ForgetStatus()
    If VarType(Application.StatusBar) = vbString Then
        If InStr(Application.StatusBar, Setting("TITLE")) = 1 Then Application.StatusBar = False
    End If
End Sub

' The settings row with the message that says why Python must not be started; empty if it may.
Private Function FaultBefore() As String
    Dim packages As String
    packages = Setting("PACKAGES")
    If ActiveWorkbook Is Nothing Then
        FaultBefore = "NO_WORKBOOK"
    ElseIf HasForeignSettings() Then
        FaultBefore = "FOREIGN_SETTINGS"
    ElseIf HasCommandSigns(ActiveWorkbook.FullName) Then
        FaultBefore = "COMMAND_SIGNS"
    ElseIf packages = "" Then
        FaultBefore = "NOT_INSTALLED"
    ElseIf Not IsSameXlwings(packages) Then
        FaultBefore = "OTHER_XLWINGS"
    End If
End Function

' xlwings would take the interpreter from such a sheet: a workbook must not say what is run.
Private Function HasForeignSettings() As Boolean
    Dim sheet As Object
    For Each sheet In ActiveWorkbook.Sheets
        If LCase$(sheet.Name) = PROJECT_NAME & ".conf" Or LCase$(Right$(sheet.Name, 3)) = ".py" Then
            HasForeignSettings = True
        End If
    Next sheet
End Function

' xlwings puts the workbook's path into a command line as it is: these signs would make cmd
' (on a Mac the shell) run a part of it, or Python look for its packages there.
Private Function HasCommandSigns(path As String) As Boolean
    #If Mac Then
        HasCommandSigns = path Like "*[;|$`\""]*"
    #Else
        HasCommandSigns = path Like "*[;^]*" Or path Like "*%*%*"
    #End If
End Function

' The module in this file and the package that Python loads must be of one version.
' Where the folder cannot be looked into (letters that the code page lacks; a Mac's
' sandbox), the click goes on, and Python itself tells what is wrong.
Private Function IsSameXlwings(packages As String) As Boolean
    IsSameXlwings = True
    #If Not Mac Then
        On Error Resume Next
        IsSameXlwings = Dir(packages & "\xlwings-" & XLWINGS_VERSION & ".dist-info", vbDirectory) <> ""
    #End If
End Function

Private Function Setting(key As String) As String
    Dim sheet As Worksheet
    Dim at As Long
    Set sheet = ThisWorkbook.Worksheets(PROJECT_NAME & ".conf")
    at = 1
    Do While sheet.Cells(at, 1).Value <> ""
        If sheet.Cells(at, 1).Value = key Then Setting = sheet.Cells(at, 2).Value
        at = at + 1
    Loop
End Function
