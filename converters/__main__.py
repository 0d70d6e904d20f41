"""``python -m converters`` is ``nianbao``."""

from __future__ import annotations

import sys

from converters.cli import main

if __name__ == "__main__":
    sys.exit(main())
