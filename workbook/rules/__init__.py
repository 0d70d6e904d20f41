"""The rules that are not arithmetic within one table, a module for each family; importing them binds them all."""

from __future__ import annotations

from workbook.rules import (
    contradictions,
    dates,
    history,
    prose,
    references,
    rollup,
    scanned,
    sentences,
    stated,
    structure,
    values,
)
from workbook.rules.registry import REGISTRY, Case, Hit, Registry, RegistryError, RuleSpec, read_specs

REGISTRY.complete()

__all__ = [
    "REGISTRY",
    "Case",
    "Hit",
    "Registry",
    "RegistryError",
    "RuleSpec",
    "contradictions",
    "dates",
    "history",
    "prose",
    "read_specs",
    "references",
    "rollup",
    "scanned",
    "sentences",
    "stated",
    "structure",
    "values",
]
