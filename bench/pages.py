"""P1 and P2: the first page, a deep page, for whoever sees all and for whoever sees three buildings."""

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders import listing
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.sorts import Sort
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store
from bench.measure import Line, median_ms, paired_ms
from bench.recording import Driver, recorded

DEPTH = 500_000
PAGE = 50


def first_page(store: Store, label: str, small: Store | None) -> list[Line]:
    """P1: through the service beside the same SQL by the driver, and beside a hundredth of the orders."""
    admin = sign_in(store, login="admin", os_user=None)

    def ours() -> None:
        with store.reading(admin) as reading:
            list_orders(reading, limit=PAGE)

    with recorded(store.engine) as recording:
        ours()
    driver = Driver(store.engine)
    reads = [entry for entry in recording.statements if entry[0].lstrip().upper().startswith("SELECT")]
    service, floor = paired_ms(ours, lambda: driver.read(reads))
    driver.close()
    lines = [Line("P1", f"first page, {label}", service, "ms", floor, 5.0)]
    if small is not None:
        few = _page_ms(small, sign_in(small, login="admin", os_user=None))
        lines.append(Line("P1", f"first page beside 10,000 orders, {label}", service, "ms", few, 1.5))
    narrow = narrow_actor(store)
    if narrow is not None:
        lines.append(Line("P1", f"first page, three buildings, {label}", _page_ms(store, narrow), "ms", None, 20.0))
    return lines


def deep_page(store: Store, label: str) -> list[Line]:
    """P2: a page at depth 500,000 beside the first page."""
    admin = sign_in(store, login="admin", os_user=None)
    after = cursor_at(store, admin, DEPTH)

    def deep() -> None:
        with store.reading(admin) as reading:
            list_orders(reading, limit=PAGE, after=after)

    def first() -> None:
        with store.reading(admin) as reading:
            list_orders(reading, limit=PAGE)

    ours, floor = paired_ms(deep, first)
    return [Line("P2", f"page at depth {DEPTH:,}, {label}", ours, "ms", floor, 1.5)]


def cursor_at(store: Store, actor: Actor, depth: int) -> str | None:
    """The cursor of a place deep in the list, found by walking it in the largest pages there are."""
    with store.reading(actor) as reading:
        total = reading.connection.execute(sa.text("SELECT count(*) FROM orders")).scalar_one()
        place = min(depth, total // 2)
        key = reading.connection.execute(
            sa.text(
                "SELECT updated_at, number FROM orders WHERE NOT (important OR unread_messages > 0)"
                " ORDER BY updated_at DESC, number DESC LIMIT 1 OFFSET :place"
            ).columns(updated_at=ORDERS.c.updated_at.type, number=sa.BigInteger()),
            {"place": place},
        ).one()
    mark = listing._mark("all", OrderFilter(), Sort().token)
    return listing._cursor(mark, (1, (key.updated_at, key.number)))


def narrow_actor(store: Store) -> Actor | None:
    """The demonstration's employee with three buildings."""
    with store.reading(SYSTEM) as reading:
        login = reading.connection.execute(
            sa.text("SELECT login FROM employees WHERE NOT all_buildings ORDER BY id LIMIT 1")
        ).scalar()
    return sign_in(store, login=login, os_user=None) if login else None


def _page_ms(store: Store, actor: Actor) -> float:
    def page() -> None:
        with store.reading(actor) as reading:
            list_orders(reading, limit=PAGE)

    return median_ms(page)
