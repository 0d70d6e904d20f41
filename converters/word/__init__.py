"""The Word report: an annual report set as GB/T 9704-2012 asks, with the official tables of its form."""

from __future__ import annotations

from converters.word.report import default_title, unknown_places, write_report
from converters.word.template import STORED, Template, read_template

__all__ = ["STORED", "Template", "default_title", "read_template", "unknown_places", "write_report"]
