"""``nianbao explain``: what a rule demands, why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.rulebook import entries, rule_markdown
from workbook.errors import UsageError
from workbook.rules.settings import near_codes

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace) -> int:
    """Print the pages of the rules named, or the list of all."""
    known = {entry.code: entry for entry in entries()}
    codes = [code.upper() for code in args.codes]
    for code in codes:
        if code not in known:
            near = near_codes(code)
            hint = f"是否指 {'、'.join(near)}？" if near else ""
            message = f"没有规则“{code}”。{hint}不写代码时列出全部规则。"
            raise UsageError(message)
    if not codes:
        for entry in known.values():
            print(f"{entry.code}  {entry.says}")
    print("\n".join(rule_markdown(known[code]) for code in codes), end="")
    return 0
