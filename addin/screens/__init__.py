"""The dialogs of each program, as ``addin.screen.Screen`` wants them."""

from __future__ import annotations
