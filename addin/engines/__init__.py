"""Programs other than Excel for xlwings: each engine lets the same macros run in one of them."""

from __future__ import annotations
