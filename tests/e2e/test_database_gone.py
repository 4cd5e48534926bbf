"""The database gone and back while a console is open with half a form typed (R4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ads_tui.store.migrate import upgrade
from tests import postgres_server
from tests.e2e.desk import Desk, choose, desk_in

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[Path]:
    """The home of a Postgres that no other trial uses."""
    run = postgres_server.begin_run()
    yield run.home
    run.end()


@pytest.fixture
def desk(server: Path, tmp_path: Path) -> Iterator[Desk]:
    url = postgres_server.create_database(postgres_server.own_server_url(server))
    upgrade(url)
    with desk_in(url, tmp_path) as made:
        yield made


def test_r_4_the_console_says_that_the_database_is_gone_keeps_what_is_typed_and_goes_on(
    desk: Desk, server: Path
) -> None:
    sitting = desk.sit_down()
    sitting.press("n")
    sitting.sees("Phone, name or address")
    choose(sitting, "9161234567", "Petrov Andrey")
    sitting.sees("Oak street, 1")
    choose(sitting, "leak", " Leak ")
    sitting.text("18:00")
    sitting.sees("18:00")

    postgres_server.stop_server(server)
    sitting.sees("Database unreachable since", "what you typed is kept")
    sitting.press("enter")
    sitting.text("2026-08-21")
    sitting.press("ctrl+s")
    sitting.sees("The database does not answer", "Petrov Andrey", "Oak street, 1", "18:00", "2026-08-21")

    postgres_server.start_server(server)
    sitting.sees_not("Database unreachable")
    sitting.sees("Petrov Andrey", "Oak street, 1", "18:00", "2026-08-21")
    sitting.press("ctrl+s")
    # A server that lost its power goes on with a later number.
    sitting.sees("№ ", "Visit time")
    sitting.press("escape")
    sitting.sees("Found: 4")
    desk.ads("order", "create", "--service", "leak", "--building", "Oak street, 2")
    sitting.sees("Found: 5")
    sitting.leave()
    (order,) = desk.ads("order", "list", "-q", "Petrov")["orders"]
    order = desk.ads("order", "show", str(order["number"]))
    assert (order["client"]["code"], order["premise"]["code"]) == ("petrov", "oak1-12")
    assert order["visit_from"] == "2026-08-20T17:00:00Z"
    assert order["due_at"].startswith("2026-08-21")
