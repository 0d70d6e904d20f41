"""Python, nianbao and the packages it needs, against what the installed nianbao itself asks for."""

from __future__ import annotations

import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from addin.doctor.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TOPIC = "程序"
OLDEST = (3, 11)
# What the extras are for, in the words of the documents; test and lint are for those who change the program.
EXTRAS = {
    "addin": "Excel、LibreOffice 里的按钮",
    "ocr": "读扫描件",
    "parquet": "导出 .parquet",
    "cluster": "在集群上批量处理",
}
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*([^;]*?)\s*(?:;.*?extra\s*==\s*['\"](\w+)['\"].*)?$")
_BOUND = re.compile(r"(>=|<=|==|!=|~=|<|>)\s*([\d.]+)")


@dataclass(frozen=True)
class Requirement:
    """A package that is needed, the versions that will do (``>=3.1.5,<3.2``), and the extra it belongs to, if any."""

    package: str
    versions: str
    extra: str = ""

    def allows(self, version: str) -> bool:
        """Whether a version will do."""
        return all(_holds(_numbers(version), *bound) for bound in _BOUND.findall(self.versions))


def check_programs() -> Iterator[Check]:
    """Python, nianbao, the packages that every run needs, the extras."""
    yield _python(sys.version_info[:2], platform.python_version())
    yield Check(TOPIC, "nianbao", "fine", metadata.version("nianbao"))
    needed = requirements()
    yield from (check_package(one, installed) for one in needed if not one.extra)
    yield from check_extras(needed, installed)


def requirements() -> list[Requirement]:
    """What the installed nianbao asks for."""
    parts = (_REQUIREMENT.match(line) for line in metadata.requires("nianbao") or [])
    return [Requirement(part[1], part[2].strip("() "), part[3] or "") for part in parts if part]


def installed(package: str) -> str:
    """The installed version of a package, empty when there is none."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def check_package(needed: Requirement, find: Callable[[str], str]) -> Check:
    """One package that every run needs."""
    version = find(needed.package)
    if version and needed.allows(version):
        return Check(TOPIC, needed.package, "fine", version)
    found = f"{version or '没有安装'}，要 {needed.versions}"
    return Check(
        TOPIC,
        needed.package,
        "broken",
        found,
        "请重新安装：pip install --force-reinstall nianbao，或再运行一次离线包里的安装。",
    )


def check_extras(needed: Iterable[Requirement], find: Callable[[str], str]) -> Iterator[Check]:
    """What need not be there; packages that are there in a wrong version are a fault all the same."""
    wanted = list(needed)
    for extra, purpose in EXTRAS.items():
        name = f"{extra}（{purpose}）"
        parts = [(one, find(one.package)) for one in wanted if one.extra == extra]
        wrong = [
            f"{one.package} {version}，要 {one.versions}"
            for one, version in parts
            if version and not one.allows(version)
        ]
        mend = f'请运行 pip install "nianbao[{extra}]"。'
        if wrong:
            yield Check(TOPIC, name, "broken", "；".join(wrong), mend)
        elif all(version for _, version in parts):
            yield Check(TOPIC, name, "fine", "、".join(f"{one.package} {version}" for one, version in parts))
        else:
            yield Check(TOPIC, name, "absent", "没有安装", f"要用时{mend}")


def _python(version: tuple[int, ...], told: str) -> Check:
    if version >= OLDEST:
        return Check(TOPIC, "Python", "fine", f"{told}（{sys.executable}）")
    mend = f"请安装 Python {OLDEST[0]}.{OLDEST[1]} 或更新的，再装一次 nianbao。"
    return Check(TOPIC, "Python", "broken", f"{told}，太旧", mend)


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version up to the first that is none; 3.1 and 3.1.0 are the same."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(number) for number in found[0].split(".")] if found else [0]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _holds(version: tuple[int, ...], sign: str, text: str) -> bool:
    bound = _numbers(text)
    return {
        ">=": version >= bound,
        "<=": version <= bound,
        "==": version == bound,
        "!=": version != bound,
        "<": version < bound,
        ">": version > bound,
        "~=": version >= bound and version[: text.count(".")] == bound[: text.count(".")],
    }[sign]
