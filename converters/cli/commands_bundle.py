"""What ``nianbao bundle`` takes and says of itself; declared beside the other commands of :mod:`.commands`."""

from __future__ import annotations

# Not from typing, which is slow to import; see parser.py.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

# Names only: converters.bundle.platforms, which knows what they mean, is loaded when the command runs.
PLATFORMS = ("win_amd64", "macosx_x86_64", "macosx_arm64", "linux_x86_64", "linux_aarch64")


def declare(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Declare the command; ``add`` is argparse's ``add_parser``."""
    parser = add(
        "bundle",
        help="制作不联网也能安装的安装包",
        description="在能上网的机器上，把 nianbao 和它用到的软件包（版本固定，带校验值）连同安装、卸载脚本装进一个"
        "文件夹或 .zip；复制到不联网的机器上，不要管理员权限就能安装。从哪里取软件包，由 pip 的设置决定。",
        epilog="例子：\n"
        "  nianbao bundle --platform win_amd64 --python 3.11,3.12,3.13 -o nianbao-windows.zip\n"
        "  nianbao bundle --platform linux_aarch64 --dry-run",
    )
    parser.set_defaults(module="converters.cli.bundle")
    parser.add_argument(
        "--platform",
        required=True,
        choices=PLATFORMS,
        metavar="平台",
        help="给哪种机器：win_amd64、macosx_x86_64、macosx_arm64、linux_x86_64、linux_aarch64",
    )
    parser.add_argument(
        "--python", metavar="版本", help="那台机器上 Python 的版本，如 3.11；可以写几个：3.11,3.12。不写时与本机相同"
    )
    parser.add_argument(
        "--extras",
        default="addin",
        metavar="部件",
        help="还要哪些部件，逗号分开：addin、ocr、parquet、cluster；不写时为 addin，都不要写 none",
    )
    parser.add_argument("-o", "--output", metavar="安装包", help="要写的 .zip，或文件夹")
    parser.add_argument("--dry-run", action="store_true", help="只列出要哪些软件包，不取也不写")
    parser.add_argument("--force", action="store_true", help="覆盖已有的安装包")
