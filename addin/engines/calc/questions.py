"""A dialog with one line to fill in, for LibreOffice has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from addin.engines.calc.app import App
    from addin.engines.calc.office import Uno

_MODELS = "com.sun.star.awt.UnoControl{}Model"
# In the dialog's own unit, about a quarter of a letter wide and an eighth of one high.
_WIDTH, _MARGIN, _LINE, _BUTTON = 240, 6, 10, 45
_HEIGHT = 14
_OK, _CANCEL = 1, 2
# com.sun.star.awt.PosSize.POS
_PLACE_ONLY = 3
_LETTERS = 50


def ask_line(app: App, text: str, title: str, default: str) -> str | None:
    """Ask for a line of text.

    Args:
        app: the program.
        text: the question.
        title: the words over the dialog.
        default: what the line holds at first.

    Returns:
        The line; None when the user turns back.
    """
    model = app.service(_MODELS.format("Dialog"))
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    below = _MARGIN + lines * _LINE + _MARGIN
    wide = _WIDTH - 2 * _MARGIN
    _add(model, "FixedText", (_MARGIN, _MARGIN, wide, lines * _LINE), Label=text, MultiLine=True, NoLabel=True)
    line = _add(model, "Edit", (_MARGIN, below, wide, _HEIGHT), Text=default)
    buttons = below + _HEIGHT + _MARGIN
    _add(
        model,
        "Button",
        (_WIDTH - 2 * (_MARGIN + _BUTTON), buttons, _BUTTON, _HEIGHT),
        PushButtonType=_OK,
        DefaultButton=True,
        Label="确定",
    )
    _add(model, "Button", (_WIDTH - _MARGIN - _BUTTON, buttons, _BUTTON, _HEIGHT), PushButtonType=_CANCEL, Label="取消")
    _set(model, Width=_WIDTH, Height=buttons + _HEIGHT + _MARGIN, Title=title)
    return str(line.Text) if _answered(app, model) else None


def _answered(app: App, model: Uno) -> bool:
    dialog = app.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    window = app.desktop.CurrentFrame.ContainerWindow
    dialog.createPeer(window.Toolkit, window)
    around, own = window.PosSize, dialog.PosSize
    dialog.setPosSize((around.Width - own.Width) // 2, (around.Height - own.Height) // 3, 0, 0, _PLACE_ONLY)
    try:
        return bool(dialog.execute() == 1)
    finally:
        dialog.dispose()


def _add(model: Uno, kind: str, place: tuple[int, int, int, int], **values: object) -> Uno:
    left, top, width, height = place
    control = model.createInstance(_MODELS.format(kind))
    _set(control, PositionX=left, PositionY=top, Width=width, Height=height, **values)
    model.insertByName(f"{kind}{len(model.ElementNames)}", control)
    return control


def _set(model: Uno, **values: object) -> None:
    for name, value in values.items():
        model.setPropertyValue(name, value)
