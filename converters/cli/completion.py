"""``nianbao completion``: what a shell must run so that Tab completes commands, options, rules and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import argcomplete
from argcomplete.shell_integration import shellcode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def run(args: argparse.Namespace) -> int:
    """Print the shell's script."""
    print(shellcode(["nianbao"], shell=args.shell))
    return 0


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks how the line goes on, and end the process."""
    asked: dict[str, Callable[..., list[str]]] = {
        "codes": rule_codes,
        "only": rule_codes,
        "ignore": rule_codes,
        "form": editions,
    }
    for command in (one for action in parser._actions for one in _parsers(action)):  # noqa: SLF001  # as argcomplete does
        for action in command._actions:  # noqa: SLF001  # the same
            if completer := asked.get(action.dest):
                action.completer = completer  # type: ignore[attr-defined]  # the name that argcomplete looks for
    argcomplete.autocomplete(parser)


def _parsers(action: argparse.Action) -> list[argparse.ArgumentParser]:
    return list(action.choices.values()) if isinstance(action.choices, dict) else []


def rule_codes(**_: object) -> list[str]:
    """The codes of the rules; asked for by the shell."""
    from workbook.rules.settings import known_codes  # noqa: PLC0415  # only while a code is completed

    return known_codes()


def editions(**_: object) -> list[str]:
    """The form editions; asked for by the shell."""
    from workbook.formfile import all_forms  # noqa: PLC0415  # only while an edition is completed

    return [form.edition for form in all_forms()]
