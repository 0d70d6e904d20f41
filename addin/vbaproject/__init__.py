"""Writes a ``vbaProject.bin`` without Excel: modules as source text, which Excel compiles when it opens the file.

The formats are [MS-OVBA] (the project) and [MS-CFB] (the container); section numbers in these modules are theirs.
"""

from __future__ import annotations
