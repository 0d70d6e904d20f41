"""Documents in, documents out, and the command line."""

from __future__ import annotations
