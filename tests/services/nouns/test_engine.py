"""What holds for every noun: codes, names, keys, rights, sections, lists, audit."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AccessError, InputError, NotFoundError, RuleError
from ads_tui.models.ground import Change
from ads_tui.services import audit
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store, Work
from tests.services.nouns.doing import add, codes, put, show
from tests.services.nouns.refusing import refusal

REQUIRED: dict[str, dict[str, Any]] = {"premise": {"building": "b"}}
EVERY_NOUN = sorted(NOUNS)


def some_actor(*, rights: tuple[str, ...] = (), sections: tuple[str, ...] = ()) -> Actor:
    return Actor(kind="employee", rights=frozenset(rights), sections=frozenset(sections))


def nobody() -> Actor:
    return Actor(kind="nobody", refusal=AccessError("not_signed_in", "Nobody is signed in"))


def add_any(store: Store, noun: str, code: str = "one", name: str = "Name", **more: Any) -> dict[str, Any]:
    if noun == "premise" and not codes(store, "building"):
        add(store, "building", "b")
    return add(store, noun, code, name, **REQUIRED.get(noun, {}), **more)


@pytest.mark.parametrize("noun", EVERY_NOUN)
def test_cl_7_a_document_has_code_name_and_every_key(store: Store, noun: str) -> None:
    document = add_any(store, noun)
    assert list(document) == ["code", "name", *(key.name for key in NOUNS[noun].keys)]
    assert show(store, noun, "one") == document
    assert "" not in document.values()


@pytest.mark.parametrize("noun", EVERY_NOUN)
def test_cl_11_a_code_is_taken_once_and_names_may_repeat(store: Store, noun: str) -> None:
    add_any(store, noun, name="1")
    assert refusal(lambda: add_any(store, noun, name="2")) == ("taken", "code")
    if noun != "premise":
        add_any(store, noun, code="two", name="1")
        with pytest.raises(InputError) as caught:
            show(store, noun, "1")
        assert caught.value.code == "ambiguous"
        assert caught.value.details == {"choices": ["one", "two"]}


@pytest.mark.parametrize("noun", EVERY_NOUN)
def test_ro_2_each_noun_needs_its_right(store: Store, noun: str) -> None:
    add_any(store, noun)
    without = some_actor(rights=tuple({"admin", "services.edit", "clients.edit"} - {NOUNS[noun].right}))
    assert refusal(lambda: add_any(store, noun, code="two", name="2", actor=without)) == ("forbidden", None)
    assert refusal(lambda: put(store, noun, "one", "name", "New", actor=without)) == ("forbidden", None)
    holder = some_actor(rights=(NOUNS[noun].right,))
    assert put(store, noun, "one", "name", "New", actor=holder)["name"] == "New"


@pytest.mark.parametrize("noun", EVERY_NOUN)
def test_ro_1_lists_and_documents_need_the_section(store: Store, noun: str) -> None:
    add_any(store, noun)
    outside = some_actor(rights=("admin", "orders.view_all"))
    inside = some_actor(rights=("orders.view_all",), sections=(NOUNS[noun].section,))
    assert refusal(lambda: codes(store, noun, actor=outside)) == ("forbidden", None)
    assert refusal(lambda: show(store, noun, "one", actor=outside)) == ("forbidden", None)
    assert codes(store, noun, actor=inside) == ["one"]
    assert show(store, noun, "one", actor=inside)["code"] == "one"


def test_ro_1_sections_are_those_of_the_table() -> None:
    sections = {name: noun.section for name, noun in NOUNS.items()}
    assert sections == {
        "client": "clients",
        "building": "buildings",
        "premise": "buildings",
        "group": "buildings",
        "quarter": "buildings",
        "organization": "buildings",
        "service": "services",
        "service-type": "services",
        "category": "services",
        "department": "administration",
    }


def test_ro_2_rights_are_those_of_the_table() -> None:
    rights = {name: noun.right for name, noun in NOUNS.items()}
    assert {name for name, right in rights.items() if right == "services.edit"} == {
        "service",
        "service-type",
        "category",
    }
    assert {name for name, right in rights.items() if right == "clients.edit"} == {"client", "premise"}
    assert {name for name, right in rights.items() if right == "admin"} == {
        "organization",
        "group",
        "quarter",
        "building",
        "department",
    }


@pytest.mark.parametrize("code", ["a", "x" * 64, "Лифт", "ЖЭК-5", "a.b_c-d", "12", "дім"])
def test_cl_11_codes_are_letters_digits_and_three_signs(store: Store, code: str) -> None:
    assert add(store, "group", code)["code"] == code


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("", "field_required"),
        ("   ", "field_required"),
        ("x" * 65, "invalid_value"),
        ("a b", "invalid_value"),
        ("a=b", "invalid_value"),
        ("a,b", "invalid_value"),
        ("a:b", "invalid_value"),
        ("none", "invalid_value"),
        ("ALL", "invalid_value"),
        ("a\x1b[31m", "invalid_value"),
    ],
)
def test_cl_11_other_codes_are_refused(store: Store, code: str, refused: str) -> None:
    assert refusal(lambda: add(store, "group", code)) == (refused, "code")


@pytest.mark.parametrize(
    ("key", "value", "refused"),
    [
        ("name", "", ("field_required", "name")),
        ("name", "none", ("field_required", "name")),
        ("name", "x" * 256, ("invalid_value", "name")),
        ("name", "a\u202eb", ("invalid_value", "name")),
        ("no_such", "1", ("invalid_value", "key")),
        ("kind", "club", ("invalid_value", "kind")),
        ("phone", "twelve", ("invalid_value", "phone")),
        ("email", "nobody", ("invalid_value", "email")),
        ("vat_included", "maybe", ("invalid_value", "vat_included")),
    ],
)
def test_cl_17_a_refused_value_names_its_key_and_changes_nothing(
    store: Store, key: str, value: str, refused: tuple[str, str]
) -> None:
    before = add(store, "organization", "uk", "Company")
    assert refusal(lambda: put(store, "organization", "uk", key, value)) == refused
    if key != "name":
        pairs: dict[str, Any] = {key: value}
        assert refusal(lambda: add(store, "organization", "uk2", "Company", **pairs)) == refused
    assert show(store, "organization", "uk") == before
    assert codes(store, "organization") == ["uk"]


def test_cl_17_a_name_of_255_characters_fits(store: Store) -> None:
    assert add(store, "group", "g", "я" * 255)["name"] == "я" * 255


def test_cl_17_none_empties_a_key(store: Store) -> None:
    add(store, "organization", "uk", "Company", phone="8 495 123-45-67", email="office@uk.example")
    assert show(store, "organization", "uk")["phone"] == "+74951234567"
    assert put(store, "organization", "uk", "phone", "none")["phone"] is None
    assert put(store, "organization", "uk", "email", "")["email"] is None


def test_cl_17_a_key_given_twice_is_refused(store: Store) -> None:
    def act() -> None:
        pairs = [("manager", "admin"), ("manager", "none")]
        store.perform(SYSTEM, lambda work: engine.add(work, NOUNS["group"], "g", "G", pairs))

    assert refusal(act) == ("invalid_value", "manager")


def test_cl_11_a_thing_is_named_by_its_name_too(store: Store) -> None:
    add(store, "group", "g1", "Ёлки")
    add(store, "building", "b1", "Ленина, 5", group="елки")
    assert put(store, "building", "ЛЕНИНА, 5", "note", "by name")["note"] == "by name"
    assert show(store, "building", "b1")["group"] == "g1"


def test_cl_17_a_thing_that_a_value_names_must_be_there(store: Store) -> None:
    add(store, "building", "b1")
    assert refusal(lambda: put(store, "building", "b1", "group", "nowhere")) == ("not_found", "group")
    assert refusal(lambda: put(store, "building", "nowhere", "note", "x")) == ("not_found", "building")
    assert refusal(lambda: add(store, "group", "g", manager="nobody")) == ("not_found", "manager")
    add(store, "group", "g1", "Twin")
    add(store, "group", "g2", "Twin")
    assert refusal(lambda: put(store, "building", "b1", "group", "twin")) == ("ambiguous", "group")


def test_cl_8_of_several_faults_the_first_is_told(store: Store) -> None:
    add(store, "group", "g1")
    powerless = some_actor()
    assert refusal(lambda: put(store, "group", "nowhere", "no_such", "x", actor=nobody())) == ("invalid_value", "key")
    assert refusal(lambda: put(store, "group", "nowhere", "name", "x", actor=nobody()))[0] == "not_signed_in"
    assert refusal(lambda: put(store, "group", "nowhere", "name", "x", actor=powerless)) == ("not_found", "group")
    assert refusal(lambda: add(store, "group", "g1", "", actor=powerless)) == ("field_required", "name")
    assert refusal(lambda: add(store, "group", "g1", actor=powerless)) == ("forbidden", None)
    assert refusal(lambda: show(store, "group", "nowhere", actor=powerless)) == ("not_found", "group")
    assert refusal(lambda: show(store, "group", "g1", actor=nobody()))[0] == "not_signed_in"
    assert refusal(lambda: codes(store, "group", actor=nobody()))[0] == "not_signed_in"


def test_se_1_every_typed_word_begins_some_word(store: Store) -> None:
    add(store, "building", "lenina-5", "улица Ленина, дом 5")
    add(store, "building", "lenina-15", "улица Ленина, дом 15")
    add(store, "building", "elki", "Ёлочная, 5")
    assert codes(store, "building", "лен 5") == ["lenina-5"]
    assert codes(store, "building", "ЕЛОЧ") == ["elki"]
    assert codes(store, "building", "lenina") == ["lenina-5", "lenina-15"]
    assert codes(store, "building", "енина") == []
    assert codes(store, "building", " , ") == ["elki", "lenina-5", "lenina-15"]


def test_co_4_a_list_is_sorted_by_name_with_numbers_as_numbers(store: Store) -> None:
    for code, name in (("a", "Дом 10"), ("b", "дом 2"), ("c", "ёж"), ("d", "жук"), ("e", "еж"), ("f", "Абрикос")):
        add(store, "group", code, name)
    assert codes(store, "group") == ["f", "b", "a", "e", "c", "d"]


def test_cl_11_a_renamed_thing_sorts_and_is_found_by_its_new_name(store: Store) -> None:
    add(store, "group", "g1", "Zebra")
    add(store, "group", "g2", "Middle")
    put(store, "group", "g1", "name", "Aardvark")
    assert codes(store, "group") == ["g1", "g2"]
    assert show(store, "group", "aardvark")["code"] == "g1"
    assert codes(store, "group", "zeb") == []


def test_a_list_longer_than_a_batch_is_whole_and_in_order(store: Store) -> None:
    def many(work: Work) -> None:
        for number in range(1_001):
            engine.add(work, NOUNS["quarter"], f"q{number}", f"Quarter {number}", [("manager", "admin")])

    store.perform(SYSTEM, many)
    assert codes(store, "quarter") == [f"q{number}" for number in range(1_001)]


def test_au_3_every_change_is_in_the_audit_log(store: Store, admin: Actor) -> None:
    add(store, "building", "b1", "Old", actor=admin, chat_after_close="14")
    put(store, "building", "b1", "name", "New", actor=admin)
    put(store, "building", "b1", "name", "New", actor=admin)
    with store.reading(admin) as reading:
        told = [(entry.by, entry.what, entry.key, entry.old, entry.new) for entry in audit.entries(reading)]
    assert told == [
        ("admin", "building", "b1", {"name": "Old"}, {"name": "New"}),
        ("admin", "building", "b1", None, {"name": "Old", "chat_after_close": 14}),
    ]


def test_au_3_clients_and_premises_are_no_administration(store: Store, admin: Actor) -> None:
    add(store, "building", "b")
    with store.reading(admin) as reading:
        before = len(audit.entries(reading))
    add(store, "premise", "p", "1", building="b", actor=admin)
    add(store, "client", "c", "Ivanov", phone="+79161234567", actor=admin)
    with store.reading(admin) as reading:
        assert len(audit.entries(reading)) == before


def test_what_a_refusal_undoes_is_not_in_the_audit_log(store: Store, admin: Actor) -> None:
    add(store, "group", "g1")
    with pytest.raises(RuleError):
        add(store, "group", "g1", actor=admin)
    with pytest.raises(NotFoundError):
        put(store, "group", "g1", "manager", "nobody", actor=admin)
    with store.reading(admin) as reading:
        assert [entry.key for entry in audit.entries(reading, login="admin")] == []


def test_consoles_are_told_of_a_change_and_not_of_none(upgraded_sqlite_url: str) -> None:
    store = Store(make_engine(upgraded_sqlite_url), Clock())
    add(store, "service-type", "t")
    put(store, "service-type", "t", "internal", "yes")
    put(store, "service-type", "t", "internal", "yes")
    with store.reading(SYSTEM) as reading:
        told = reading.session.execute(sa.select(col(Change.kind), col(Change.key)))
        assert [tuple(row) for row in told] == [("service-type", "t")] * 2
    store.engine.dispose()


def test_of_writers_who_add_one_code_at_once_one_succeeds(store: Store) -> None:
    def attempt(_number: int) -> str:
        try:
            return str(add(store, "group", "same")["code"])
        except RuleError as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["same", "taken", "taken", "taken"]
