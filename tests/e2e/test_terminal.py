"""The console in a real terminal: what it refuses, how it ends, what it writes (R14)."""

import base64
import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.services.installation import install
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.e2e.terminal import ADS, Terminal

pytestmark = pytest.mark.slow

_ALT_SCREEN_LEFT = b"\x1b[?1049l"


@pytest.fixture
def environ(upgraded_sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    store = Store(make_engine(upgraded_sqlite_url), Clock(datetime(2026, 8, 20, 8, tzinfo=UTC)))
    store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    store.engine.dispose()
    return {
        "ADS_DATABASE_URL": upgraded_sqlite_url,
        "ADS_EMPLOYEE": "admin",
        "ADS_CONFIG_DIR": str(tmp_path / "config"),
        "ADS_DATA_DIR": str(tmp_path / "data"),
        "LC_ALL": "C.UTF-8",
        "COLORTERM": "truecolor",
    }


Open = Callable[..., Terminal]


@pytest.fixture
def open_terminal(environ: dict[str, str]) -> Iterator[Open]:
    """Opens `ads` in a terminal, with more of the environment; closes what is still open after the trial."""
    opened: list[Terminal] = []

    def make(*words: str, columns: int = 80, lines: int = 24, **more: str) -> Terminal:
        terminal = Terminal(*words, environ={**environ, **more}, columns=columns, lines=lines)
        opened.append(terminal)
        return terminal

    yield make
    for terminal in opened:
        terminal.close()


def at_home(terminal: Terminal) -> None:
    terminal.until_shown("Administrator · Administrator")


@pytest.mark.parametrize("words", [(), ("tui",)])
def test_it_opens_and_is_left_by_a_key(open_terminal: Open, words: tuple[str, ...]) -> None:
    terminal = open_terminal(*words)
    at_home(terminal)
    terminal.type("\x11")
    assert terminal.end() == 0
    assert _ALT_SCREEN_LEFT in terminal.written


def test_what_is_typed_while_it_starts_reaches_the_list(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.until_shown("Opening the database")
    terminal.type("2\x1b[Bn")
    terminal.until_shown("New order")
    terminal.type("\x1b")
    terminal.until_shown("There are no orders here")


def test_without_a_terminal_it_says_what_it_needs(environ: dict[str, str]) -> None:
    done = subprocess.run([ADS, "tui"], env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr


def test_r_14_a_dumb_terminal_is_refused(open_terminal: Open) -> None:
    terminal = open_terminal("tui", TERM="dumb")
    assert terminal.end() == 2
    assert "TERM=dumb" in terminal.shown
    assert b"\x1b" not in terminal.written


def test_keys_that_clash_are_refused_with_both_names(open_terminal: Open, environ: dict[str, str]) -> None:
    place = Path(environ["ADS_CONFIG_DIR"]) / "keys.toml"
    place.parent.mkdir()
    place.write_text('quit = "F1"\n')
    terminal = open_terminal("tui")
    assert terminal.end() == 2
    assert "Help (help) and Quit (quit)" in " ".join(terminal.shown.split())
    assert b"\x1b[?1049h" not in terminal.written


def test_an_unknown_employee_is_told_after_the_terminal_is_given_back(open_terminal: Open) -> None:
    terminal = open_terminal("--as", "nobody", "tui")
    assert terminal.end() == 4
    assert "There is no employee nobody" in terminal.shown
    assert _ALT_SCREEN_LEFT in terminal.written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_gives_the_terminal_back(open_terminal: Open, number: int) -> None:
    terminal = open_terminal()
    at_home(terminal)
    terminal.signal(number)
    assert terminal.end() == 128 + number
    for mode in (b"1049", b"1000", b"1003", b"1006", b"1004", b"2004"):
        assert terminal.written.rfind(b"\x1b[?%bl" % mode) > terminal.written.rfind(b"\x1b[?%bh" % mode), mode
    assert terminal.written.rfind(b"\x1b[?25h") > terminal.written.rfind(b"\x1b[?25l")
    assert b"Traceback" not in terminal.written


def test_a_terminal_that_is_gone_ends_it(open_terminal: Open) -> None:
    terminal = open_terminal()
    at_home(terminal)
    terminal.hang_up()
    assert terminal.end() == 128 + signal.SIGHUP


def test_a_terminal_that_is_gone_while_it_opens_ends_it(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.until(lambda: b"\x1b[?1049h" in terminal.written)
    terminal.hang_up()
    assert terminal.end() >= 128


def test_a_stalled_terminal_does_not_keep_it_from_ending(open_terminal: Open) -> None:
    terminal = open_terminal()
    at_home(terminal)
    for _ in range(200):
        # Nobody reads what this draws.
        terminal.type("\x1bOP" * 4)
    terminal.until_stalled()
    terminal.signal(signal.SIGTERM)
    assert terminal.end(reading=False) == 128 + signal.SIGTERM


def test_bytes_that_are_no_text_are_dropped(open_terminal: Open) -> None:
    terminal = open_terminal()
    at_home(terminal)
    terminal.type(b"\xff\xfe\x80\xc3")
    terminal.type("\x1bOP")
    terminal.until_shown("On this screen")
    terminal.type("\x11")
    assert terminal.end() == 0


def test_ctrl_with_a_russian_letter_as_newer_terminals_send_it(open_terminal: Open) -> None:
    terminal = open_terminal()
    at_home(terminal)
    terminal.type("\x1b[1081;5u")
    assert terminal.end() == 0


def test_the_older_way_of_sending_keys_can_be_asked_for(open_terminal: Open) -> None:
    terminal = open_terminal(TEXTUAL_DISABLE_KITTY_KEY="1")
    at_home(terminal)
    assert b"\x1b[>25u" not in terminal.written
    terminal.type("\x11")
    assert terminal.end() == 0


def test_r_14_a_small_terminal_says_what_it_needs_and_grows(open_terminal: Open) -> None:
    terminal = open_terminal(columns=20, lines=5)
    terminal.until_shown("40×10")
    terminal.resize(80, 24)
    at_home(terminal)
    terminal.type("\x11")
    assert terminal.end() == 0


def test_the_details_of_a_failure_reach_the_terminals_clipboard(
    open_terminal: Open, upgraded_sqlite_url: str, environ: dict[str, str]
) -> None:
    terminal = open_terminal()
    at_home(terminal)
    with closing(sqlite3.connect(upgraded_sqlite_url.removeprefix("sqlite:///"))) as database:
        database.execute("ALTER TABLE orders RENAME TO orders_of_nobody")
    terminal.type("r")
    terminal.until_shown("Something unexpected happened")
    terminal.until_shown("c Copy")
    terminal.type("c")
    terminal.until_shown("Sent to the terminal's clipboard")
    (copied,) = re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)\x07", terminal.written)
    details = base64.b64decode(copied, validate=True).decode()
    assert "no such table: orders" in details
    assert details.splitlines()[-1] in (Path(environ["ADS_DATA_DIR"]) / "ads.log").read_text()
    terminal.type("\x11")
    assert terminal.end() == 0


_COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")


def test_without_colour_none_is_written(open_terminal: Open) -> None:
    terminal = open_terminal(NO_COLOR="1")
    at_home(terminal)
    terminal.type("\x1bOP")
    terminal.until_shown("On this screen")
    terminal.type("\x11")
    assert terminal.end() == 0
    assert _COLOUR.findall(terminal.written) == []


def test_a_terminal_of_16_colours_gets_no_others(open_terminal: Open) -> None:
    terminal = open_terminal(TERM="linux", COLORTERM="")
    at_home(terminal)
    terminal.type("\x11")
    assert terminal.end() == 0
    assert b"38;" not in terminal.written
    assert b"48;" not in terminal.written


@pytest.mark.parametrize("more", [{"ADS_ASCII": "1"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}])
def test_r_14_without_utf_8_nothing_else_is_written(open_terminal: Open, more: dict[str, str]) -> None:
    terminal = open_terminal(**more)
    terminal.until_shown("Administrator - Administrator")
    terminal.type("\x1bOP")
    terminal.until_shown("On this screen")
    terminal.type("\x11")
    assert terminal.end() == 0
    assert terminal.written.isascii()
    assert b"\\u" not in terminal.written
