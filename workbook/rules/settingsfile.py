"""Reading a user's own rules file; every complaint names the line."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbook.errors import InputRefused
from workbook.files import read_bytes
from workbook.formfile import all_forms, editions
from workbook.rulereader import SEVERITIES, RuleReader
from workbook.rules.registry import REGISTRY
from workbook.rules.settings import Settings, is_choice, known_codes, near_codes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbook.form import Rule, Severity

FILE_NAME = "nianbao-rules.toml"
_KEYS = ("off", "severity", "thresholds", "rules")
_OWN_CODE = re.compile(r"U\d{3}")


def read_settings(path: Path) -> Settings:
    """Read a rules file.

    Raises:
        InputRefused: it is no TOML, or says something that is not understood; with the line.
    """
    return _Reader(path).settings()


class _Reader:
    """One rules file; every complaint names the line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = read_bytes(path).decode("utf-8-sig")
            self.found = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            raise self.refused(1, "不是 UTF-8 编码，请另存为 UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            line = int(at[1]) if at else self.text.count("\n") + 1
            raise self.refused(line, "不合 TOML 的写法，请检查引号、括号和等号") from error

    def refused(self, line: int, what: str) -> InputRefused:
        return InputRefused(f"规则文件 {self.path.name} 第 {line} 行：{what}。")

    def line(self, *marks: str) -> int:
        """The line where the marks stand, each sought after the one before; the first line when there is none."""
        at = 0
        for mark in marks:
            match = re.compile(mark, re.MULTILINE).search(self.text, at)
            at = match.start() if match else at
        return self.text.count("\n", 0, at) + 1

    @cached_property
    def known(self) -> set[str]:
        own = self.found.get("rules", [])
        entries = own if isinstance(own, list) else []
        return {*known_codes(), *(str(entry.get("code")) for entry in entries if isinstance(entry, dict))}

    def settings(self) -> Settings:
        if unknown := [key for key in self.found if key not in _KEYS]:
            raise self.refused(
                self.line(rf"\b{re.escape(unknown[0])}\b"), f"不认识“{unknown[0]}”，可用：{'、'.join(_KEYS)}"
            )
        return Settings(
            tuple(self._off()),
            dict(self._severities()),
            dict(self._thresholds()),
            self._own_rules(),
        )

    def _off(self) -> list[str]:
        off = self.found.get("off", [])
        if not isinstance(off, list) or not all(isinstance(code, str) for code in off):
            raise self.refused(self.line(r"^[ \t]*off\b"), 'off 应为代码的列表，如 off = ["V106", "Q"]')
        for code in off:
            if not is_choice(code, self.known):
                raise self.refused(self.line(r"^[ \t]*off\b", re.escape(f'"{code}"')), _unknown(code))
        return off

    def _severities(self) -> list[tuple[str, Severity]]:
        for code, severity in self._table("severity").items():
            line = self.line(r"^[ \t]*\[?severity\b", rf"\b{re.escape(code)}\b")
            if code not in self.known:
                raise self.refused(line, _unknown(code))
            if severity not in SEVERITIES:
                raise self.refused(line, f"{code} 的级别应为 {'、'.join(SEVERITIES)} 之一，现在是 {severity!r}")
        return list(self._table("severity").items())

    def _thresholds(self) -> list[tuple[str, Mapping[str, float]]]:
        for code, numbers in self._table("thresholds").items():
            line = self.line(r"^[ \t]*\[?thresholds\b", rf"\b{re.escape(code)}\b")
            if code not in REGISTRY.specs:
                raise self.refused(line, _unknown(code))
            usual = {key: value for key, value in REGISTRY.specs[code].data.items() if _is_number(value)}
            if not isinstance(numbers, dict) or not usual.keys() >= numbers.keys():
                can = f"可改的是 {'、'.join(usual)}" if usual else "没有可改的阈值"
                raise self.refused(line, f"{code} {can}")
            if wrong := [key for key, value in numbers.items() if not _is_number(value) or value < 0]:
                raise self.refused(self.line(rf"\b{code}\b", wrong[0]), f"{code} 的 {wrong[0]} 应为不小于 0 的数")
        return list(self._table("thresholds").items())

    def _table(self, key: str) -> dict[str, Any]:
        table = self.found.get(key, {})
        if not isinstance(table, dict):
            raise self.refused(self.line(rf"^[ \t]*\[*{key}\b"), f"{key} 应为一组“代码 = 值”")
        return table

    def _own_rules(self) -> dict[str, tuple[Rule, ...]]:
        entries = self.found.get("rules", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.refused(self.line(r"^[ \t]*\[*rules\b"), "自己的规则写成 [[rules]] 一段一段")
        made: dict[str, tuple[Rule, ...]] = {form.edition: () for form in all_forms()}
        for n, entry in enumerate(entries):
            for edition, rules in self._own_rule(n, dict(entry)).items():
                made[edition] += rules
        codes = [entry["code"] for entry in entries]
        if twice := [code for n, code in enumerate(codes) if code in codes[:n]]:
            raise self.refused(self.line(twice[0]), f"规则 {twice[0]} 写了两次")
        return made

    def _own_rule(self, n: int, entry: dict[str, Any]) -> dict[str, tuple[Rule, ...]]:
        """One rule's instances by edition; it must have some on at least one of its forms."""
        start = [match.start() for match in re.finditer(r"^[ \t]*\[\[\s*rules\s*\]\]", self.text, re.MULTILINE)]
        first = self.text.count("\n", 0, start[n]) + 1 if n < len(start) else 1
        wanted = entry.pop("editions", list(editions()))
        if not isinstance(wanted, list) or not set(map(str, wanted)) <= set(editions()):
            raise self.refused(
                self._within(first, "editions"), f"editions 应为版式的列表，现有 {'、'.join(editions())}"
            )
        if not _OWN_CODE.fullmatch(str(entry.get("code"))):
            raise self.refused(self._within(first, "code"), "自己的规则要有 code，写成 U 加三位数字，如 U001")

        def fail(_place: str, what: str) -> InputRefused:
            key = next((key for key in entry if key != "code" and key in what), "check")
            return self.refused(self._within(first, key), what)

        entry = {"basis": "单位自定", "says": "", **entry}
        found = {
            form.edition: tuple(RuleReader(form, fail, lenient=True).rules([entry]))
            for form in all_forms()
            if form.edition in wanted
        }
        if not any(found.values()):
            raise self.refused(self._within(first, "check"), "所说的版式里没有 check 里的指标")
        return found

    def _within(self, first: int, key: str) -> int:
        """The line of a key below the head of its entry, else that of the head."""
        for number, line in enumerate(self.text.splitlines()[first:], first + 1):
            if line.lstrip().startswith("[["):
                break
            if re.match(rf"\s*{key}\s*=", line):
                return number
        return first


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unknown(code: str) -> str:
    near = near_codes(code)
    return f"没有规则“{code}”" + (f"，是否指 {'、'.join(near)}" if near else "")
