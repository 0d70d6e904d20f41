"""The side of the spreadsheet program: thin, knowing ``workbook`` and ``converters``, known by neither."""

from __future__ import annotations

from addin.clicking import click

__all__ = ["click"]
