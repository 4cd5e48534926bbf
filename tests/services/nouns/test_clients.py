"""Clients: contacts, premises, who sees them."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.models.places import ClientContact
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from tests.housing import add_employee, add_thing, furnish
from tests.services.nouns.doing import add, codes, put, show
from tests.services.nouns.refusing import refusal


@pytest.fixture
def houses(store: Store) -> Store:
    """Two buildings with one flat each."""
    furnish(store)
    add_thing(store, "premise", "flat1", "12", building="oak1")
    add_thing(store, "premise", "flat2", "7", building="oak2")
    return store


def order_of(store: Store, **wanted: Any) -> int:
    return store.perform(SYSTEM, lambda work: create_order(work, NewOrder(service="other", **wanted)))


def contacts(store: Store) -> list[tuple[str, str, str, bool]]:
    columns = (ClientContact.kind, ClientContact.value, ClientContact.value_key, ClientContact.primary)
    with store.reading(SYSTEM) as reading:
        rows = reading.session.execute(sa.select(*(col(column) for column in columns)).order_by(col(ClientContact.id)))
        return [tuple(row) for row in rows]


def test_cr_4_phones_are_kept_in_e164_and_contacts_replaced(store: Store) -> None:
    document = add(store, "client", "c", "Ivan", phone="8 (916) 123-45-67", email="Ivan@Mail.Example")
    assert (document["phone"], document["email"]) == ("+79161234567", "Ivan@Mail.Example")
    assert contacts(store) == [
        ("phone", "+79161234567", "+79161234567", True),
        ("email", "Ivan@Mail.Example", "ivan@mail.example", True),
    ]
    assert put(store, "client", "c", "phone", "+7 916 765-43-21")["phone"] == "+79167654321"
    assert put(store, "client", "c", "email", "none")["email"] is None
    assert [row[1] for row in contacts(store)] == ["+79167654321"]


def test_cr_4_a_second_phone_stays_when_the_first_is_replaced(store: Store) -> None:
    add(store, "client", "c", "Ivan", phone="+79161234567")

    def second(work: Any) -> None:
        work.session.execute(
            sa.insert(ClientContact).from_select(
                ["client_id", "kind", "value", "value_key", "primary", "valid"],
                sa.select(
                    col(ClientContact.client_id),
                    sa.literal("phone"),
                    sa.literal("+79260000000"),
                    sa.literal("+79260000000"),
                    sa.false(),
                    sa.true(),
                ),
            )
        )

    store.perform(SYSTEM, second)
    assert put(store, "client", "c", "phone", "+79167654321")["phone"] == "+79167654321"
    assert sorted(row[1] for row in contacts(store)) == ["+79167654321", "+79260000000"]
    assert codes(store, "client", "+792600") == ["c"]


@pytest.mark.parametrize(
    ("key", "value"), [("phone", "what"), ("phone", "12"), ("email", "a@b"), ("email", "a b@c.d"), ("email", "a@b,c.d")]
)
def test_cr_4_what_is_no_phone_or_address_is_refused(store: Store, key: str, value: str) -> None:
    pairs: dict[str, Any] = {key: value}
    assert refusal(lambda: add(store, "client", "c", "Ivan", **pairs)) == ("invalid_value", key)
    assert codes(store, "client") == []


def test_cl_17_premises_say_what_the_client_is_to_each(houses: Store) -> None:
    document = add(houses, "client", "c", "Ivan", premises="flat1:owner, flat2:tenant")
    assert document["premises"] == ["flat2:tenant", "flat1:owner"]
    assert put(houses, "client", "c", "premises", "flat1:family")["premises"] == ["flat1:family"]
    assert put(houses, "client", "c", "premises", "none")["premises"] == []


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("flat1", ("invalid_value", "premises")),
        ("flat1:lord", ("invalid_value", "premises")),
        (":owner", ("invalid_value", "premises")),
        ("nowhere:owner", ("not_found", "premises")),
    ],
)
def test_cl_17_premises_that_cannot_be_read_are_refused(houses: Store, value: str, refused: tuple[str, str]) -> None:
    assert refusal(lambda: add(houses, "client", "c", "Ivan", premises=value)) == refused


def test_cr_2_clients_are_found_by_name_code_tag_phone_and_email(store: Store) -> None:
    add(store, "client", "c-1", "Иван Петрович Ёлкин", phone="8 916 123-45-67", email="elkin@mail.example", tags="VIP")
    add(store, "client", "c-2", "Пётр Иванов")
    assert codes(store, "client", "елк ив") == ["c-1"]
    assert codes(store, "client", "иван") == ["c-1", "c-2"]
    assert codes(store, "client", "vip") == ["c-1"]
    assert codes(store, "client", "c-2") == ["c-2"]
    for phone in ("+79161234567", "89161234567", "8 (916) 123-45-67", "+7916123", "916 123"):
        assert codes(store, "client", phone) == ["c-1"], phone
    assert codes(store, "client", "ELKIN@mail.example") == ["c-1"]
    assert codes(store, "client", "1234567") == []


def test_cr_4_an_unregistered_client_is_listed_without_a_code_and_not_chosen(houses: Store) -> None:
    order_of(houses, building="oak1", client_name="Ivan", client_phone="+79161234567")
    assert codes(houses, "client") == [None]
    assert refusal(lambda: show(houses, "client", "Ivan")) == ("not_found", "client")


@pytest.fixture
def anna(houses: Store) -> Actor:
    """A dispatcher who sees the building oak1 alone."""
    return add_employee(houses, "anna", role="dispatcher", buildings="oak1")


def test_ro_3_clients_are_seen_by_premise_by_order_or_where_they_have_neither(houses: Store, anna: Actor) -> None:
    add(houses, "client", "here", "A", premises="flat1:owner")
    add(houses, "client", "there", "B", premises="flat2:owner")
    add(houses, "client", "both", "C", premises="flat1:owner,flat2:owner")
    add(houses, "client", "caller", "D", premises="flat2:owner")
    add(houses, "client", "elsewhere", "E")
    add(houses, "client", "new", "F")
    order_of(houses, building="oak1", client="caller")
    order_of(houses, building="oak2", client="elsewhere")
    assert codes(houses, "client", actor=anna) == ["here", "both", "caller", "new"]
    assert refusal(lambda: show(houses, "client", "there", actor=anna)) == ("not_found", "client")
    assert refusal(lambda: put(houses, "client", "elsewhere", "note", "x", actor=anna)) == ("not_found", "client")
    assert len(codes(houses, "client")) == 6


def test_ro_3_premises_out_of_reach_are_neither_shown_nor_lost(houses: Store, anna: Actor) -> None:
    add(houses, "client", "c", "Ivan", premises="flat1:owner,flat2:owner")
    assert show(houses, "client", "c", actor=anna)["premises"] == ["flat1:owner"]
    assert put(houses, "client", "c", "premises", "flat1:tenant", actor=anna)["premises"] == ["flat1:tenant"]
    assert refusal(lambda: put(houses, "client", "c", "premises", "flat2:owner", actor=anna)) == (
        "not_found",
        "premises",
    )
    assert show(houses, "client", "c")["premises"] == ["flat2:owner", "flat1:tenant"]


def test_ro_3_a_phone_out_of_reach_finds_nobody(houses: Store, anna: Actor) -> None:
    add(houses, "client", "there", "B", premises="flat2:owner", phone="+79161234567")
    assert codes(houses, "client", "+79161234567", actor=anna) == []
    assert codes(houses, "client", "+79161234567") == ["there"]
