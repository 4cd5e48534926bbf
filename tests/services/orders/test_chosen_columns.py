"""Each employee has the columns that he chose, in his order and widths, at any desk (CO-3)."""

from typing import Any

import pytest

from ads_tui.domain.columns import COLUMNS, NARROWEST, WIDEST
from ads_tui.errors import InputError
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.chosen_columns import DEFAULT, ChosenColumn, choose_columns, chosen_columns
from ads_tui.services.preferences import prefer, preferred
from ads_tui.store.work import Store, Work
from tests.housing import add_employee

NUMBER = ChosenColumn("number")
MINE = (ChosenColumn("number", 9), ChosenColumn("due_at"), ChosenColumn("client", 40))


def choose(store: Store, login: str, *columns: ChosenColumn) -> None:
    store.perform(sign_in(store, login=login, os_user=None), lambda work: choose_columns(work, columns))


def chosen(store: Store, login: str) -> tuple[ChosenColumn, ...]:
    with store.reading(sign_in(store, login=login, os_user=None)) as reading:
        return chosen_columns(reading)


def test_co_3_each_employee_finds_his_own_columns_again(store: Store) -> None:
    add_employee(store, "dora", "dispatcher")
    assert chosen(store, "admin") == DEFAULT
    choose(store, "admin", *MINE)
    choose(store, "dora", *(ChosenColumn(column.name) for column in sorted(COLUMNS, key=is_number)))
    assert chosen(store, "admin") == MINE
    assert len(chosen(store, "dora")) == len(COLUMNS)
    choose(store, "admin", NUMBER)
    assert chosen(store, "admin") == (NUMBER,)


def is_number(column: Any) -> bool:
    return bool(column.name != "number")


def test_co_3_the_default_is_forgotten_so_that_it_may_grow(store: Store) -> None:
    choose(store, "admin", *MINE)
    choose(store, "admin", *DEFAULT)
    with store.reading(sign_in(store, login="admin", os_user=None)) as reading:
        assert preferred(reading, "columns") is None


@pytest.mark.parametrize(
    "columns",
    [
        (),
        (ChosenColumn("status"),),
        (ChosenColumn("status"), NUMBER),
        (NUMBER, ChosenColumn("status"), ChosenColumn("status", 20)),
        (NUMBER, ChosenColumn("colour")),
        (NUMBER, ChosenColumn("status", NARROWEST - 1)),
        (NUMBER, ChosenColumn("status", WIDEST + 1)),
    ],
)
def test_co_3_what_no_list_can_show_is_refused(store: Store, columns: tuple[ChosenColumn, ...]) -> None:
    choose(store, "admin", *MINE)
    with pytest.raises(InputError) as refusal:
        choose(store, "admin", *columns)
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "columns")
    assert chosen(store, "admin") == MINE


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ([["number", None], ["hologram", 9], ["status", 20]], (NUMBER, ChosenColumn("status", 20))),
        ([["status", 20], ["number", 7], ["status", 30]], (ChosenColumn("number", 7), ChosenColumn("status", 30))),
        ([["status", 5_000], ["client", "wide"], ["due_at"], "essence", [], None, [7, 7]],
         (NUMBER, ChosenColumn("status"), ChosenColumn("client"), ChosenColumn("due_at"))),
        ([], (NUMBER,)),
        ({"number": 1}, DEFAULT),
        ("status", DEFAULT),
    ],
)  # fmt: skip
def test_co_3_what_another_version_remembered_is_read_as_far_as_it_is_known(
    store: Store, kept: Any, found: tuple[ChosenColumn, ...]
) -> None:
    def operation(work: Work) -> None:
        prefer(work, "columns", kept)

    store.perform(sign_in(store, login="admin", os_user=None), operation)
    assert chosen(store, "admin") == found
