from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.models.places import Building, Client, ClientContact, ClientPremise, Premise, Quarter
from ads_tui.services.audit import entries
from ads_tui.services.imports.running import ImportResult
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.reach import differences
from ads_tui.store.work import Store
from tests.housing import add_employee, add_thing, furnish
from tests.importing import bring, count_rows, names_of, write_csv, write_xlsx

MAKE_QUARTERS = "[make]\nquarter = true"
MAKE_PREMISES = "[make]\nbuilding = true"


def bring_table(
    store: Store,
    actor: Actor,
    folder: Path,
    kind: str,
    table: list[list[Any]],
    map_text: str | None = None,
    **options: Any,
) -> ImportResult:
    """Import buildings or clients from a CSV file, its first row the header."""
    return bring(store, actor, write_csv(folder / f"{kind}.csv", table), map_text, kind=kind, **options)


def document(store: Store, noun: str, code: str) -> dict[str, Any]:
    with store.reading(SYSTEM) as reading:
        return engine.show(reading, NOUNS[noun], code).document


def found(result: ImportResult) -> list[tuple[int, str, str | None]]:
    return [(row.line, row.code, row.field) for row in result.refused]


def test_cl_16_buildings_come_with_columns_named_as_ours(store: Store, admin: Actor, tmp_path: Path) -> None:
    furnish(store)
    add_thing(store, "organization", "uk", "УК «Дом»")
    table = [
        ["code", "name", "quarter", "group", "organization", "note", "whatever"],
        ["fir-1", "Fir 1", "North", "towers", "УК «Дом»", "Key at\nthe porter", "x"],
        ["", "Fir 2", "", "", "", "", ""],
    ]
    result = bring_table(store, admin, tmp_path, "buildings", table)
    assert (result.created, result.unchanged, found(result)) == (2, 0, [])
    first = document(store, "building", "fir-1")
    assert (first["name"], first["quarter"], first["group"], first["organization"], first["note"]) == (
        "Fir 1",
        "north",
        "towers",
        "uk",
        "Key at\nthe porter",
    )
    assert document(store, "building", "Fir 2")["code"] == "fir-2"
    again = bring_table(store, admin, tmp_path, "buildings", table)
    assert (again.created, again.unchanged, found(again)) == (0, 2, [])


def test_cl_16_a_building_is_known_again_by_its_code_else_by_its_address(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    furnish(store)
    table = [
        ["code", "name"],
        ["oak1", "Another name"],
        ["", "OAK STREET, 2"],
        ["oak3", "Oak street, 2"],
        ["oak3", "Oak street, 3"],
        ["", "Oak street, 4"],
        ["", "oak STREET, 4"],
    ]
    result = bring_table(store, admin, tmp_path, "buildings", table)
    assert (result.created, result.unchanged) == (2, 4)
    assert names_of(store, admin, "building") == ["Oak street, 1", "Oak street, 2", "Oak street, 2", "Oak street, 4"]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (["a b", "Fir", "", "", ""], ("invalid_value", "code")),
        (["", "", "north", "", ""], ("field_required", "name")),
        (["", "x" * 256, "", "", ""], ("invalid_value", "name")),
        (["", "Fir", "south", "", ""], ("not_found", "quarter")),
        (["", "Fir", "north", "castles", ""], ("not_found", "group")),
        (["", "Fir", "north", "", "nobody"], ("not_found", "organization")),
    ],
)
def test_cl_16_a_building_is_refused_by_its_line(
    store: Store, admin: Actor, tmp_path: Path, row: list[str], refusal: tuple[str, str]
) -> None:
    furnish(store)
    table = [["code", "name", "quarter", "group", "organization"], ["", "Good", "", "", ""], row]
    result = bring_table(store, admin, tmp_path, "buildings", table)
    assert (result.created, found(result)) == (1, [(3, *refusal)])
    assert result.refused_file == tmp_path / "buildings.refused.csv"


