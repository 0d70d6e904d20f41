"""Data: the forms, the ready-made workbooks, the sample report. A package only so that it travels in the wheel."""

from __future__ import annotations
