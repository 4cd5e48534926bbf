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

from ads_tui.console.actions import Action, Registry
from ads_tui.console.driver import ConsoleDriver

LONG_S = 5.0


class Keyed(App[None]):
    """Has keys for what can be done."""

    def __init__(self, *keys: str) -> None:
        super().__init__()
        self.registry = Registry([Action("trial.note", keys, "Note", "Write it down", ("trial",))])


class Collecting(ConsoleDriver):
    """Keeps what was read."""

    def __init__(self, source: int, *keys: str) -> None:
        super().__init__(Keyed(*keys), size=(80, 24))
        self.fileno = source
        self.read: list[str] = []
        self.told = threading.Event()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Key):
            self.read.append(message.key)
            self.told.set()


async def _collecting(source: int, *bound: str) -> Collecting:
    # A driver belongs to a loop.
    return Collecting(source, *bound)


@pytest.fixture
def bound() -> tuple[str, ...]:
    """The keys that do something."""
    return ("n",)


@pytest.fixture
def keyboard(bound: tuple[str, ...]) -> Iterator[tuple[int, Collecting]]:
    source, keys = os.pipe()
    driver = asyncio.run(_collecting(source, *bound))
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


def _read(keyboard: tuple[int, Collecting], written: bytes, count: int) -> list[str]:
    keys, driver = keyboard
    os.write(keys, written)
    limit = time.monotonic() + LONG_S
    while len(driver.read) < count and time.monotonic() < limit:
        driver.told.wait(0.01)
    return driver.read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"\x1b5", ["escape", "5"]),
        (b"\x1b:", ["escape", "colon"]),
        ("\x1bф".encode(), ["escape", "ф"]),
        (b"\x1bnew", ["escape", "n", "e", "w"]),
        (b"\x1bOq", ["1"]),
        (b"\x1b[B", ["down"]),
        (b"\x1b\x1b[B", ["escape", "down"]),
    ],
)
def test_r_14_escape_and_the_key_right_after_it_are_two_keys(
    keyboard: tuple[int, Collecting], written: bytes, read: list[str]
) -> None:
    assert _read(keyboard, written, len(read)) == read


@pytest.mark.parametrize("bound", [("alt+x",)])
def test_a_key_with_alt_stays_one_where_its_user_has_such_keys(keyboard: tuple[int, Collecting]) -> None:
    assert _read(keyboard, b"\x1bx", 1) == ["alt+x"]
