"""Arithmetic rules out of TOML: checked against the form, one instance for each cell they are about."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook import expression
from workbook.expression import LAST
from workbook.form import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbook.expression import Comparison
    from workbook.form import Form

_NEEDED = ("code", "severity", "check", "says", "basis")
_KEYS = {*_NEEDED, "seen", "fills", "each", "target", "hint"}
_TYPES: dict[str, type] = {"seen": bool, "fills": bool, "each": dict}
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads rules for one form; ``fail`` makes the error to raise out of a place and what is wrong there.

    ``lenient`` leaves out the instances that name figures which this form has not: rules for several editions.
    """

    form: Form
    fail: Callable[[str, str], Exception]
    lenient: bool = False

    def rules(self, entries: Sequence[dict[str, Any]]) -> Iterator[Rule]:
        """The instances of all the entries, in order.

        Raises:
            Exception: what ``fail`` makes, for an entry that is incomplete, unknown, twice there or no arithmetic.
        """
        seen: set[str] = set()
        for n, entry in enumerate(entries, 1):
            place = f"rules › {entry.get('code', n)}"
            self._check_keys(place, entry)
            if entry["code"] in seen:
                raise self.fail(place, "规则代码重复")
            seen.add(entry["code"])
            for key, names in self._instances(place, entry.get("each", {})):
                yield from self._rule(place, entry, key, names)

    def _check_keys(self, place: str, entry: dict[str, Any]) -> None:
        if unknown := sorted(set(entry) - _KEYS):
            raise self.fail(place, f"多出 {'、'.join(unknown)}")
        if missing := [key for key in _NEEDED if key not in entry]:
            raise self.fail(place, f"缺少 {'、'.join(missing)}")
        wrong = [key for key, value in entry.items() if not isinstance(value, _TYPES.get(key, str))]
        if wrong or not all(isinstance(text, str) for text in entry.get("each", {}).values()):
            raise self.fail(place, f"{'、'.join(wrong or ['each'])} 的值写得不对")
        if entry["severity"] not in SEVERITIES:
            raise self.fail(place, f"severity 应为 error、warning 或 note，实为 {entry['severity']!r}")

    def _instances(self, place: str, each: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The values that stand for ``{name}`` in a rule, once for each instance."""
        choices = [[(name, value) for value in self._choice(place, text)] for name, text in each.items()]
        for combination in itertools.product(*choices):
            yield "_".join(value for _, value in combination), dict(combination)

    def _choice(self, place: str, text: str) -> list[str]:
        """``columns T3`` and ``rows T3`` mean those of the table; anything else is a list of words."""
        words = text.split()
        if words[:1] not in (["columns"], ["rows"]):
            return words
        table = next((table for table in self.form.tables if table.code == words[-1]), None)
        if table is None:
            raise self.fail(place, f"没有表 {words[-1]}")
        if words[0] == "rows":
            return [row.code for row in table.rows if row.kind != "heading"]
        return [column.code for column in table.blocks[0].columns]

    def _rule(self, place: str, entry: dict[str, Any], key: str, names: dict[str, str]) -> Iterator[Rule]:
        check = self._parse(place, entry["check"], names)
        target = entry.get("target", check.codes[0])
        if unknown := [code for code in (*check.codes, target) if code.removeprefix(LAST) not in self.form.items]:
            if self.lenient:
                return
            raise self.fail(place, f"没有指标 {'、'.join(unknown)}")
        fills = entry.get("fills", False)
        if fills and not (check.gives_left and all(code in self.form.items for code in check.codes)):
            raise self.fail(place, "fills 只能用于“[合计] = …”的规则，等号右边是别的指标")
        yield Rule(
            code=entry["code"],
            key=key,
            severity=entry["severity"],
            check=check,
            says=entry["says"],
            basis=entry["basis"],
            seen=entry.get("seen", False),
            fills=fills,
            target=target,
            hint=entry.get("hint", ""),
        )

    def _parse(self, place: str, text: str, names: dict[str, str]) -> Comparison:
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        try:
            check = expression.parse(text)
        except expression.ExpressionError as error:
            raise self.fail(place, f"{error}（{text}）") from error
        if not check.codes or check.codes[0].startswith(LAST):
            raise self.fail(place, f"算式里没有指标代码，或以上年的指标开头（{text}）")
        return check
