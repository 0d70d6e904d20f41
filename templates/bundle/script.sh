#!/bin/sh
# Finds a Python and hands over to files/installer.py, which does the work.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
fits='import struct, sys; sys.exit(struct.calcsize("P") != 8 or sys.version_info[:2] not in [@PAIRS@])'

try() {
    "$1" -I -c "$fits" >/dev/null 2>&1 || return 1
    exec "$1" -I -B "$here/files/installer.py" @ACTION@
}

if [ ! -f "$here/files/installer.py" ]; then
    echo "请先把压缩包里的全部文件解压出来，再运行。" >&2
    exit 3
fi
if [ $# -gt 0 ]; then
    try "$1" || true
fi
# shellcheck disable=SC2043  # a bundle may be for one version only
for version in @PYTHONS@; do
    for folder in "" /usr/bin/ /usr/local/bin/ /opt/homebrew/bin/ "$HOME/.local/bin/" \
        "/Library/Frameworks/Python.framework/Versions/$version/bin/"; do
        try "${folder}python$version" || true
    done
done
for name in python3 /usr/bin/python3 /usr/local/bin/python3 python; do
    try "$name" || true
done
cat "$here/files/no-python.txt" >&2
exit 3