def test_cl_16_quarters_of_buildings_are_made_where_the_map_says_so(store: Store, admin: Actor, tmp_path: Path) -> None:
    furnish(store)
    add_employee(store, "nora", role="dispatcher", quarters="north")
    table = [
        ["name", "quarter", "group"],
        ["Fir 1", "South", ""],
        ["Fir 2", "SOUTH", ""],
        ["Fir 3", "North", ""],
        ["Fir 4", "West", "castles"],
    ]
    judged = bring_table(store, admin, tmp_path, "buildings", table, MAKE_QUARTERS, dry_run=True)
    assert count_rows(store, Quarter) == 1
    result = bring_table(store, admin, tmp_path, "buildings", table, MAKE_QUARTERS)
    assert (judged.created, judged.refused) == (result.created, result.refused)
    assert (result.created, found(result)) == (3, [(5, "not_found", "group")])
    assert names_of(store, admin, "quarter") == ["North", "South"]
    with store.reading(SYSTEM) as reading:
        assert differences(reading.session) == ([], [])
    with store.reading(admin) as reading:
        made = [(entry.what, entry.key) for entry in entries(reading) if entry.by == "admin"]
    assert sorted(made) == [("building", "fir-1"), ("building", "fir-2"), ("building", "fir-3"), ("quarter", "south")]


def test_ro_2_buildings_are_the_administrators_and_clients_need_clients_edit(store: Store, tmp_path: Path) -> None:
    dispatcher = add_employee(store, "dina", role="dispatcher")
    observer = add_employee(store, "eye", role="observer")
    for actor, kind in ((dispatcher, "buildings"), (observer, "clients")):
        with pytest.raises(AdsError) as caught:
            bring_table(store, actor, tmp_path, kind, [["name"], ["Fir"]])
        assert caught.value.code == "forbidden"
    assert bring_table(store, dispatcher, tmp_path, "clients", [["name"], ["Fir"]]).created == 1
    assert count_rows(store, Building) == 0


CLIENTS = ["code", "name", "phone", "email", "registered", "category", "tags", "building", "premise", "status"]


def test_cl_16_clients_come_with_contacts_and_premises(store: Store, admin: Actor, tmp_path: Path) -> None:
    furnish(store)
    add_thing(store, "premise", "oak1-5", "5", building="oak1")
    table = [
        CLIENTS,
        ["anna", "Анна", "8 999 123-45-67", "a@example.org", "yes", "VIP", "quiet, dog", "oak1", "5", "tenant"],
        ["", "Пётр Иванов", "112", "", "", "", "", "Oak street, 1", "5", ""],
    ]
    result = bring_table(store, admin, tmp_path, "clients", table)
    assert (result.created, found(result)) == (2, [])
    anna = document(store, "client", "anna")
    assert (anna["name"], anna["phone"], anna["email"], anna["registered"]) == (
        "Анна",
        "+79991234567",
        "a@example.org",
        True,
    )
    assert (anna["category"], anna["tags"], anna["premises"]) == ("VIP", ["quiet", "dog"], ["oak1-5:tenant"])
    peter = document(store, "client", "Петр Иванов")
    assert (peter["code"], peter["phone"], peter["registered"], peter["premises"]) == (
        "петр-иванов",
        "112",
        False,
        ["oak1-5:owner"],
    )
    again = bring_table(store, admin, tmp_path, "clients", table)
    assert (again.created, again.unchanged) == (0, 2)
    assert [count_rows(store, model) for model in (Client, ClientContact, ClientPremise)] == [2, 3, 2]


