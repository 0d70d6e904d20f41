"""What the spreadsheet program refuses, as one Chinese sentence: a cell is edited, a sheet protected, Excel busy."""

from __future__ import annotations

from workbook.errors import NianbaoError

# Codes of errors that Excel gives to another process (HRESULT, signed 32 bits).
_BUSY = {
    -2146777998,  # 0x800AC472: a cell is being edited, or a dialog is open
    -2147418111,  # 0x80010001: call rejected by callee
    -2147417846,  # 0x8001010A: the application is busy
}
_GONE = {
    -2147417848,  # 0x80010108: the object has disconnected
    -2147023174,  # 0x800706BA: the server is not there
    -2147023170,  # 0x800706BE: the remote call failed
    -2147221021,  # 0x800401E3: no such running object
}
# LibreOffice's own error for the same; its class is there only where LibreOffice is.
_DISPOSED = "DisposedException"
# What Excel answers to almost anything that it cannot do; its own words say more.
_REFUSED = -2146827284  # 0x800A03EC
_EXCEPTION = -2147352567  # 0x80020009

_SAID = {
    "busy": "表格程序正忙：可能正在编辑某个单元格（光标还在格里闪），或有对话框没有关。"
    "请按回车或 Esc 结束编辑、关掉对话框，再点一次按钮。这次什么都没有改。",
    "gone": "表格程序已经关闭或没有回应，没有做完。请重新打开工作簿，再点一次按钮。",
    "locked": "工作表受保护，写不进去，没有改动。请在“审阅”选项卡里撤销工作表保护（可能要密码），再点一次按钮。",
}


class OfficeRefused(NianbaoError):  # noqa: N818  # reads as the sentence it stands for
    """The spreadsheet program refused something; the engines raise it with a sentence of their own."""

    @classmethod
    def locked(cls) -> OfficeRefused:
        """A protected sheet that was to be written."""
        return cls(_SAID["locked"])

    @classmethod
    def gone(cls) -> OfficeRefused:
        """The program, or the document in it, is no more."""
        return cls(_SAID["gone"])

    @classmethod
    def busy(cls) -> OfficeRefused:
        """The program cannot listen now."""
        return cls(_SAID["busy"])


def refusal_in(error: BaseException) -> NianbaoError | None:
    """The sentence for an error of the program; None for any other error, which is ours.

    Args:
        error: what a call raised; errors of COM are known by their numbers, for their class exists on Windows only.
    """
    if isinstance(error, NianbaoError):
        return error
    numbers = set(_numbers(error))
    if numbers & _BUSY:
        return OfficeRefused.busy()
    if numbers & _GONE or isinstance(error, ConnectionError) or type(error).__name__.endswith(_DISPOSED):
        return OfficeRefused.gone()
    if numbers & {_REFUSED, _EXCEPTION}:
        words = _words(error)
        return OfficeRefused.locked() if _about_protection(words) else OfficeRefused(_told(words))
    return None


def _numbers(error: BaseException) -> list[int]:
    """The error's own number, and the one of its cause."""
    own = getattr(error, "hresult", None)
    return [number for number in (own, *_info(error)[5:6]) if isinstance(number, int)]


def _words(error: BaseException) -> str:
    return "".join(str(words or "") for words in _info(error)[2:3])


def _info(error: BaseException) -> tuple[object, ...]:
    """What COM tells of a refusal: among others the program's words (third) and its number (sixth)."""
    return tuple(getattr(error, "excepinfo", None) or ())


def _about_protection(words: str) -> bool:
    return "保护" in words or "protected" in words.lower()


def _told(words: str) -> str:
    said = f"（{words.strip()}）" if words.strip() else ""
    return (
        f"表格程序没有照做{said}，没有做完。请关掉对话框、结束单元格的编辑，再点一次按钮；"
        "仍不行就保存后重新打开工作簿。"
    )
