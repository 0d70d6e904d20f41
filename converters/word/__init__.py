"""The Word report: an annual report set as GB/T 9704-2012 asks, with the official tables of its form."""

from __future__ import annotations

from converters.word.compose import write_report

__all__ = ["write_report"]
