"""What a user has changed about the rules: rules switched off, other severities and thresholds, further expressions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbook.formfile import all_forms
from workbook.rules.live import live_rules
from workbook.rules.registry import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbook.form import Rule, Severity


@dataclass(frozen=True)
class Settings:
    """What a user has changed about the rules; without a file, nothing.

    ``off`` are codes or beginnings of codes (``Q``, ``T3``), ``data`` the changed numbers of a rule by its code.
    """

    off: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    data: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    own: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    def allows(self, code: str) -> bool:
        """Whether a rule is switched on."""
        return not code.startswith(self.off)

    def data_of(self, code: str) -> Mapping[str, Any]:
        """The data of a rule of the registry with the user's numbers in it."""
        return {**REGISTRY.specs[code].data, **self.data.get(code, {})}


DEFAULT = Settings()


def known_codes() -> list[str]:
    """Every code there is: of the registry and of all forms."""
    return sorted({rule.code for form in all_forms() for rule in live_rules(form)} | set(REGISTRY.specs))


def near_codes(code: str) -> list[str]:
    """Known codes that someone may have meant."""
    known = known_codes()
    return difflib.get_close_matches(code.upper(), known, n=4, cutoff=0.5) or [c for c in known if c[0] == code[:1]][:4]


def is_choice(text: str, known: Iterable[str]) -> bool:
    """Whether a text is a rule's code, or the beginning of some: a family."""
    return bool(text) and any(code.startswith(text) for code in known)
