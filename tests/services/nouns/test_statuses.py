"""Custom statuses, and the looks of the built-in ones (ST-12)."""

from dataclasses import asdict
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.statuses import BASES
from ads_tui.services import audit
from ads_tui.services.nouns.statuses import (
    add_status,
    delete_status,
    hide_status,
    list_statuses,
    set_status,
)
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.order_rows import EXECUTORS
from ads_tui.store.work import Store
from tests.housing import add_employee, add_order, furnish
from tests.services.nouns.refusing import refusal


def new(
    store: Store, code: str, based_on: str = "in_progress", *, actor: Actor = SYSTEM, **more: Any
) -> dict[str, Any]:
    return asdict(store.perform(actor, lambda work: add_status(work, code, "Name", based_on=based_on, **more)))


def put(store: Store, code: str, key: str, value: str, *, actor: Actor = SYSTEM) -> dict[str, Any]:
    return asdict(store.perform(actor, lambda work: set_status(work, code, key, value)))


def hide(store: Store, code: str) -> dict[str, Any]:
    return asdict(store.perform(SYSTEM, lambda work: hide_status(work, code)))


def delete(store: Store, code: str) -> str:
    return store.perform(SYSTEM, lambda work: delete_status(work, code))


def codes(store: Store, actor: Actor = SYSTEM) -> list[str]:
    with store.reading(actor) as reading:
        return [row.code for row in list_statuses(reading)]


def move(store: Store, actor: Actor, number: int, status: str) -> None:
    store.perform(actor, lambda work: change_status(work, number, StatusWish(status, comment="why")))


def loads(store: Store) -> list[bool]:
    with store.reading(SYSTEM) as reading:
        return list(reading.session.scalars(sa.select(EXECUTORS.c.in_load).order_by(EXECUTORS.c.order_number)))


def test_st_12_a_custom_status_takes_the_looks_of_its_base_and_stands_last(store: Store) -> None:
    assert new(store, "on_site") == {
        "code": "on_site",
        "name": "Name",
        "colour": "blue",
        "based_on": "in_progress",
        "pauses_sla": False,
        "in_load": True,
        "hidden": False,
    }
    assert new(store, "parts", colour="Pink", pauses_sla=True, in_load=False) == {
        "code": "parts",
        "name": "Name",
        "colour": "pink",
        "based_on": "in_progress",
        "pauses_sla": True,
        "in_load": False,
        "hidden": False,
    }
    assert codes(store) == [*BASES, "on_site", "parts"]


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("", "field_required"),
        ("7days", "invalid_value"),
        ("_x", "invalid_value"),
        ("On_site", "invalid_value"),
        ("on-site", "invalid_value"),
        ("ждём", "invalid_value"),
        ("x" * 65, "invalid_value"),
        ("pending", "taken"),
    ],
)
def test_cl_10_the_code_of_a_status_begins_with_a_letter(store: Store, code: str, refused: str) -> None:
    assert refusal(lambda: new(store, code)) == (refused, "code")


@pytest.mark.parametrize("base", ["nowhere", "", "on_site"])
def test_st_12_a_status_is_based_on_a_built_in_one(store: Store, base: str) -> None:
    new(store, "on_site")
    assert refusal(lambda: new(store, "other", base)) == ("invalid_value", "based_on")


@pytest.mark.parametrize("base", BASES)
def test_st_12_only_four_bases_may_pause_the_sla(store: Store, base: str) -> None:
    if base in ("in_progress", "reopened", "pending", "clarification"):
        assert new(store, "custom", base, pauses_sla=True)["pauses_sla"] is True
        assert put(store, "custom", "pauses_sla", "no")["pauses_sla"] is False
    else:
        assert refusal(lambda: new(store, "custom", base, pauses_sla=True)) == ("invalid_value", "pauses_sla")
        new(store, "custom", base)
        assert refusal(lambda: put(store, "custom", "pauses_sla", "yes")) == ("invalid_value", "pauses_sla")


@pytest.mark.parametrize("base", ["done", "cancelled", "cancelled_by_client"])
def test_pe_2_what_is_based_on_a_closed_status_never_counts_as_load(store: Store, base: str) -> None:
    assert new(store, "custom", base)["in_load"] is False
    assert refusal(lambda: put(store, "custom", "in_load", "yes")) == ("invalid_value", "in_load")


