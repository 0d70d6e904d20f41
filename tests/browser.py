"""A headless Chromium for the tests, driven over its debugging pipe; nothing but the standard library is needed."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from office import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30  # seconds for any one answer


class Browser:
    """One tab; ``complaints`` are the errors that pages wrote, ``failed`` the addresses that could not be loaded."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._rest, self._count = to, back, b"", 0
        self._session = ""
        self._addresses: dict[str, str] = {}
        self._loaded = False
        self.complaints: list[str] = []
        self.failed: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def open(self, address: str, width: int = 1280, height: int = 900) -> None:
        """Go to a page and wait until it and all in it is loaded."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self._loaded = False
        self.call("Page.navigate", url=address)
        self._listen(lambda: self._loaded, f"{address} is not loaded")

    def ask(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """The value of an expression once it is true."""
        end = time.monotonic() + PATIENCE
        while not (value := self.ask(script)):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.05)
        return value

    def picture(self, path: Path) -> None:
        """Save what is seen now as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the DevTools protocol and its answer; events on the way are noted."""
        self._count += 1
        number = self._count
        message = {"id": number, "method": method, "params": parameters}
        message |= {"sessionId": self._session} if self._session else {}
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer: list[dict[str, Any]] = []
        self._listen(lambda: bool(answer), f"no answer to {method}", number, answer)
        assert "error" not in answer[0], answer[0]
        return answer[0]["result"]

    def _listen(self, done: Any, otherwise: str, number: int = 0, answer: list[dict[str, Any]] | None = None) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            ready, *_ = select.select([self._back], [], [], max(0.0, end - time.monotonic()))
            assert ready, otherwise
            *messages, self._rest = (self._rest + os.read(self._back, 1 << 20)).split(b"\0")
            for message in map(json.loads, messages):
                if "id" not in message:
                    self._note(message["method"], message["params"])
                elif message["id"] == number and answer is not None:
                    answer.append(message)

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Network.requestWillBeSent":
            self._addresses[told["requestId"]] = told["request"]["url"]
        elif event == "Network.loadingFailed":
            self.failed.append(f"{self._addresses.get(told['requestId'])}: {told['errorText']}")
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(f"{told['entry'].get('url')}: {told['entry']['text']}")
        elif event == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            self.complaints.append(str(told["args"]))

    @property
    def addresses(self) -> list[str]:
        """Every address that was asked for."""
        return list(self._addresses.values())


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium with a profile of its own, ended afterwards."""
    program = need("chromium", shutil.which("chromium") or shutil.which("google-chrome"))
    (in_read, in_write), (out_read, out_write) = os.pipe(), os.pipe()
    options = "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --remote-debugging-pipe"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Chromium reads its commands from descriptor 3 and answers on 4; a shell puts them there.
        command = f'exec "$0" "$@" 3<&{in_read} 4>&{out_write}'
        process = subprocess.Popen(
            ["bash", "-c", command, program, *options.split(), f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(in_read, out_write),
            stderr=subprocess.DEVNULL,
        )
        os.close(in_read)
        os.close(out_write)
        try:
            yield Browser(in_write, out_read)
        finally:
            process.terminate()
            process.wait(PATIENCE)
            os.close(in_write)
            os.close(out_read)
