"""Putting the add-in where Excel and LibreOffice look for it, and taking it away again without a trace."""

from __future__ import annotations
