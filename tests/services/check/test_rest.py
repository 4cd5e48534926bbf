"""What is stored twice agrees, and the check says where it does not (R1)."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import OutsideError
from ads_tui.services.check.running import check_database
from ads_tui.services.problems import MOST_OF_A_KIND
from ads_tui.store.reindex import reindex
from ads_tui.store.search import found_by
from ads_tui.store.work import Store, Work
from tests.services.check.conftest import Trial


def found(store: Store) -> list[tuple[str, int | None]]:
    with store.reading(SYSTEM) as reading:
        return [(one.check, one.order) for one in check_database(reading).problems]


BORIS = "(SELECT id FROM employees WHERE login = 'boris')"
CLARA = "(SELECT id FROM employees WHERE login = 'clara')"
STATUS = "(SELECT id FROM statuses WHERE code = '{}')"


@pytest.mark.parametrize(
    ("statement", "problems"),
    [
        (f"UPDATE orders SET status_id = {STATUS.format('paused')} WHERE number = 4", ["base_status", "status"]),
        ("UPDATE orders SET base_status = 'done' WHERE number = 4", ["base_status", "closed"]),
        ("UPDATE orders SET is_open = false WHERE number = 4", ["executors", "is_open"]),
        ("UPDATE orders SET closed_at = updated_at WHERE number = 4", ["closed"]),
        ("UPDATE orders SET closed_at = NULL WHERE number = 1", ["closed"]),
        ("UPDATE orders SET accepted_at = NULL WHERE number = 1", ["accepted"]),
        ("UPDATE orders SET accepted_at = updated_at WHERE number = 4", ["accepted"]),
        (
            "UPDATE orders SET updated_at = '2020-01-01 00:00:00.000000+00' WHERE number = 4",
            ["created_at", "executors", "updated_at"],
        ),
        ("UPDATE orders SET important = true WHERE number = 4", ["important"]),
        ("UPDATE orders SET important = false WHERE number = 3", ["important"]),
        ("UPDATE comments SET seen_at = at WHERE order_number = 3", ["important"]),
        (f"UPDATE order_executors SET active = false WHERE order_number = 4 AND employee_id = {BORIS}", ["executors"]),
        (
            "UPDATE order_executors SET active = true"
            " WHERE order_number = 4 AND employee_id = (SELECT id FROM employees WHERE login = 'anna')",
            ["executors"],
        ),
        (f"UPDATE order_executors SET in_load = false WHERE order_number = 4 AND employee_id = {BORIS}", ["executors"]),
        ("UPDATE order_executors SET unread = true WHERE order_number = 4 AND NOT active", ["executors"]),
        ("UPDATE orders SET due_at = updated_at WHERE number = 4", ["clocks"]),
        ("UPDATE orders SET next_due_at = updated_at WHERE number = 4", ["clocks"]),
        (
            "INSERT INTO order_clocks (order_number, kind, statutory, state)"
            " SELECT number, 'reaction', false, 'running' FROM orders WHERE number = 4",
            ["clocks"],
        ),
        ("UPDATE order_texts SET body = 'other words' WHERE order_number = 4", ["texts"]),
        ("DELETE FROM order_texts WHERE order_number = 4", ["texts"]),
    ],
)
def test_a_column_that_disagrees_is_found(trial: Trial, statement: str, problems: list[str]) -> None:
    number = int(statement.split("umber = ")[1][0])
    trial.tamper(statement)
    assert trial.found() == [(check, number) for check in problems]


TOLD = "(SELECT min(id) FROM notifications WHERE order_number = {})"
DELIVERED = (
    "INSERT INTO deliveries (id, notification_id, employee_id, channel, target, kind, at, state, attempts, repeated,"
    " next_at, folded_into, error) SELECT {}, id, {}, 'email', {}, kind, at, {}, 0, false, {}, {}, ''"
    f" FROM notifications WHERE id = {TOLD}"
)


def delivered(
    key: int, state: str, *, employee: str = BORIS, next_at: str = "NULL", into: str = "NULL", number: int = 4
) -> str:
    """A delivery of what was told first of an order."""
    return DELIVERED.format(key, employee, f"'{key}'", f"'{state}'", next_at, into, number)


@pytest.mark.parametrize(
    ("statements", "problems"),
    [
        ([delivered(1, "waiting", next_at="at"), delivered(2, "sent"), delivered(3, "folded", into="1")], 0),
        ([delivered(1, "waiting", employee="999", next_at="at")], 1),
        ([delivered(1, "sent", employee="0")], 1),
        ([delivered(1, "waiting")], 1),
        ([delivered(1, "sent", next_at="at"), delivered(2, "sending", next_at="at")], 1),
        ([delivered(1, "sent"), delivered(2, "folded", into="1"), delivered(3, "folded", into="2")], 1),
    ],
)
def test_nt_3_what_would_be_told_to_nobody_never_or_twice_is_found(
    trial: Trial, statements: list[str], problems: int
) -> None:
    trial.tamper(*statements)
    assert trial.found() == [("notifications", 4)] * problems


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM employee_buildings WHERE employee_id = {CLARA} AND building_id = 1",
        f"INSERT INTO employee_buildings (employee_id, building_id) VALUES ({BORIS}, 1)",
    ],
)
def test_ro_3_a_reach_that_disagrees_with_access_is_found(trial: Trial, statement: str) -> None:
    trial.tamper(statement)
    assert trial.found() == [("reach", None)]


def test_cr_6_numbers_that_would_be_given_again_are_found(own_copy: Store) -> None:
    counters = {
        "sqlite": "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'orders'",
        "postgresql": "SELECT setval('orders_number_seq', 3)",
    }
    own_copy.perform(SYSTEM, lambda work: work.session.execute(sa.text(counters[work.connection.dialect.name])))
    assert found(own_copy) == [("numbers", 6)]


def test_an_external_number_given_twice_is_found(trial: Trial) -> None:
    trial.tamper(
        "DROP INDEX ix_orders_external_number", "UPDATE orders SET external_number = 'A-1' WHERE number IN (2, 5)"
    )
    assert trial.found() == [("numbers", 5)]


def test_a_row_that_refers_to_nothing_is_found(trial: Trial) -> None:
    if trial.session.connection().dialect.name == "sqlite":
        trial.tamper("UPDATE orders SET created_by = 999 WHERE number = 4")
    else:
        trial.tamper("ALTER TABLE orders DISABLE TRIGGER ALL")
    assert {check for check, _order in trial.found()} == {"references"}


@pytest.mark.parametrize("lived_in", ["sqlite"], indirect=True)
def test_an_index_that_lacks_an_order_is_found(trial: Trial) -> None:
    trial.tamper("DELETE FROM order_search_docsize WHERE id = 4")
    assert trial.found() == [("texts", None)]


def test_reindex_mends_the_words_of_all_orders(own_copy: Store) -> None:
    def spoil(work: Work) -> None:
        if work.connection.dialect.name == "sqlite":
            work.session.execute(sa.text("DELETE FROM order_search_docsize WHERE id = 3"))
        work.session.execute(sa.text("UPDATE order_texts SET body = 'other words' WHERE order_number = 4"))
        work.session.execute(sa.text("DELETE FROM order_texts WHERE order_number = 5"))

    own_copy.perform(SYSTEM, spoil)
    assert {4, 5} <= {order for check, order in found(own_copy) if check == "texts"}
    told: list[tuple[int, int]] = []
    assert reindex(own_copy, lambda done, of: told.append((done, of))) == 2
    assert found(own_copy) == []
    assert told[-1] == (6, 6)
    with own_copy.reading(SYSTEM) as reading:
        number, where = found_by(reading.connection.dialect.name, ["lift", "4"], SYSTEM)
        assert list(reading.connection.execute(sa.select(number).where(where)).scalars()) == [4]


@pytest.mark.parametrize("lived_in", ["sqlite"], indirect=True)
def test_r5_a_damaged_file_is_found_or_refused(own_copy: Store) -> None:
    path = Path(str(own_copy.engine.url.database))
    with own_copy.engine.connect() as connection:
        page = connection.execute(sa.text("SELECT rootpage FROM sqlite_master WHERE name = 'history_events'")).scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    assert page is not None and size is not None
    own_copy.engine.dispose()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    try:
        kinds = {check for check, _order in found(own_copy)}
    except OutsideError as error:
        assert error.code == "storage"
    else:
        assert kinds == {"file"}


def test_of_one_kind_the_first_are_listed_and_the_rest_counted(trial: Trial) -> None:
    rows = ", ".join(f"({number}, 'stray')" for number in range(1_000, 1_000 + MOST_OF_A_KIND + 7))
    trial.tamper(f"INSERT INTO order_texts (order_number, body) VALUES {rows}")
    texts = [one for one in trial.check().problems if one.check == "texts"]
    assert [one.order for one in texts] == [*range(1_000, 1_000 + MOST_OF_A_KIND), None]
    assert texts[-1].message.startswith("7 ")
    assert all(one.advice for one in texts)


def test_a_check_changes_nothing(lived_in: Store) -> None:
    def everything() -> list[list[tuple[object, ...]]]:
        with lived_in.reading(SYSTEM) as reading:
            tables = sorted(sa.inspect(reading.connection).get_table_names())
            return [
                sorted(map(tuple, reading.connection.exec_driver_sql(f"SELECT * FROM {table}")), key=str)
                for table in tables
            ]

    before = everything()
    assert found(lived_in) == []
    assert everything() == before
