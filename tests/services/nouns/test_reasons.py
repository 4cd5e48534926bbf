"""Reasons of cancelling by the client (ST-7)."""

from dataclasses import asdict
from typing import Any

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.cancel_reasons import BUILTIN_REASONS
from ads_tui.services.nouns.reasons import add_reason, hide_reason, list_reasons
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.housing import add_order, furnish
from tests.services.nouns.refusing import refusal

BUILTIN = [reason.code for reason in BUILTIN_REASONS]


def add(store: Store, code: str, name: str = "Name", actor: Actor = SYSTEM) -> dict[str, Any]:
    return asdict(store.perform(actor, lambda work: add_reason(work, code, name)))


def hide(store: Store, code: str, actor: Actor = SYSTEM) -> dict[str, Any]:
    return asdict(store.perform(actor, lambda work: hide_reason(work, code)))


def codes(store: Store, actor: Actor = SYSTEM) -> list[str]:
    with store.reading(actor) as reading:
        return [row.code for row in list_reasons(reading)]


def test_st_7_a_reason_is_added_after_the_others(store: Store) -> None:
    assert add(store, "Moved_Out", "Переехал") == {"code": "moved_out", "name": "Переехал", "hidden": False}
    assert codes(store) == [*BUILTIN, "moved_out"]
    assert refusal(lambda: add(store, "other")) == ("taken", "code")
    assert refusal(lambda: add(store, "a b")) == ("invalid_value", "code")
    assert refusal(lambda: add(store, "x", " ")) == ("field_required", "name")


def test_st_7_an_added_reason_is_given_and_a_hidden_one_is_not(store: Store, admin: Actor) -> None:
    furnish(store)
    add(store, "moved_out")
    number = add_order(store, admin)

    def cancel(reason: str) -> None:
        wish = StatusWish("cancelled_by_client", reasons=[reason])
        store.perform(admin, lambda work: change_status(work, number, wish))

    assert hide(store, "too_long")["hidden"] is True
    assert refusal(lambda: cancel("too_long")) == ("invalid_value", "reason")
    cancel("moved_out")
    assert "too_long" in codes(store)


def test_ro_2_reasons_need_services_edit_and_the_section_services(store: Store) -> None:
    outside = Actor(kind="employee", rights=frozenset({"services.edit"}))
    inside = Actor(kind="employee", sections=frozenset({"services"}))
    assert refusal(lambda: add(store, "x", actor=inside)) == ("forbidden", None)
    assert refusal(lambda: hide(store, "other", actor=inside)) == ("forbidden", None)
    assert refusal(lambda: hide(store, "nothing", actor=inside)) == ("not_found", "reason")
    assert refusal(lambda: codes(store, outside)) == ("forbidden", None)
    assert codes(store, inside) == BUILTIN
    assert add(store, "x", actor=outside)["code"] == "x"