def test_st_12_a_built_in_status_is_renamed_and_recoloured_and_nothing_else(store: Store) -> None:
    assert put(store, "pending", "name", "Ждёт")["name"] == "Ждёт"
    assert put(store, "pending", "colour", "cyan")["colour"] == "cyan"
    for key in ("pauses_sla", "in_load"):
        assert refusal(lambda key=key: put(store, "pending", key, "no")) == ("invalid_value", key)  # type: ignore[misc]
    assert refusal(lambda: put(store, "pending", "hidden", "yes")) == ("in_use", "status")
    assert refusal(lambda: hide(store, "pending")) == ("in_use", "status")
    assert refusal(lambda: delete(store, "pending")) == ("in_use", "status")
    assert codes(store) == list(BASES)


@pytest.mark.parametrize(
    ("key", "value", "refused"),
    [
        ("colour", "ultraviolet", ("invalid_value", "colour")),
        ("name", " ", ("field_required", "name")),
        ("in_load", "perhaps", ("invalid_value", "in_load")),
        ("based_on", "pending", ("invalid_value", "key")),
    ],
)
def test_st_12_what_does_not_fit_is_refused(store: Store, key: str, value: str, refused: tuple[str, str]) -> None:
    new(store, "custom")
    assert refusal(lambda: put(store, "custom", key, value)) == refused
    assert refusal(lambda: put(store, "nowhere", "name", "x")) == ("not_found", "status")


def test_st_12_a_hidden_status_is_listed_not_chosen_and_comes_back(store: Store, admin: Actor) -> None:
    furnish(store)
    add_employee(store, "anna")
    new(store, "on_site")
    number = add_order(store, admin, "other", "oak1", "anna")
    assert hide(store, "on_site")["hidden"] is True
    assert "on_site" in codes(store)
    assert refusal(lambda: move(store, admin, number, "on_site")) == ("invalid_value", "status")
    put(store, "on_site", "hidden", "no")
    move(store, admin, number, "on_site")


def test_st_12_a_status_in_use_is_hidden_not_deleted(store: Store, admin: Actor) -> None:
    furnish(store)
    add_employee(store, "anna")
    new(store, "on_site")
    new(store, "unused")
    number = add_order(store, admin, "other", "oak1", "anna")
    move(store, admin, number, "on_site")
    assert refusal(lambda: delete(store, "on_site")) == ("in_use", "status")
    # History must be able to tell what the order was in.
    move(store, admin, number, "paused")
    assert refusal(lambda: delete(store, "on_site")) == ("in_use", "status")
    assert delete(store, "unused") == "unused"
    assert "unused" not in codes(store)
    assert refusal(lambda: delete(store, "unused")) == ("not_found", "status")


def test_pe_2_the_load_of_a_status_changes_for_the_orders_in_it(store: Store, admin: Actor) -> None:
    furnish(store)
    add_employee(store, "anna")
    new(store, "on_site")
    numbers = [add_order(store, admin, "other", "oak1", "anna") for _ in range(3)]
    for number in numbers[:2]:
        move(store, admin, number, "on_site")
    assert loads(store) == [True, True, True]
    put(store, "on_site", "in_load", "no")
    assert loads(store) == [False, False, True]
    put(store, "on_site", "in_load", "yes")
    assert loads(store) == [True, True, True]


def test_ro_2_statuses_are_for_administrators_and_listed_in_services(store: Store) -> None:
    editor = Actor(kind="employee", rights=frozenset({"services.edit"}), sections=frozenset({"services"}))
    assert refusal(lambda: new(store, "on_site", actor=editor)) == ("forbidden", None)
    assert refusal(lambda: put(store, "pending", "name", "X", actor=editor)) == ("forbidden", None)
    assert codes(store, editor) == list(BASES)
    outside = Actor(kind="employee", rights=frozenset({"admin"}))
    assert refusal(lambda: codes(store, outside)) == ("forbidden", None)
    assert put(store, "pending", "name", "X", actor=outside)["name"] == "X"


def test_au_3_statuses_are_in_the_audit_log(store: Store, admin: Actor) -> None:
    new(store, "on_site", actor=admin)
    put(store, "on_site", "colour", "pink", actor=admin)
    put(store, "on_site", "colour", "pink", actor=admin)
    store.perform(admin, lambda work: delete_status(work, "on_site"))
    with store.reading(admin) as reading:
        told = [(entry.what, entry.key, entry.old, entry.new) for entry in audit.entries(reading)]
    assert told[1] == ("status", "on_site", {"colour": "blue"}, {"colour": "pink"})
    assert [(entry[2] is None, entry[3] is None) for entry in told] == [(False, True), (False, False), (True, False)]
