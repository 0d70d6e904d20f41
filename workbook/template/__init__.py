"""The sheets of the workbook, one module each: ``draw`` makes an empty sheet, ``fill`` puts a report into it."""

from __future__ import annotations
