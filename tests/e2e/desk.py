"""A dispatcher's desk for trials in real terminals: a small company, consoles under either layout, the command line."""

import gettext
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.i18n import DOMAIN, LOCALE_DIR
from ads_tui.services.accounts import sign_in
from ads_tui.services.employees import add_employee
from ads_tui.services.installation import install
from ads_tui.services.settings import set_setting
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store, Work
from tests.e2e.terminal import ADS, Terminal
from tests.housing import add_order, add_thing, furnish

NOW = "2026-08-20T08:00:00Z"
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "tab": "\t",
    "f8": "\x1b[19~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
}
QWERTY = str.maketrans("", "")
# What the keys with Latin letters and brackets send once ЙЦУКЕН is on.
RUSSIAN = str.maketrans("qwertyuiop[]asdfghjklzxcvbnm", "йцукенгшщзхъфывапролдячсмить")


@dataclass(slots=True)
class Sitting:
    """Somebody at a console: types under a layout, reads in a language, and counts keys other than text."""

    terminal: Terminal
    layout: dict[int, int]
    language: str
    pressed: int = 0
    _captions: gettext.NullTranslations = field(init=False)

    def __post_init__(self) -> None:
        self._captions = gettext.translation(DOMAIN, LOCALE_DIR, languages=[self.language], fallback=True)

    def press(self, *keys: str) -> None:
        """Press keys by their names, letters at their places on QWERTY."""
        for key in keys:
            self.pressed += 1
            self.terminal.type(KEYS.get(key) or key.translate(self.layout))

    def text(self, text: str) -> None:
        """Type a text with the keys that QWERTY has it on; it is not counted."""
        self.terminal.type(self.as_typed(text))

    def as_typed(self, text: str) -> str:
        """What those keys send under this layout."""
        return text.lower().translate(self.layout)

    def counted(self) -> int:
        """How many keys were pressed since this was asked last."""
        pressed, self.pressed = self.pressed, 0
        return pressed

    def caption(self, english: str) -> str:
        """A caption in the language of the console."""
        return self._captions.gettext(english)

    def sees(self, *texts: str) -> None:
        """Wait until all of them stand on the screen together."""
        self.terminal.until(lambda: all(text in self.terminal.shown for text in texts))

    def row(self) -> str:
        """The row of the list under the cursor, empty where there is none."""
        rows = [line for line in self.terminal.screen.display if line.startswith("▌") and " Leak " in line]
        return rows[0] if len(rows) == 1 else ""

    def sees_not(self, *texts: str) -> None:
        """Wait until none of them stands on the screen."""
        self.terminal.until(lambda: not any(text in self.terminal.shown for text in texts))

    def leave(self) -> None:
        """End the console by its key."""
        self.terminal.type(KEYS["ctrl+q"])
        assert self.terminal.end() == 0


@dataclass(slots=True)
class Desk:
    """A company in one database, its time fixed, and whoever sits there."""

    url: str
    home: Path
    _opened: list[Terminal] = field(default_factory=list)

    def environment(self, language: str = "en") -> dict[str, str]:
        """What programs at this desk find around them."""
        return {
            "ADS_DATABASE_URL": self.url,
            "ADS_EMPLOYEE": "dora",
            "ADS_NOW": NOW,
            "ADS_LANG": language,
            "ADS_CONFIG_DIR": str(self.home / "config"),
            "ADS_DATA_DIR": str(self.home / "data"),
            "LC_ALL": "C.UTF-8",
            "COLORTERM": "truecolor",
        }

    def sit_down(
        self,
        *words: str,
        layout: dict[int, int] = QWERTY,
        language: str = "en",
        login: str = "dora",
        columns: int = 80,
        lines: int = 24,
    ) -> Sitting:
        """Open a console and wait for its list."""
        environ = {**self.environment(language), "ADS_EMPLOYEE": login}
        terminal = Terminal(*words, environ=environ, columns=columns, lines=lines)
        self._opened.append(terminal)
        sitting = Sitting(terminal, layout, language)
        sitting.sees(sitting.caption("Found: {count}").format(count=""))
        return sitting

    def ads(self, *words: str) -> Any:
        """The document that a command answers with."""
        done = subprocess.run(
            [ADS, "--json", *words],
            env={**os.environ, **self.environment()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr
        return json.loads(done.stdout)

    def get_up(self) -> None:
        """End whatever still runs."""
        for terminal in self._opened:
            terminal.close()


def choose(sitting: Sitting, typed: str, offered: str) -> None:
    """Type what to search for and take the first that is offered."""
    sitting.text(typed)
    sitting.sees(offered)
    sitting.press("enter")


def register_known(sitting: Sitting, number: int) -> None:
    """Register a call of the registered client; the card of the order, which gets this number, opens."""
    sitting.press("n")
    sitting.sees(sitting.caption("Phone, name or address"))
    choose(sitting, "9161234567", "Petrov Andrey")
    sitting.sees("Oak street, 1", " 12 ")
    choose(sitting, "leak", " Leak ")
    sitting.press("ctrl+s")
    sitting.sees(f"№ {number} ")


@contextmanager
def desk_in(url: str, home: Path, orders: int = 3) -> Iterator[Desk]:
    """A desk on an upgraded, empty database; there are so many orders of `busy`, all pending."""
    store = Store(make_engine(url), Clock(datetime.fromisoformat(NOW)))
    store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    _settle(store, orders)
    store.engine.dispose()
    desk = Desk(url, home)
    yield desk
    desk.get_up()


def _settle(store: Store, orders: int) -> None:
    furnish(store)
    add_thing(store, "premise", "oak1-12", "12", building="oak1")
    add_thing(store, "premise", "oak2-7", "7", building="oak2")
    add_thing(store, "client", "petrov", "Petrov Andrey", phone="+7 916 123-45-67", premises="oak1-12:owner")
    store.perform(SYSTEM, _add_staff)
    dora = sign_in(store, login="dora", os_user=None)
    for _number in range(orders):
        add_order(store, dora, "leak", "oak1", "busy")


def _add_staff(work: Work) -> None:
    for login, name, role, department in (
        ("dora", "Dora Desk", "dispatcher", ""),
        ("dima", "Dima Desk", "dispatcher", ""),
        ("busy", "Ann Busy", "executor", "water"),
        ("free", "Zed Free", "executor", "water"),
    ):
        add_employee(work, login, name, [("role", role), ("department", department)])
    set_setting(work, "organization.zone", "Europe/London")
