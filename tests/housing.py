"""A small housing company for trials of services: two buildings, three departments' worth of people, a lift, a leak."""

from argon2 import PasswordHasher

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services import employees
from ads_tui.services.accounts import sign_in
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Store

_THINGS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("department", "lifts", "Lifts", {}),
    ("department", "water", "Water", {}),
    ("quarter", "north", "North", {}),
    ("group", "towers", "Towers", {}),
    ("building", "oak1", "Oak street, 1", {"quarter": "north"}),
    ("building", "oak2", "Oak street, 2", {"group": "towers"}),
    ("service", "lift", "Lift stopped", {"department": "lifts", "max_executors": "2", "use_controllers": "yes"}),
    ("service", "leak", "Leak", {"department": "water"}),
    ("service", "other", "Other", {"max_executors": "4", "use_controllers": "yes"}),
)


def quick_hash(password: str) -> str:
    """A hash of a password that is quick to judge, for trials with many attempts."""
    return PasswordHasher(time_cost=1, memory_cost=64).hash(password)


def furnish(store: Store) -> None:
    """Add the things of the company, nobody but the administrator."""
    for noun, code, name, pairs in _THINGS:
        add_thing(store, noun, code, name, **pairs)


def add_thing(store: Store, noun: str, code: str, name: str, **pairs: str) -> None:
    """Add one thing with its keys as typed."""
    store.perform(SYSTEM, lambda work: engine.add(work, NOUNS[noun], code, name, pairs.items()))


def add_employee(store: Store, login: str, role: str = "executor", **pairs: str) -> Actor:
    """Add an employee with his keys as typed, and sign him in."""
    given = {"role": role, **pairs}
    store.perform(SYSTEM, lambda work: employees.add_employee(work, login, login.capitalize(), given.items()))
    return sign_in(store, login=login, os_user=None)


def add_order(store: Store, actor: Actor, service: str = "other", building: str = "oak1", *executors: str) -> int:
    """Register an order and answer its number."""
    wanted = NewOrder(service=service, building=building, executors=executors)
    return store.perform(actor, lambda work: create_order(work, wanted))


def orders_of(store: Store, actor: Actor) -> list[int]:
    """The numbers of the orders that an actor sees."""
    with store.reading(actor) as reading:
        return list(
            reading.connection.execute(select_orders(actor, ORDERS.c.number).order_by(ORDERS.c.number)).scalars()
        )
