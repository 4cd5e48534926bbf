"""What is typed survives `kill -9` (CR-10, CH-8, R1)."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.accounts import sign_in
from ads_tui.services.drafts import drafts_of
from ads_tui.services.installation import install
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.e2e.terminal import Terminal
from tests.housing import add_thing, furnish

pytestmark = pytest.mark.slow


@pytest.fixture
def store(upgraded_sqlite_url: str) -> Iterator[Store]:
    made = Store(make_engine(upgraded_sqlite_url), Clock(datetime(2026, 8, 20, 8, tzinfo=UTC)))
    made.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    furnish(made)
    add_thing(made, "premise", "oak1-12", "12", building="oak1")
    add_thing(made, "client", "petrov", "Petrov Andrey", phone="+7 916 123-45-67", premises="oak1-12:owner")
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


def typed(store: Store, actor: Actor) -> list[dict[str, list[str]]]:
    with store.reading(actor) as reading:
        return [dict(draft.payload["texts"]) for draft in drafts_of(reading)]


def test_cr_10_a_console_killed_in_the_middle_of_a_new_order_offers_it_again(
    store: Store, environ: dict[str, str]
) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    first = Terminal(environ=environ)
    try:
        first.until_shown("Found: 0")
        first.type("n")
        first.until_shown("Building *")
        first.type("9161234567\r")
        first.until_shown("Petrov Andrey")
        first.type("leak\r")
        first.type("18:00")
        first.until(lambda: any(" ".join(texts.get("visit", ())).endswith("18:00") for texts in typed(store, admin)))
        first.signal(signal.SIGKILL)
        assert first.end() == 128 + signal.SIGKILL
    finally:
        first.close()
    second = Terminal(environ=environ)
    try:
        second.until_shown("Found: 0")
        second.type("n")
        second.until_shown("This is what you typed at")
        for text in ("Petrov Andrey", "Oak street, 1", "Leak", "18:00"):
            assert text in second.shown
        second.type("\x13")
        second.until_shown("№ 1")
        second.until(lambda: not typed(store, admin))
    finally:
        second.close()
