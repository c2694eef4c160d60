# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A Chromium without a window, told what to do by its DevTools protocol over two pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds for one answer, on a machine that has other things to do.
PATIENCE = 60
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--remote-debugging-pipe", "--no-startup-window"),
)
#: The browser reads commands on 3 and answers on 4.
START = 'exec "$@" 3<&$COMMANDS 4>&$ANSWERS'


class Page:
    """One page of a browser; what goes wrong in it is kept in ``complaints`` and ``requests``."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._buffer = b""
        self._number = 0
        self._session: dict[str, str] = {}
        self.complaints: list[str] = []
        self.requests: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **options: Any) -> Any:
        """Have something done, and give the answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": options, **self._session}
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def open(self, file: Path, *, scripts: bool = True) -> None:
        """Open a file; nothing of the page before is kept."""
        self.complaints.clear()
        self.requests.clear()
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Page.navigate", url=file.as_uri())
        while self._read().get("method") != "Page.loadEventFired":
            pass
        self.requests.remove(file.as_uri())

    def show(self, width: int, height: int = 900, *, dark: bool = False, media: str = "") -> None:
        """Set what the page is looked at with."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def ask(self, expression: str) -> Any:
        """Give the value of an expression."""
        done = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key and leave it."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def picture(self, file: Path, *, whole: bool = True) -> None:
        """Write what is seen, or all of the page, as an image."""
        done = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(done["data"]))

    def print(self, file: Path) -> bytes:
        """Write the page as it is printed, and give that file."""
        done = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        printed = base64.b64decode(done["data"])
        file.write_bytes(printed)
        return printed

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _writable, _failed = select.select([self._answers], [], [], PATIENCE)
            part = os.read(self._answers, 1 << 20) if ready else b""
            assert part, "the browser gave no answer"
            self._buffer += part
        text, _zero, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        method, said = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(said["entry"]["text"])
        elif method in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
            self.complaints.append(json.dumps(said))


@contextmanager
def start_browser(profile: Path) -> Iterator[Page]:
    """Run a browser with a profile of its own, and end it."""
    read_commands, commands = os.pipe()
    answers, write_answers = os.pipe()
    program = ["chromium", *OPTIONS, f"--user-data-dir={profile}"]
    browser = subprocess.Popen(
        ["bash", "-c", START, "browser", *program],
        env={**os.environ, "COMMANDS": str(read_commands), "ANSWERS": str(write_answers)},
        pass_fds=(read_commands, write_answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_commands)
    os.close(write_answers)
    try:
        page = Page(commands, answers)
        yield page
        page._session = {}
        page.call("Browser.close")
    finally:
        browser.terminate()
        browser.wait(PATIENCE)
        os.close(commands)
        os.close(answers)
