"""Message boxes of LibreOffice's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.office import choice

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno

# com.sun.star.awt.MessageBoxButtons and MessageBoxResults.
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_PRESSED = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_KINDS = {"info": "INFOBOX", "critical": "ERRORBOX", "warning": "WARNINGBOX", "question": "QUERYBOX"}


def message_box(desktop: Uno, text: str, title: str, buttons: str = "ok", kind: str = "info") -> str:
    """Show a message over the active window and wait until it is answered.

    Args:
        desktop: LibreOffice's desktop.
        text: the message.
        title: the words over it.
        buttons: ``ok``, ``ok_cancel``, ``yes_no`` or ``yes_no_cancel``.
        kind: ``info``, ``critical``, ``warning`` or ``question``.

    Returns:
        ``ok``, ``cancel``, ``yes`` or ``no``.
    """
    window = desktop.CurrentFrame.ContainerWindow
    # An info box has no other buttons than OK.
    shown = "question" if kind == "info" and buttons != "ok" else kind
    box_kind = choice("awt.MessageBoxType", _KINDS[shown])
    box = window.Toolkit.createMessageBox(window, box_kind, _BUTTONS[buttons], title, text)
    try:
        return _PRESSED[box.execute()]
    finally:
        box.dispose()
