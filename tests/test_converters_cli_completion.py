"""Tab in a shell: the script is loaded by a real one, and what it completes is what the parser knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from office import need

# What bash does at a Tab, without the keyboard.
ASK = """
eval "$(nianbao completion bash)"
line="$1"; COMP_LINE="$line"; COMP_POINT=${#line}; COMP_TYPE=9
read -ra COMP_WORDS <<< "$line"; [[ "$line" == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
_python_argcomplete nianbao 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def completed(tmp_path_factory):
    bash = need("bash", shutil.which("bash"))
    folder = tmp_path_factory.mktemp("completion")
    (folder / "青松县2023年报.docx").touch()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def at_the_end_of(line):
        done = subprocess.run(
            [bash, "-c", ASK, "bash", line],
            cwd=folder,
            env=os.environ | {"PATH": path},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return [word.strip() for word in done.stdout.splitlines()]

    return at_the_end_of


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nianbao su", ["summarize"]),
        ("nianbao check --mi", ["--min-severity"]),
        ("nianbao explain T30", ["T301", "T302", "T303"]),
        ("nianbao import 甲.docx --form ", ["2014", "2019", "2021"]),
        ("nianbao summarize 甲 --duplicates ", ["first", "last"]),
        ("nianbao check 青松", ["青松县2023年报.docx"]),
    ],
)
def test_bash_completes(completed, line, words):
    assert completed(line) == words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_gets_its_script(run, shell):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert "nianbao" in out
    assert "_ARGCOMPLETE" in out
