"""A VBA project ([MS-OVBA]) of source text only, as xlwings ships its own: no compiled code, so Excel compiles it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.vbaproject.compression import compress
from addin.vbaproject.container import compound_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

CODE_PAGE = 1252
_ENCODING = "cp1252"
_ENGLISH = 0x409
_WIN64 = 3
# "Compile from source, whatever version you are" (2.3.4.1).
_VBA_PROJECT = bytes.fromhex("CC61FFFF000000")
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
_OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
_OLE = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
_LIBRARIES = (("stdole", _OLE), ("Office", _OFFICE))
# The class that each kind of module is an instance of; a standard module has none.
_BASES = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes:
        name: its name in the project.
        kind: ``standard``, ``class``, or the object of the file it belongs to.
        code: its text, ASCII; that of a standard module begins with its name as an attribute.
    """

    name: str
    kind: Literal["standard", "class", "workbook", "sheet"]
    code: str

    @property
    def text(self) -> str:
        """The whole text as it lies in the stream, with the attributes that an editor does not show."""
        lines = [] if self.kind == "standard" else self._attributes()
        return "".join(f"{line}\r\n" for line in (*lines, *self.code.splitlines()))

    def _attributes(self) -> list[str]:
        document = self.kind != "class"
        values = {
            "Name": f'"{self.name}"',
            "Base": f'"{_BASES[self.kind]}"',
            "GlobalNameSpace": False,
            "Creatable": False,
            "PredeclaredId": document,
            "Exposed": True,
            "TemplateDerived": False,
            "Customizable": document,
        }
        return [f"Attribute VB_{name} = {value}" for name, value in values.items()]


@dataclass(frozen=True)
class Project:
    """A project; ``guid`` in braces is its identity and should differ between programs."""

    name: str
    guid: str
    modules: Sequence[Module]

    def packed(self) -> bytes:
        """The project as ``vbaProject.bin``; the same modules give the same bytes.

        Raises:
            UnicodeEncodeError: text that is not ASCII, which would read differently on other systems.
        """
        streams = {f"VBA/{one.name}": compress(one.text.encode("ascii")) for one in self.modules}
        streams["VBA/dir"] = compress(b"".join(self._records()))
        streams["VBA/_VBA_PROJECT"] = _VBA_PROJECT
        streams["PROJECT"] = "\r\n".join([*self._lines(), ""]).encode(_ENCODING)
        names = (one.name.encode(_ENCODING) + b"\0" + one.name.encode("utf-16-le") + b"\0\0" for one in self.modules)
        streams["PROJECTwm"] = b"".join(names) + b"\0\0"
        return compound_file(streams)

    def _records(self) -> Iterator[bytes]:
        """The dir stream (2.3.4.2): about the project, its references, its modules."""
        yield _number(0x01, _WIN64) + _number(0x02, _ENGLISH) + _number(0x14, _ENGLISH)
        yield _record(0x03, struct.pack("<H", CODE_PAGE)) + _record(0x04, self.name.encode(_ENCODING))
        yield _twice(0x05, 0x40, "") + _record(0x06, b"") + _record(0x3D, b"")
        yield _number(0x07, 0) + _number(0x08, 0) + struct.pack("<HIIH", 0x09, 4, 1, 1) + _twice(0x0C, 0x3C, "")
        for name, library in _LIBRARIES:
            known = library.encode(_ENCODING)
            yield _twice(0x16, 0x3E, name)
            yield _record(0x0D, struct.pack("<I", len(known)) + known + bytes(6))
        yield _record(0x0F, struct.pack("<H", len(self.modules))) + _record(0x13, b"\xff\xff")
        for module in self.modules:
            yield from _module_records(module)
        yield _record(0x10, b"")

    def _lines(self) -> Iterator[str]:
        """The PROJECT stream (2.3.1)."""
        yield f'ID="{self.guid}"'
        for one in self.modules:
            yield {"standard": f"Module={one.name}", "class": f"Class={one.name}"}.get(
                one.kind, f"Document={one.name}/&H00000000"
            )
        yield from (f'Name="{self.name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"')
        # No protection, no password, visible.
        for key, value, seed in (("CMG", bytes(4), 0x41), ("DPB", bytes(1), 0x59), ("GC", b"\xff", 0x73)):
            yield f'{key}="{obscured(value, self.guid, seed)}"'
        yield from ("", "[Host Extender Info]", _HOST, "", "[Workspace]")
        yield from (f"{one.name}=0, 0, 0, 0, C" for one in self.modules)


def _module_records(module: Module) -> Iterator[bytes]:
    yield _twice(0x19, 0x47, module.name) + _twice(0x1A, 0x32, module.name) + _twice(0x1C, 0x48, "")
    # The text begins at the stream's beginning, for nothing compiled stands before it.
    yield _number(0x31, 0) + _number(0x1E, 0) + _record(0x2C, b"\xff\xff")
    yield _record(0x21 if module.kind == "standard" else 0x22, b"") + _record(0x2B, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def _number(kind: int, value: int) -> bytes:
    return _record(kind, struct.pack("<I", value))


def _twice(kind: int, kind_unicode: int, text: str) -> bytes:
    return _record(kind, text.encode(_ENCODING)) + _record(kind_unicode, text.encode("utf-16-le"))


def obscured(data: bytes, guid: str, seed: int) -> str:
    """``data`` in the form in which the PROJECT stream keeps protection and password (2.4.3.2), as hexadecimal.

    Args:
        data: the value.
        guid: the project's identity, which is part of the key.
        seed: any byte; a fixed one gives fixed bytes.
    """
    version, key = 2, sum(guid.encode("ascii")) & 0xFF
    out = [seed, seed ^ version, seed ^ key]
    plain, last, before = key, out[2], out[1]
    # The filler's value means nothing; its length follows from the seed.
    for byte in bytes([7]) * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        made = byte ^ ((before + plain) & 0xFF)
        out.append(made)
        plain, last, before = byte, made, last
    return bytes(out).hex().upper()
