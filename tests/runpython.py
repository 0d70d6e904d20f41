"""What Excel starts when a button is clicked: built from the VBA text of the installed xlwings, split as Windows does.

The expressions are taken from the module itself, so that a new version of it that builds another command is noticed.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from addin.conf import Place, conf_rows

ROOT = Path(__file__).resolve().parent.parent
RIBBON = ROOT / "addin" / "excel" / "NianbaoRibbon.bas"
TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|[A-Za-z_][\w.]*\$?(?:\([^()]*\))?|&)')


def module():
    """What runs on Windows of the two procedures of xlwings that start Python, as it is installed."""
    file = metadata.distribution("xlwings").locate_file("xlwings/xlwings_custom_addin.bas")
    text = file.read_text("utf-8-sig").replace(" _\n", " ")
    found = re.findall(
        r"^(?:Public )?Function (?:RunPython|ExecuteWindows)\(.*?^End Function", text, re.DOTALL | re.MULTILINE
    )
    assert len(found) == 2
    return re.sub(r"#If Mac Then.*?#Else(.*?)#End If", r"\1", "\n".join(found), flags=re.DOTALL)


def expression(text, pattern):
    """The one expression in the module that is assigned or handed over so."""
    (found,) = re.findall(pattern, text, re.MULTILINE)
    return found


def joined(expression, names):
    """The text that a VBA expression of literals and names joined by ``&`` comes to."""
    parts = [part for part in TOKEN.findall(expression.strip()) if part != "&"]
    assert TOKEN.sub("", expression).strip() == "", expression
    return "".join(part[1:-1].replace('""', '"') if part.startswith('"') else names[part] for part in parts)


class Settings(dict):
    """The names that VBA knows: the program's own, and the rows of the settings sheet in our add-in."""

    def __init__(self, place, known):
        rows = dict(conf_rows(place))
        super().__init__({f'GetConfig("{name}")': value for name, value in rows.items()} | known | {"Chr(34)": '"'})


def command_text(button):
    """The Python that our ribbon callback hands to RunPython."""
    given = expression(RIBBON.read_text("ascii"), r"^ +RunPython (.+)$")
    return joined(given, {"control.ID": button})


def command_line(python, workbook, button, log):
    """The line that xlwings hands to cmd.exe.

    Args:
        python: the interpreter's path.
        workbook: the workbook's full name.
        button: the button's id.
        log: the file that gets what goes wrong.
    """
    text = module()
    folder = re.split(r"[\\/]", python)
    known = {
        "ActiveFullName": workbook,
        "ThisFullName": r"C:\Office\XLSTART\nianbao.xlam",
        "ActiveWorkbook.Name": re.split(r"[\\/]", workbook)[-1],
        "Application.Path": r"C:\Office",
        "Application.Name": "Microsoft Excel",
        "Application.Hwnd": "1234",
        "PythonCommand": command_text(button),
        "PythonDir": python[: -len(folder[-1]) - 1],
        "PythonInterpreter": f'"{python}"',
        "CondaCmd": "",
        "LOG_FILE": log,
        "Left$(PYTHON_WIN, 2)": python[:2],
    }
    names = Settings(Place(python, "packages"), known)
    names["AddExcelDir"] = names[expression(text, r'AddExcelDir = (GetConfig\("[A-Z_]+")') + ")"]
    path = joined(expression(text, r"^ +PYTHONPATH = (AddExcelDir .*_WIN.*)$"), names)
    for old, new in re.findall(r'^ +PYTHONPATH = Replace\(PYTHONPATH, "([&\\])", "([^"]+)"\)', text, re.MULTILINE):
        path = path.replace(old, new)
    names["PYTHONPATH"] = path
    names["DriveCommand"] = ""
    if re.match("[A-Za-z]:", python):
        names["DriveCommand"] = joined(expression(text, r"^ +DriveCommand = (Left\$.*)$"), names)
    names["RunCommand"] = joined(expression(text, r"^ +RunCommand = (CondaCmd & .*)$"), names)
    return joined(expression(text, r"^ +ExitCode = WScript\.Run\((.*), +WindowStyle, WaitOnReturn\)"), names)


def by_cmd(line):
    """The commands that cmd.exe makes of a line, and the file that each one's errors go to.

    Quotes switch its signs off; ``^`` takes the meaning from the next one. What it would replace is refused.
    """
    before, _, rest = line.partition("cmd.exe /C ")
    assert before == ""
    assert not re.search("%[^%]+%", rest), f"cmd.exe replaces variables: {rest}"
    # Of a line that begins with a quote cmd.exe takes its first and last one.
    assert not rest.startswith('"')
    commands, current, quoted, signs = [], "", False, iter(rest)
    for sign in signs:
        if sign == "^" and not quoted:
            current += next(signs, "")
        elif sign == "&" and not quoted:
            commands.append(current)
            current = ""
        else:
            quoted ^= sign == '"'
            assert quoted or sign not in "|<", f"{sign} has a meaning of its own: {rest}"
            current += sign
    return [split_errors(command) for command in [*commands, current]]


def split_errors(command):
    words, sign, log = command.rpartition(" 2> ")
    return (words, log.strip().strip('"')) if sign else (command, "")


def by_program(command):
    """The arguments that a Windows program finds in its command line."""
    arguments, current, quoted, begun, at = [], "", False, False, 0
    while at < len(command):
        slashes = len(command[at:]) - len(command[at:].lstrip("\\"))
        at += slashes
        if command[at : at + 1] == '"':
            current += "\\" * (slashes // 2)
            if slashes % 2:
                current += '"'
            else:
                quoted = not quoted
            begun, at = True, at + 1
        elif slashes:
            current, begun = current + "\\" * slashes, True
        elif command[at].isspace() and not quoted:
            arguments, current, begun = arguments + [current] * begun, "", False
            at += 1
        else:
            current, begun, at = current + command[at], True, at + 1
    return arguments + [current] * begun
