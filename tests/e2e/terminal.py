"""A real terminal for trials: `ads` in a pseudo-terminal of its own, its screen drawn by pyte."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

ADS = Path(sys.executable).parent / "ads"
LONG_S = 60.0


class Terminal:
    """One process in one terminal."""

    def __init__(self, *words: str, environ: Mapping[str, str], columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execve(ADS, ["ads", *words], {**os.environ, "TERM": "xterm-256color", **environ})
        self.resize(columns, lines)
        self._code: int | None = None

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def type(self, text: str | bytes) -> None:
        """Type, byte by byte as a keyboard would."""
        os.write(self._terminal, text.encode() if isinstance(text, str) else text)

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def until(self, condition: Callable[[], object]) -> None:
        """Read what is written until the condition holds."""
        limit = time.monotonic() + LONG_S
        while not condition():
            assert time.monotonic() < limit, self.shown
            self._read(0.2)

    def until_shown(self, text: str) -> None:
        """Read until the text stands on the screen."""
        self.until(lambda: text in self.shown)

    def until_stalled(self) -> None:
        """Read nothing until the process can write no more."""
        limit = time.monotonic() + LONG_S
        seen: list[int] = []
        while len(seen) < 15 or len(set(seen[-15:])) > 1:
            assert time.monotonic() < limit, "it goes on writing"
            select.select([], [], [], 0.1)
            seen.append(int.from_bytes(fcntl.ioctl(self._terminal, termios.FIONREAD, b"\0" * 4), sys.byteorder))

    def hang_up(self) -> None:
        """Close the terminal, as a broken connection does."""
        os.close(self._terminal)
        self._terminal = -1

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self.pid, number)

    def end(self, *, reading: bool = True) -> int:
        """Wait until the process has ended; its exit code, 128 and more for a signal that it did not take."""
        limit = time.monotonic() + LONG_S
        while self._code is None:
            assert time.monotonic() < limit, "it does not end"
            if reading and self._terminal >= 0:
                self._read(0.2)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                self._code = code if code >= 0 else 128 - code
            elif not reading or self._terminal < 0:
                select.select([], [], [], 0.05)
        if reading and self._terminal >= 0:
            self._read(0)
        return self._code

    def close(self) -> None:
        """End the process if it still runs."""
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._terminal >= 0:
            os.close(self._terminal)

    def _read(self, patience_s: float) -> None:
        while select.select([self._terminal], [], [], patience_s)[0]:
            try:
                data = os.read(self._terminal, 65_536)
            except OSError:
                return
            if not data:
                return
            self.written += data
            self._stream.feed(data)
            patience_s = 0