def test_cl_16_a_client_is_known_again_by_code_contact_or_name(store: Store, admin: Actor, tmp_path: Path) -> None:
    add_thing(store, "client", "anna", "Anna", phone="+79991234567", email="a@example.org")
    table = [
        ["code", "name", "phone", "email"],
        ["anna", "Renamed", "", ""],
        ["", "ANNA", "89991234567", "new@example.org"],
        ["", "anna", "", "A@example.org"],
        ["", "Anna", "", ""],
        ["", "Anna", "89991234568", ""],
        ["", "Ivan", "89991234567", ""],
        ["ivan-2", "Ivan", "89991234567", ""],
        ["", "Zoe", "", ""],
        ["", "ZOE", "", ""],
    ]
    result = bring_table(store, admin, tmp_path, "clients", table)
    assert (result.created, result.unchanged, found(result)) == (4, 5, [])
    with store.engine.connect() as connection:
        codes = connection.execute(sa.select(col(Client.code)).order_by(col(Client.id))).scalars().all()
    assert codes == ["anna", "anna-2", "ivan", "ivan-2", "zoe"]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ({"name": "", "phone": "112"}, ("field_required", "name")),
        ({"code": "none"}, ("invalid_value", "code")),
        ({"phone": "call"}, ("invalid_value", "phone")),
        ({"email": "a@b"}, ("invalid_value", "email")),
        ({"registered": "perhaps"}, ("invalid_value", "registered")),
        ({"status": "guest"}, ("invalid_value", "status")),
        ({"tags": "a\x07b"}, ("invalid_value", "tags")),
        ({"building": "oak1"}, ("field_required", "premise")),
        ({"premise": "5"}, ("field_required", "building")),
        ({"building": "nowhere", "premise": "5"}, ("not_found", "building")),
        ({"building": "oak1", "premise": "6"}, ("not_found", "premise")),
    ],
)
def test_cl_16_a_client_is_refused_by_his_line(
    store: Store, admin: Actor, tmp_path: Path, row: dict[str, str], refusal: tuple[str, str]
) -> None:
    furnish(store)
    add_thing(store, "premise", "oak1-5", "5", building="oak1")
    wrong = {"name": "Bad", **row}
    table = [CLIENTS, ["", "Good", *[""] * 8], [wrong.get(name, "") for name in CLIENTS]]
    result = bring_table(store, admin, tmp_path, "clients", table)
    assert (result.created, found(result)) == (1, [(3, *refusal)])
    assert count_rows(store, Client) == 1


def test_cl_16_premises_of_clients_are_made_where_the_map_makes_buildings(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    furnish(store)
    table = [
        ["Имя", "Дом", "Кв", "Кто"],
        ["Anna", "oak1", "7", "Собственник"],
        ["Ivan", "OAK street, 1", "7", "Жилец"],
        ["Zoe", "Fir 1", "7", ""],
    ]
    map_text = (
        '[columns]\nname = "Имя"\nbuilding = "Дом"\npremise = "Кв"\nstatus = "Кто"\n'
        '[values.status]\n"Собственник" = "owner"\n"Жилец" = "tenant"\n' + MAKE_PREMISES
    )
    result = bring_table(store, admin, tmp_path, "clients", table, map_text)
    assert (result.created, found(result)) == (2, [(4, "not_found", "building")])
    assert [document(store, "client", name)["premises"] for name in ("anna", "ivan")] == [
        ["oak1-7:owner"],
        ["oak1-7:tenant"],
    ]
    assert count_rows(store, Premise) == 1


def test_cl_16_clients_and_buildings_come_from_xlsx_too(store: Store, admin: Actor, tmp_path: Path) -> None:
    houses = write_xlsx(tmp_path / "houses.xlsx", [["name", "note"], ["Fir 1", None], [12.0, "a number"]])
    assert bring(store, admin, houses, None, kind="buildings").created == 2
    assert names_of(store, admin, "building") == ["12", "Fir 1"]
    people = write_xlsx(tmp_path / "people.xlsx", [["name", "phone", "registered"], ["Anna", 79991234567, True]])
    assert bring(store, admin, people, None, kind="clients").created == 1
    anna = document(store, "client", "anna")
    assert (anna["phone"], anna["registered"]) == ("+79991234567", True)


@pytest.mark.parametrize("kind", ["buildings", "clients"])
def test_cl_16_a_file_without_a_column_of_names_is_refused_whole(
    store: Store, admin: Actor, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(AdsError) as caught:
        bring_table(store, admin, tmp_path, kind, [["Name"], ["Fir"]])
    assert (caught.value.code, caught.value.field) == ("field_required", "name")
