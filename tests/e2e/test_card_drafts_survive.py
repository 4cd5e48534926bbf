"""A comment, a status, an edit and ticks of people survive `kill -9` (R1, CH-8, decision 14)."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.accounts import sign_in
from ads_tui.services.comments import comments_of
from ads_tui.services.drafts import drafts_of
from ads_tui.services.installation import install
from ads_tui.services.orders.card import show_order
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.e2e.terminal import Terminal
from tests.housing import add_employee, add_order, add_thing, furnish

pytestmark = pytest.mark.slow


@pytest.fixture
def store(upgraded_sqlite_url: str) -> Iterator[Store]:
    made = Store(make_engine(upgraded_sqlite_url), Clock(datetime(2026, 8, 20, 8, tzinfo=UTC)))
    made.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    furnish(made)
    add_thing(made, "premise", "oak1-12", "12", building="oak1")
    add_order(made, sign_in(made, login="admin", os_user=None), "leak")
    yield made
    made.engine.dispose()


@pytest.fixture
def environ(upgraded_sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "ADS_DATABASE_URL": upgraded_sqlite_url,
        "ADS_EMPLOYEE": "admin",
        "ADS_CONFIG_DIR": str(tmp_path / "config"),
        "ADS_DATA_DIR": str(tmp_path / "data"),
        "LC_ALL": "C.UTF-8",
        "COLORTERM": "truecolor",
    }


@contextmanager
def on_the_card(environ: dict[str, str]) -> Iterator[Terminal]:
    terminal = Terminal(environ=environ)
    try:
        terminal.until_shown("Found: 1")
        terminal.type("\r")
        terminal.until_shown("№ 1")
        yield terminal
    finally:
        terminal.close()


def kill(terminal: Terminal) -> None:
    terminal.signal(signal.SIGKILL)
    assert terminal.end() == 128 + signal.SIGKILL


def payloads(store: Store, actor: Actor, kind: str) -> list[str]:
    with store.reading(actor) as reading:
        return [str(draft.payload) for draft in drafts_of(reading) if draft.kind == kind]


def test_ch_8_a_console_killed_in_the_middle_of_a_comment_offers_it_again(
    store: Store, environ: dict[str, str]
) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    with on_the_card(environ) as first:
        first.type("t")
        first.until_shown("never shown to the client")
        first.type("The key is at the neighbour's")
        first.until(lambda: any("neighbour's" in text for text in payloads(store, admin, "comment")))
        kill(first)
    with on_the_card(environ) as second:
        second.type("t")
        second.until_shown("The key is at the neighbour's")
        second.type("\x13")
        second.until(lambda: not payloads(store, admin, "comment"))
    with store.reading(admin) as reading:
        assert [comment.text for comment in comments_of(reading, 1)] == ["The key is at the neighbour's"]


def test_r_1_a_console_killed_in_the_middle_of_an_edit_offers_it_again(store: Store, environ: dict[str, str]) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    with on_the_card(environ) as first:
        first.type("E")
        first.until_shown("Order 1: editing")
        first.until_shown("Oak street, 1")
        first.type("\t\t12\r")
        first.until(lambda: any("'premise': '12'" in text for text in payloads(store, admin, "edit")))
        kill(first)
    with on_the_card(environ) as second:
        second.type("E")
        second.until_shown("This is what you typed at")
        second.type("\x13")
        second.until(lambda: not payloads(store, admin, "edit"))
    with store.reading(admin) as reading:
        premise = show_order(reading, 1).row.premise
    assert premise is not None and premise.name == "12"


def test_r_1_a_console_killed_in_the_middle_of_a_status_offers_it_again(store: Store, environ: dict[str, str]) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    with on_the_card(environ) as first:
        first.type("s")
        first.until_shown("Order 1: status")
        first.type("\x1b[B\rcalled twice")
        first.until(lambda: any("called twice" in text for text in payloads(store, admin, "status")))
        kill(first)
    with on_the_card(environ) as second:
        second.type("s")
        second.until_shown("This is what you typed at")
        second.until_shown("called twice")
        second.type("\x13")
        second.until(lambda: not payloads(store, admin, "status"))
    with store.reading(admin) as reading:
        row = show_order(reading, 1).row
    assert (row.status, row.status_comment) == ("cancelled", "called twice")


def test_r_1_a_console_killed_in_the_middle_of_ticking_executors_offers_the_ticks_again(
    store: Store, environ: dict[str, str]
) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    add_employee(store, "belov", department="water")
    with on_the_card(environ) as first:
        first.type("x")
        first.until_shown("(belov)")
        first.type(" ")
        first.until(lambda: payloads(store, admin, "executors") == [str({"ticked": ["belov"], "version": 1})])
        kill(first)
    with on_the_card(environ) as second:
        second.type("x")
        second.until_shown("These were ticked at")
        second.type("\r")
        second.until(lambda: not payloads(store, admin, "executors"))
    with store.reading(admin) as reading:
        assert show_order(reading, 1).row.executors == ("belov",)
