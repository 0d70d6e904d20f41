"""Many units' reports into one: who counts, exact sums, what is missing, and what does not fit together."""

from __future__ import annotations
