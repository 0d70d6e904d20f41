"""Pages as paper: words and ruling lines at places, from PDF, OFD or a scan, made into paragraphs and tables."""

from __future__ import annotations
