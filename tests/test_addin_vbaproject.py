"""Our writer of VBA projects, read back by other people's readers."""

from __future__ import annotations

import io
import random

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vbatools import decompressed

from addin.vbaproject.compression import CHUNK, compress
from addin.vbaproject.container import compound_file
from addin.vbaproject.project import Module, Project, obscured

GUID = "{01234567-89AB-CDEF-0123-456789ABCDEF}"


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"Dim ", b"As Long\r\n", b"x", b"End Sub", b"\0\1"]), max_size=2500).map(b"".join))
def test_text_is_as_it_was_after_packing(data):
    assert decompressed(compress(data)) == data


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_as_they_were_after_packing(data):
    assert decompressed(compress(data)) == data


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_the_edges_of_chunks_hold(size):
    data = (b"Private Sub " * 2000)[:size]
    assert decompressed(compress(data)) == data


def test_a_chunk_that_does_not_get_smaller_is_kept_as_it_is():
    noise = random.Random(7).randbytes(CHUNK)
    assert decompressed(compress(noise + b"End Sub")) == noise + b"End Sub"


def test_text_of_a_program_gets_much_smaller():
    text = b"".join(b"Public Sub Number%d()\r\nEnd Sub\r\n" % number for number in range(400))
    assert len(compress(text)) < len(text) / 3


@settings(deadline=None)
@given(st.dictionaries(st.text("abcXYZ_", min_size=1, max_size=30), st.sampled_from([0, 1, 63, 64, 4095, 4096, 9000])))
def test_every_stream_of_a_compound_file_is_found_whole(sizes):
    # Names are compared without regard to case, as in the format.
    distinct = {name.lower(): size for name, size in sizes.items()}
    streams = {f"VBA/{name}": name[:1].encode() * size for name, size in distinct.items()} | {"PROJECT": b"ID"}
    with olefile.OleFileIO(io.BytesIO(compound_file(streams)), raise_defects=olefile.DEFECT_POTENTIAL) as file:
        found = {"/".join(path): file.openstream(path).read() for path in file.listdir() if file.get_size(path)}
    assert found == {path: data for path, data in streams.items() if data}


def test_a_compound_file_beyond_its_header_is_refused():
    with pytest.raises(ValueError, match="more than the header"):
        compound_file({"large": bytes(8 << 20)})


@pytest.mark.parametrize(("value", "seed"), [(bytes(4), 0x41), (b"\0", 0x59), (b"\xff", 0x73), (b"any", 0)])
def test_an_obscured_value_can_be_read_back(value, seed):
    assert plain(bytes.fromhex(obscured(value, GUID, seed))) == (2, sum(GUID.encode()) & 255, value)


def plain(data):
    """Version, key and value, as a reader gets them back ([MS-OVBA] 2.4.3.3)."""
    seed, version, key = data[0], data[1] ^ data[0], data[2] ^ data[0]
    out, last, before, text = [], data[2], data[1], key
    for byte in data[3:]:
        text = byte ^ ((before + text) & 0xFF)
        last, before = byte, last
        out.append(text)
    inside = bytes(out[(seed & 6) // 2 :])
    return version, key, inside[4 : 4 + int.from_bytes(inside[:4], "little")]


def test_the_project_stream_names_every_module_by_its_kind():
    modules = [
        Module("ThisWorkbook", "workbook", ""),
        Module("Helper", "class", "Option Explicit"),
        Module("Work", "standard", 'Attribute VB_Name = "Work"'),
    ]
    with olefile.OleFileIO(io.BytesIO(Project("Trial", GUID, modules).packed())) as file:
        lines = file.openstream("PROJECT").read().decode().splitlines()
        names = file.openstream("PROJECTwm").read()
        text = decompressed(file.openstream("VBA/Helper").read()).decode()
    assert {"Document=ThisWorkbook/&H00000000", "Class=Helper", "Module=Work", 'Name="Trial"'} <= set(lines)
    assert names.startswith(b"ThisWorkbook\0T\0h\0")
    assert text.startswith('Attribute VB_Name = "Helper"\r\nAttribute VB_Base = "0{FCFB3D2A')
    assert text.endswith("Attribute VB_Customizable = False\r\nOption Explicit\r\n")


def test_text_that_other_systems_would_read_differently_is_refused():
    with pytest.raises(UnicodeEncodeError):
        Project("Trial", GUID, [Module("Work", "standard", "' 校验")]).packed()
