Attribute VB_Name = "NianbaoNotes"
Option Explicit

' Notes for many cells in one call from Python: a call of its own for each would take
' seconds. The text that comes in is described in addin/notes.py.

' Gives back what went wrong, or nothing: an error must not end in a box of the editor.
Public Function Nianbao_Notes(ByVal sheetName As String, ByVal packed As String) As String
    Dim sheet As Object
    Dim entry As Variant
    Dim parts() As String
    On Error GoTo Failed
    Set sheet = ActiveWorkbook.Worksheets(sheetName)
    For Each entry In Split(packed, Chr$(30))
        parts = Split(entry, Chr$(31))
        ChangeNote sheet.Range(parts(0)), CLng(parts(1)), parts(2)
    Next entry
    Exit Function
Failed:
    Nianbao_Notes = Err.Number & " " & Err.Description
End Function

' Keeps the first characters of a cell's note as they look, and puts text in the place of the rest.
Private Sub ChangeNote(cell As Object, keep As Long, text As String)
    Dim wanted As String
    If keep > 0 And Not cell.Comment Is Nothing Then
        wanted = Left$(cell.Comment.Text, keep) & text
        cell.Comment.Text text, keep + 1
        ' Microsoft describes in two contrary ways what this overwrites; the words must be right.
        If cell.Comment.Text <> wanted Then cell.Comment.Text wanted
    Else
        If Not cell.Comment Is Nothing Then cell.Comment.Delete
        If text <> "" Then AddNote cell, text
    End If
End Sub

' Wide enough for a sentence; where a program has no such box, the note is there all the same.
Private Sub AddNote(cell As Object, text As String)
    cell.AddComment text
    On Error Resume Next
    cell.Comment.Shape.Width = 240
    cell.Comment.Shape.Height = 90
End Sub
