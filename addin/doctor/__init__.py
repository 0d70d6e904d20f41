"""``nianbao doctor``: what is in order on this machine, what is not, and how to mend it."""

from __future__ import annotations
