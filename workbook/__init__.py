"""The core: forms, reports, rules, and the workbook that holds them. It knows no document format and no screen."""

from __future__ import annotations
