"""The Excel side: thin, knowing ``workbook`` and ``converters``, known by neither."""

from __future__ import annotations
