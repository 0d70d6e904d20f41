"""Work through many files: on every core or a cluster, in order, each within a time limit, to be taken up again."""

from __future__ import annotations

from converters.batch.options import BatchOptions, Refused
from converters.batch.order import each

__all__ = ["BatchOptions", "Refused", "each"]
