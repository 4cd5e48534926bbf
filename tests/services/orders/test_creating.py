"""Registering orders: ST-1, CR-1 … CR-9, CR-12, PE-1."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ads_tui.domain.actors import Actor
from ads_tui.errors import AccessError, AdsError, RuleError
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.similar import similar_to
from tests.services.world import NOW, World


@pytest.mark.parametrize(
    ("service", "status", "first_in_progress"),
    [
        ("wide", "pending", False),
        ("visit", "in_progress", True),
        ("routed", "approval", False),
        ("routed-visit", "approval", False),
    ],
)
def test_st_1_the_status_of_a_new_order(world: World, service: str, status: str, first_in_progress: bool) -> None:
    row = world.card(world.order(service)).row
    assert row.status == status
    assert row.first_in_progress_at == (NOW if first_in_progress else None)
    assert (row.accepted_at, row.closed_at, row.done_at) == (None, None, None)


def test_cr_7_and_pe_1_default_people_who_fit_are_there_and_history_names_the_others(world: World) -> None:
    number = world.order("manned", "oak2")
    row = world.card(number).row
    assert (row.executors, row.controllers, row.department and row.department.code) == (("ed",), ("sam",), "pipes")
    assert (row.status, row.accepted_at) == ("pending", None)
    controllers, executors, created = world.history(number)
    assert created.to == "pending"
    assert (executors.from_, executors.to) == ([], ["ed"])
    assert executors.comment == "Left out: liam (wrong_department), bob (blocked), near (no_access)"
    assert (controllers.to, controllers.comment) == (["sam"], None)


def test_pe_1_defaults_fit_by_the_place_of_the_order(world: World) -> None:
    assert world.card(world.order("manned", "oak1")).row.executors == ("ed", "near")


def test_pe_1_history_says_who_was_left_out_also_where_nobody_fits(world: World) -> None:
    service = NOUNS["service"]
    world.do("system", lambda work: engine.add(work, service, "lonely", "Lonely", [("default_executors", "near")]))
    number = world.order("lonely", "oak2")
    assert world.card(number).row.executors == ()
    assert [(event.to, event.comment) for event in world.history(number)] == [
        ([], "Left out: near (no_access)"),
        ("pending", None),
    ]


def test_executors_who_are_named_take_the_place_of_the_defaults(world: World) -> None:
    number = world.order("manned", "oak1", "eve")
    row = world.card(number).row
    assert (row.executors, row.controllers) == (("eve",), ("sam",))
    assert [event.comment for event in world.history(number)] == [None, None, None]


def test_pe_6_whoever_is_assigned_by_another_has_the_order_unread(world: World) -> None:
    number = world.order()
    world.assign(number, "ed", by="dora")
    world.assign(number, "dora", by="dora")
    assert world.card(number, by="ed").row.labels == ("unread",)
    assert world.card(number, by="dora").row.labels == ()


def test_pe_6_a_default_executor_has_a_new_order_unread_unless_he_made_it(world: World) -> None:
    assert "unread" in world.card(world.order("manned"), by="ed").row.labels
    number = world.order("wide", "oak1", "dora", by="dora")
    assert "unread" not in world.card(number, by="dora").row.labels


def test_cr_8_and_st_10_executors_of_a_new_order_change_and_accept_nothing(world: World) -> None:
    row = world.card(world.order("wide", "oak1", "ed")).row
    assert (row.status, row.accepted_by, row.updated_at) == ("pending", None, NOW)


@pytest.mark.parametrize(
    ("logins", "service", "code"),
    [
        (["ed", "eve"], "single", "too_many_executors"),
        (["liam"], "leak", "wrong_department"),
        (["near"], "leak", "no_access"),
        (["bob"], "leak", "no_access"),
        (["rita"], "papers", "no_access"),
        (["ed", "near", "liam"], "leak", "too_many_executors"),
        (["liam", "near"], "leak", "wrong_department"),
    ],
)
def test_pe_1_executors_who_do_not_fit_are_refused_and_nothing_is_made(
    world: World, logins: list[str], service: str, code: str
) -> None:
    rows = world.rows()
    with pytest.raises(RuleError) as refused:
        world.order(service, "oak2", *logins, client_name="Nobody Yet")
    assert (refused.value.code, world.rows()) == (code, rows)


def test_cr_1_premise_and_client_are_optional_and_premises_go_by_number_first(world: World) -> None:
    communal = world.card(world.order("wide", "oak1")).row
    assert (communal.premise, communal.client, communal.channel, communal.priority) == (None, None, "call_in", "normal")
    for given in ("1", "oak1-1"):
        row = world.card(world.order("wide", "oak1", premise=given)).row
        assert row.premise is not None
        assert row.premise.code == "oak1-1"


def test_cl_11_things_go_by_code_or_exact_name_without_case_and_yo(world: World) -> None:
    row = world.card(world.order("CLEANING", "oak STREET, 1", client="петр ПЕТРОВ")).row
    assert (row.service.code, row.building.code, row.client and row.client.code) == ("wide", "oak1", "petrov")


def test_cr_4_an_unregistered_client_is_written_down_with_the_order(world: World) -> None:
    number = world.order(client_name=" Анна  Ли ", client_phone="8 (916) 000-11-22", client_email="a.li@example.org")
    client = world.card(number).row.client
    assert client is not None
    assert (client.code, client.name, client.registered, client.status) == (None, "Анна  Ли", False, None)
    assert (client.phone, client.email) == ("+79160001122", "a.li@example.org")


@pytest.mark.parametrize("answers", [{}, {"floor": ["7"]}])
def test_cr_3_essence_sums_the_answers_up(world: World, answers: dict[str, list[str]]) -> None:
    row = world.card(world.order("lift", form={"cabin": ["left"], "stuck": ["no"], **answers})).row
    floor = " · Floor: 7" if answers else ""
    assert row.essence == f"Cabin: the left one{floor} · Somebody stuck: no"


def test_cr_6_numbers_increase_past_a_trial(world: World) -> None:
    first = world.order()
    tried = world.do("dora", lambda work: create_order(work, NewOrder(service="wide", building="oak1")), keep=False)
    second = world.order()
    assert first < tried <= second
    assert first < second


def test_cr_9_similar_are_open_orders_of_the_same_service_and_premise(world: World) -> None:
    like = world.order("papers", "oak1", premise="1")
    done = world.order("papers", "oak1", premise="1")
    world.status(done, "cancelled", comment="no need", by="admin")
    communal = world.order("papers", "oak1")
    world.order("papers", "oak1", premise="2")
    world.order("papers", "oak2")
    world.order("single", "oak1", premise="1")
    number = world.order("papers", "oak1", premise="1")
    other = world.order("papers", "oak1")

    def similar(login: str, to: int) -> list[int]:
        return [one.number for one in world.read(login, lambda reading: similar_to(reading, to))]

    assert similar("dora", number) == [like]
    assert similar("dora", other) == [communal]
    # Whoever sees only his own orders is told of none of the others (RO-3), and who may not create, of nothing (RO-2).
    assert similar("rob", number) == []
    with pytest.raises(AccessError):
        similar("olga", number)


def test_se_1_a_new_order_is_found_by_its_words_at_once(world: World) -> None:
    number = world.order("lift", "oak1", premise="2", client_name="Zebulon", form={"cabin": ["right"]})

    def found(line: str) -> list[int]:
        page = world.read("dora", lambda reading: list_orders(reading, wanted=read_filter(reading, line)))
        return [row.number for row in page.rows]

    for line in ("zebul", "oak lift", "right zeb", str(number)):
        assert number in found(line), line


def test_ro_2_creating_needs_its_right_alone(world: World) -> None:
    number = world.order(by="rob")
    assert world.card(number).row.created_by == "rob"
    for login in ("olga", "ed", "vic"):
        with pytest.raises(AccessError) as refused:
            world.order(by=login)
        assert refused.value.code == "forbidden"


def test_an_order_made_by_the_system_has_no_creator(world: World) -> None:
    number = world.order(by="system")
    event = world.history(number)[0]
    assert (world.card(number).row.created_by, event.by, event.source) == (None, None, "system")


def test_whoever_is_not_signed_in_makes_nothing(world: World) -> None:
    nobody = Actor(kind="nobody", refusal=AccessError("not_signed_in", "Nobody"))
    rows = world.rows()
    with pytest.raises(AdsError) as refused:
        world.store.perform(nobody, lambda work: create_order(work, NewOrder(service="wide", building="oak1")))
    assert (refused.value.code, world.rows()) == ("not_signed_in", rows)


def test_cr_6_of_many_at_the_same_moment_each_has_a_number_and_one_the_external_one(world: World) -> None:
    world.actor("dora")
    with ThreadPoolExecutor(6) as pool:
        plain = [pool.submit(world.order, "wide") for _ in range(6)]
        named = [pool.submit(world.order, "wide", external_number="SAME") for _ in range(6)]
    assert len({one.result() for one in plain}) == 6
    refused = [error for error in (one.exception() for one in named) if error is not None]
    assert [getattr(error, "code", error) for error in refused] == ["taken"] * 5
