"""The terminal's input is read as bytes come: a letter of two bytes may come in two pieces."""

import array
import asyncio
import fcntl
import os
import select
import termios
import threading
import time
from collections.abc import Iterator

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from ads_tui.console.driver import ConsoleDriver

LONG_S = 5.0


class Collecting(ConsoleDriver):
    """Keeps what was read."""

    def __init__(self, source: int) -> None:
        super().__init__(App(), size=(80, 24))
        self.fileno = source
        self.read: list[str] = []
        self.told = threading.Event()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Key):
            self.read.append(message.key)
            self.told.set()


async def _collecting(source: int) -> Collecting:
    # A driver belongs to a loop.
    return Collecting(source)


@pytest.fixture
def keyboard() -> Iterator[tuple[int, Collecting]]:
    source, keys = os.pipe()
    driver = asyncio.run(_collecting(source))
    thread = threading.Thread(target=driver.run_input_thread)
    thread.start()
    yield keys, driver
    driver.exit_event.set()
    thread.join(LONG_S)
    os.close(source)
    os.close(keys)


def _until_taken(keys: int) -> None:
    """Wait until nothing written lies in the pipe any longer."""
    waiting, limit = array.array("i", [1]), time.monotonic() + LONG_S
    while waiting[0]:
        assert time.monotonic() < limit, "nothing is read"
        fcntl.ioctl(keys, termios.FIONREAD, waiting)
        select.select([], [], [], 0.01)


@pytest.mark.parametrize("pieces", [(b"\xd1", b"\x84"), (b"\xff", b"\xfe", "ф".encode()), (b"\xe2", b"\x82", b"\xac")])
def test_a_letter_in_pieces_is_one_letter(keyboard: tuple[int, Collecting], pieces: tuple[bytes, ...]) -> None:
    keys, driver = keyboard
    for piece in pieces:
        os.write(keys, piece)
        _until_taken(keys)

    assert driver.told.wait(LONG_S)
    assert driver.read == ["euro_sign" if pieces[0] == b"\xe2" else "ф"]
