"""The company of the trials with addresses, and a mail server that keeps what it receives."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from ads_tui.services.employees import set_employee
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Work
from tests.services.world import World, postgres_company, sqlite_company
from tests.services.world import world as company

__all__ = ["company", "postgres_company", "sqlite_company"]


@dataclass
class Mailbox:
    """What a mail server has received, and whom it refuses."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refused:
            return "550 Nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to an address."""
        return [letter for letter in self.letters if letter["To"] == address]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on a free port."""
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def world(company: World) -> World:
    """The company, where everybody of note has an e-mail address, and `mailed` a service with a short norm."""

    def furnish(work: Work) -> None:
        for login in ("ed", "eve", "sam", "dora", "nina", "olga"):
            set_employee(work, login, "email", f"{login}@home.example")
        set_employee(work, "ed", "lang", "ru")
        set_employee(work, "eve", "lang", "en")
        engine.set_key(work, NOUNS["client"], "petrov", "email", "petrov@mail.example")
        engine.add(work, NOUNS["service"], "mailed", "Mailed", {"reaction_norm": "15m", "max_executors": "2"}.items())

    company.do("admin", furnish)
    return company


def use(world: World, box: Mailbox | None, **settings: str) -> None:
    """Let letters go to a mail server, or nowhere."""

    def change(work: Work) -> None:
        set_setting(work, "smtp.url", f"smtp://127.0.0.1:{box.port}" if box else "none")
        for key, value in settings.items():
            set_setting(work, key.replace("_", "."), value)

    world.do("admin", change)
