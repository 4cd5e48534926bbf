"""Whatever an order is found by is found by its new name once it is renamed (SE-1)."""

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.text import words
from ads_tui.models.orders import OrderText
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import found_by, rewrite_texts
from ads_tui.store.work import Store, Work
from tests.housing import add_order, add_thing, furnish
from tests.services.nouns.doing import put


def found(store: Store, text: str) -> list[int]:
    with store.reading(SYSTEM) as reading:
        number, where = found_by(store.engine.dialect.name, words(text), SYSTEM)
        return list(reading.connection.execute(sa.select(number).where(where).order_by(number)).scalars())


@pytest.fixture
def order(store: Store, admin: Actor) -> int:
    """An order with everything that it is found by, beside one that has nothing of it."""
    furnish(store)
    add_thing(store, "premise", "p", "12", building="oak1")
    add_thing(store, "client", "c", "Ivan Petrov", premises="p:owner")
    add_order(store, admin, "leak", "oak2")
    wanted = NewOrder(service="lift", building="oak1", premise="12", client="c")
    return store.perform(admin, lambda work: create_order(work, wanted))


@pytest.mark.parametrize(
    ("noun", "code", "old", "new"),
    [
        ("service", "lift", "stopped", "Подъёмник"),
        ("building", "oak1", "street ivan", "Ёлочная"),
        ("client", "c", "petrov", "Сидоров"),
        ("premise", "p", "ivan 12", "кв77"),
    ],
)
def test_se_1_an_order_is_found_by_the_new_name_only(
    store: Store, order: int, noun: str, code: str, old: str, new: str
) -> None:
    assert found(store, old) == [order]
    put(store, noun, code, "name", new)
    assert found(store, new[:4]) == [order]
    assert found(store, old) == []
    assert found(store, "leak") == [order - 1]


def test_se_1_more_orders_than_a_batch_are_renamed_in_one_transaction(store: Store, admin: Actor) -> None:
    furnish(store)
    wanted = NewOrder(service="lift", building="oak1")
    # The same order again and again, by the database itself: 2,300 creations would only take longer.
    first = store.perform(admin, lambda work: create_order(work, wanted))

    def multiply(work: Work) -> None:
        connection = work.connection
        row = dict(connection.execute(sa.select(ORDERS).where(ORDERS.c.number == first)).mappings().one())
        copies = range(first + 1, first + 2_300)
        connection.execute(sa.insert(ORDERS), [{**row, "number": number} for number in copies])
        body = connection.execute(sa.select(OrderText)).one().body
        texts = [{"order_number": number, "body": body.replace(str(first), str(number), 1)} for number in copies]
        connection.execute(sa.insert(OrderText), texts)

    store.perform(admin, multiply)
    assert len(found(store, "stopped")) == 2_300
    put(store, "service", "lift", "name", "Подъёмник стоит")
    assert len(found(store, "подъемник")) == 2_300
    assert found(store, "stopped") == []
    unchanged = store.perform(admin, lambda work: rewrite_texts(work.connection, sa.true()))
    assert unchanged == 0
