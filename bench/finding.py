"""P3 and P4: first pages of searches, filters and sorts, and the counters, for whoever sees all and three buildings."""

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.columns import SORTED_BY
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import count_orders, counters, list_orders
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.store.work import Reading, Store
from bench.measure import Line, median_ms
from bench.pages import PAGE, narrow_actor

_RUNS, _COUNT_RUNS = 7, 3
# What a line names in this database: a value of each name, the commonest that is simple to find.
_VALUES = {
    "channel": "SELECT channel FROM orders ORDER BY number LIMIT 1",
    "type": "SELECT code FROM service_types ORDER BY id LIMIT 1",
    "service": "SELECT code FROM services WHERE id = (SELECT service_id FROM orders ORDER BY number LIMIT 1)",
    "group": "SELECT code FROM building_groups ORDER BY id LIMIT 1",
    "quarter": "SELECT code FROM quarters ORDER BY id LIMIT 1",
    "building": "SELECT code FROM buildings ORDER BY id LIMIT 1",
    "client": "SELECT code FROM clients WHERE code IS NOT NULL ORDER BY id LIMIT 1",
    "department": "SELECT code FROM departments ORDER BY id LIMIT 1",
    "executor": "SELECT login FROM employees WHERE id = (SELECT min(employee_id) FROM order_executors WHERE active)",
    "controller": "SELECT login FROM employees WHERE id = (SELECT min(employee_id) FROM order_controllers)",
    "accepted_by": "SELECT login FROM employees WHERE id = (SELECT min(accepted_by) FROM orders)",
    "closed_by": "SELECT login FROM employees WHERE id = (SELECT min(closed_by) FROM orders)",
    "manager": "SELECT login FROM employees WHERE id = (SELECT min(manager_id) FROM quarters)",
}
_LINES = (
    *("number:1..1000", "status:done", "status:pending", "priority:emergency", "reopened:yes", "unread:no"),
    *("due:today", "due:none", "created:today", "updated:today", "accepted:none", "closed:none", "visit:today"),
    *("sla:reaction", "sla:execution", "sla:none"),
    *("visit:none", 'premise:"12"', "entrance:1", "floor:3", "client:none", "executor:none", "controller:none"),
)
_WORD = "SELECT name_key FROM clients WHERE registered ORDER BY id DESC LIMIT 1"
_PHONE = "SELECT value_key FROM client_contacts WHERE kind = 'phone' ORDER BY id DESC LIMIT 1"


def lists(store: Store, label: str) -> list[Line]:
    """All of it, for both."""
    words, lines = _words(store), _lines(store)
    measured = []
    for who, actor in _actors(store):
        measured += [_searched(store, actor, f"{what}, {who}, {label}", text) for what, text in words.items()]
        measured.append(_slowest(store, actor, f"of {len(lines)} filters, {who}, {label}", lines))
        measured.append(_sorted(store, actor, f"of the sorts, {who}, {label}"))
        measured.append(_counters(store, actor, f"counters, {who}, {label}"))
        measured.append(_found(store, actor, f"of the counts Found, {who}, {label}", lines))
    return measured


def _actors(store: Store) -> list[tuple[str, Actor]]:
    narrow = narrow_actor(store)
    found = [("all orders", sign_in(store, login="admin", os_user=None))]
    return found if narrow is None else [*found, ("three buildings", narrow)]


def _words(store: Store) -> dict[str, str]:
    """What is typed: of a client's name two letters and a word, his phone, an order's number."""
    with store.reading(SYSTEM) as reading:
        word = reading.connection.execute(sa.text(_WORD)).scalar_one().split()[0]
        phone = reading.connection.execute(sa.text(_PHONE)).scalar_one()
        number = reading.connection.execute(sa.text("SELECT max(number) FROM orders")).scalar_one() // 2
    return {"two letters": word[:2], "a word": word, "a phone": phone, "a number": str(number), "two digits": "17"}


def _lines(store: Store) -> list[str]:
    with store.reading(SYSTEM) as reading:
        values = {name: reading.connection.execute(sa.text(query)).scalar() for name, query in _VALUES.items()}
    plain = [*(f"{name}:{value}" for name, value in values.items() if value is not None), *_LINES]
    # A number and a flag have no negation worth asking for.
    return [*plain, *(f"-{line}" for line in plain if not line.startswith(("number", "reopened", "unread")))]


def _searched(store: Store, actor: Actor, what: str, text: str) -> Line:
    quick = store.engine.dialect.name == "sqlite" and actor.buildings is None
    goal = 10 if quick else 150
    return Line("P3", f"search of {what}", _line_ms(store, actor, text), "ms", None, goal)


def _slowest(store: Store, actor: Actor, what: str, lines: Iterable[str]) -> Line:
    ms, line = max((_line_ms(store, actor, line), line) for line in lines)
    return Line("P3", f"the slowest {what}: {line}", ms, "ms", None, 150)


def _sorted(store: Store, actor: Actor, what: str) -> Line:
    def by(sort: str) -> Callable[[Reading], object]:
        return lambda reading: list_orders(reading, limit=PAGE, sort=parse_sort(sort))

    sorts = [f"{name}{way}" for name in SORTED_BY for way in ("", ":desc")]
    ms, sort = max((_ms(store, actor, by(sort)), sort) for sort in sorts)
    return Line("P3", f"the slowest {what}: {sort}", ms, "ms", None, 150)


def _counters(store: Store, actor: Actor, what: str) -> Line:
    goal = 10 if store.engine.dialect.name == "sqlite" else 25
    return Line("P4", what, _ms(store, actor, counters), "ms", None, goal)


def _found(store: Store, actor: Actor, what: str, lines: Iterable[str]) -> Line:
    def of(line: str) -> Callable[[Reading], object]:
        return lambda reading: count_orders(reading, wanted=read_filter(reading, line))

    ms, line = max((_ms(store, actor, of(line), runs=_COUNT_RUNS), line) for line in lines)
    return Line("P4", f"the slowest {what}: {line}", ms, "ms")


def _line_ms(store: Store, actor: Actor, line: str) -> float:
    return _ms(store, actor, lambda reading: list_orders(reading, limit=PAGE, wanted=read_filter(reading, line)))


def _ms(store: Store, actor: Actor, read: Callable[[Reading], object], *, runs: int = _RUNS) -> float:
    def act() -> None:
        with store.reading(actor) as reading:
            read(reading)

    return median_ms(act, runs=runs, warm_up=1)
