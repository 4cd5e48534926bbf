"""P5: creating an order beside the same rows by the driver, and with many writers at once."""

import json
import subprocess
import sys
import time
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from bench.measure import Line, percentile
from bench.recording import Driver, recorded

COUNT = 300
# Uncounted turns first: a cold cache of the driver's connection once made its floor four times lower than it is.
WARM_UP = 5
WRITERS = {"sqlite": 8, "postgresql": 32}
EACH = 40


def a_call(store: Store) -> NewOrder:
    """An order of a service without a form, on the first premise, of a known client."""
    with store.reading(SYSTEM) as reading:
        service, building, premise = reading.connection.execute(
            sa.text(
                "SELECT s.code, b.code, p.name FROM services s, buildings b JOIN premises p ON p.building_id = b.id"
                " WHERE s.archived_at IS NULL AND CAST(s.form AS TEXT) NOT LIKE '%required%'"
                " AND coalesce(s.appointment, false) = false ORDER BY s.id, b.id, p.id LIMIT 1"
            )
        ).one()
        client = reading.connection.execute(
            sa.text("SELECT code FROM clients WHERE code IS NOT NULL ORDER BY id LIMIT 1")
        ).scalar_one()
    return NewOrder(service=service, building=building, premise=premise, client=client)


def rate(store: Store, label: str) -> list[Line]:
    """One writer: creates a second, ours beside the driver's, in turns of ten."""
    actor, new = sign_in(store, login="admin", os_user=None), a_call(store)
    with recorded(store.engine) as recording:
        number = store.perform(actor, lambda work: create_order(work, new), keep=False)
    driver, spent = Driver(store.engine), {"ours": 0.0, "floor": 0.0}
    for turn in range(WARM_UP + COUNT // 10):
        if turn == WARM_UP:
            spent = {"ours": 0.0, "floor": 0.0}
        start = time.perf_counter()
        for _ in range(10):
            store.perform(actor, lambda work: create_order(work, new))
        spent["ours"] += time.perf_counter() - start
        following = _next_numbers(store, 10)
        batches = [_renumbered(recording.writes, number, other) for other in following]
        start = time.perf_counter()
        for batch in batches:
            driver.write(batch)
        spent["floor"] += time.perf_counter() - start
    driver.close()
    made = COUNT // 10 * 10
    return [
        Line(
            "P5", f"create, one writer, {label}", made / spent["ours"], "/s", made / spent["floor"], 0.5, at_least=True
        )
    ]


def _next_numbers(store: Store, count: int) -> list[int]:
    from ads_tui.store.order_rows import allot_numbers

    with store.engine.begin() as connection:
        return list(allot_numbers(connection, count))


def _renumbered(statements: list[tuple[str, Any, bool]], old: int, new: int) -> list[tuple[str, Any, bool]]:
    """The same statements for another order; clients get keys of their own from the database."""
    return [
        (statement, [_swap(row, old, new) for row in parameters] if many else _swap(parameters, old, new), many)
        for statement, parameters, many in statements
    ]


def _swap(parameters: Any, old: int, new: int) -> Any:
    def other(value: Any) -> Any:
        if value == old and isinstance(value, int) and not isinstance(value, bool):
            return new
        if isinstance(value, str):
            return value.replace(str(old), str(new))
        return value

    if isinstance(parameters, dict):
        return {key: other(value) for key, value in parameters.items()}
    return tuple(other(value) for value in parameters)


def many_writers(store: Store, url: str, label: str) -> list[Line]:
    """Eight processes on SQLite, 32 on Postgres, each creating as fast as it can: errors, rate and p99."""
    writers = WRITERS[store.engine.dialect.name]
    start = time.perf_counter()
    processes = [
        subprocess.Popen([sys.executable, "-m", "bench.creating", url, str(EACH)], stdout=subprocess.PIPE, text=True)
        for _ in range(writers)
    ]
    results = [json.loads(process.communicate()[0]) for process in processes]
    spent = time.perf_counter() - start
    waits = [wait for result in results for wait in result["waits"]]
    errors = sum(result["errors"] for result in results)
    return [
        Line("P5", f"{writers} writers, p99 of a create, {label}", percentile(waits, 0.99), "s", None, 2.0),
        Line("P5", f"{writers} writers, errors, {label}", errors, "", None, 0),
        Line("P5", f"{writers} writers together, start included, {label}", len(waits) / spent, "/s"),
    ]


def _write(url: str, count: int) -> dict[str, Any]:
    from ads_tui.clock import Clock
    from ads_tui.store.engine import make_engine

    store = Store(make_engine(url), Clock())
    actor, new = sign_in(store, login="admin", os_user=None), a_call(store)
    waits, errors = [], 0
    for _ in range(count):
        start = time.perf_counter()
        try:
            store.perform(actor, lambda work: create_order(work, new))
        except Exception:  # whatever it was, it is what is counted
            errors += 1
        waits.append(time.perf_counter() - start)
    return {"waits": waits, "errors": errors}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_write(sys.argv[1], int(sys.argv[2]))))
