from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.config import data_path
from ads_tui.errors import AdsError
from ads_tui.services.imports.buildings import BuildingImporter
from ads_tui.services.imports.maps import ImportMap, read_map
from ads_tui.services.imports.order_rows import ORDER_FIELDS

WHOLE = """
[file]
format = "csv"
delimiter = ";"
encoding = "cp1251"
zone = "Europe/Kyiv"
moments = ["%d.%m.%Y %H:%M", "%d.%m.%Y"]
[columns]
external_number = "№"
service = " Услуга "
form.cabin = "Кабина"
"form.stuck" = "Застряли"
[values.status]
"Закрыта" = "done"
[values.channel]
"Тел" = "call_in"
[values.priority]
"!" = "high"
[values.service]
"Лифт" = "lift"
[default]
channel = "other"
form.cabin = "left"
[make]
service = true
building = false
"""


def parsed(folder: Path, text: str | bytes, fields: tuple[str, ...] = ORDER_FIELDS) -> ImportMap:
    path = folder / "map.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_map(path, fields)


def test_cl_16_a_map_is_read(tmp_path: Path) -> None:
    assert parsed(tmp_path, WHOLE) == ImportMap(
        format="csv",
        delimiter=";",
        encoding="cp1251",
        zone=ZoneInfo("Europe/Kyiv"),
        moments=("%d.%m.%Y %H:%M", "%d.%m.%Y"),
        columns={"external_number": "№", "service": "Услуга", "form.cabin": "Кабина", "form.stuck": "Застряли"},
        values={
            "status": {"Закрыта": "done"},
            "channel": {"Тел": "call_in"},
            "priority": {"!": "high"},
            "service": {"Лифт": "lift"},
        },
        default={"channel": "other", "form.cabin": "left"},
        make=frozenset({"service"}),
    )


def test_cl_16_an_empty_map_has_columns_named_as_ours(tmp_path: Path) -> None:
    assert parsed(tmp_path, "\ufeff") == ImportMap()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("foo = 1", "foo"),
        ("[foo]", "foo"),
        ("file = 1", "file"),
        ("[file]\nfoo = 1", "file.foo"),
        ('[file]\nformat = "xls"', "file.format"),
        ('[file]\ndelimiter = ";;"', "file.delimiter"),
        ("[file]\ndelimiter = '\"'", "file.delimiter"),
        ('[file]\ndelimiter = "\\n"', "file.delimiter"),
        ("[file]\ndelimiter = 1", "file.delimiter"),
        ('[file]\nencoding = "klingon"', "file.encoding"),
        ('[file]\nencoding = "hex"', "file.encoding"),
        ('[file]\nencoding = "rot13"', "file.encoding"),
        ('[file]\nencoding = "undefined"', "file.encoding"),
        ('[file]\nencoding = "unicode_escape"', "file.encoding"),
        ('[file]\nencoding = "idna"', "file.encoding"),
        ('[file]\nencoding = "utf\\u0000-8"', "file.encoding"),
        ("[file]\nencoding = 8", "file.encoding"),
        ('[file]\nzone = "Moon/Crater"', "file.zone"),
        ('[file]\nzone = "../../etc/passwd"', "file.zone"),
        ('[file]\nzone = ""', "file.zone"),
        ('[file]\nmoments = "%Y-%m-%d"', "file.moments"),
        ("[file]\nmoments = [1]", "file.moments[0]"),
        ('[file]\nmoments = ["%Y-%m-%d", "%H:%M"]', "file.moments[1]"),
        ('[file]\nmoments = ["%Q"]', "file.moments[0]"),
        ('[file]\nmoments = ["%Y-%m-%d %"]', "file.moments[0]"),
        ('[file]\nmoments = ["%d.%m.%Y %d"]', "file.moments[0]"),
        ("[file]\nsheet = 1", "file.sheet"),
        ('[columns]\nfoo = "A"', "columns.foo"),
        ('[columns]\nform = "A"', "columns.form"),
        ('[columns]\n"form." = "A"', "columns.form."),
        ("[columns]\nservice = 1", "columns.service"),
        ('[columns]\nservice = " "', "columns.service"),
        ("[columns]\nform.cabin = 1", "columns.form.cabin"),
        ('[values.building]\n"A" = "b"', "values.building"),
        ("[values]\nstatus = 1", "values.status"),
        ('[values.status]\n"Closed" = 1', "values.status.Closed"),
        ('[values.channel]\n"Phone" = "telephone"', "values.channel.Phone"),
        ('[values.priority]\n"A" = "urgent"', "values.priority.A"),
        ('[default]\nfoo = "A"', "default.foo"),
        ('[default]\nchannel = "pigeon"', "default.channel"),
        ("[default]\nservice = 1", "default.service"),
        ("[make]\nclient = true", "make.client"),
        ('[make]\nservice = "yes"', "make.service"),
        ("[file", "map"),
        (b"\xff\xfe", "map"),
        ("a = " + "[" * 20_000, "map"),
        ("a = " + "1" * 20_000, "map"),
        ("[" + "a." * 20_000 + "a]", "a"),
    ],
)
def test_cl_16_what_is_wrong_in_a_map_is_told_with_its_place(tmp_path: Path, text: str | bytes, place: str) -> None:
    with pytest.raises(AdsError) as caught:
        parsed(tmp_path, text)
    assert (caught.value.code, caught.value.field) == ("invalid_value", place)
    assert caught.value.message


@pytest.mark.parametrize("key", ["channel", "form.cabin", "external_number"])
def test_cl_16_fields_are_those_of_the_kind(tmp_path: Path, key: str) -> None:
    with pytest.raises(AdsError) as caught:
        parsed(tmp_path, f'[columns]\n"{key}" = "A"', BuildingImporter.fields)
    assert caught.value.field == f"columns.{key}"


def test_a_map_that_is_missing_too_large_or_no_plain_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AdsError) as missing:
        read_map(tmp_path / "none.toml", ORDER_FIELDS)
    with pytest.raises(AdsError) as folder:
        read_map(tmp_path, ORDER_FIELDS)
    with pytest.raises(AdsError) as device:
        read_map(Path("/dev/zero"), ORDER_FIELDS)
    with pytest.raises(AdsError) as large:
        parsed(tmp_path, "#" * 5_000_000)
    found = [(error.value.code, error.value.field) for error in (missing, folder, device, large)]
    assert found == [("storage", None), *[("invalid_value", "map")] * 3]


def test_the_maps_that_ship_can_be_read() -> None:
    maps = sorted(data_path("maps").glob("*.toml"))
    assert [path.name for path in maps] == ["baltimore-311.toml"]
    for path in maps:
        assert read_map(path, ORDER_FIELDS).columns


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_r12_random_bytes_as_a_map_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: bytes) -> None:
    try:
        parsed(tmp_path_factory.getbasetemp(), text)
    except AdsError as error:
        assert error.code == "invalid_value"


KEYS = st.sampled_from(["file", "columns", "values", "default", "make", "status", "channel", "zone", "moments", "form"])
LEAVES = st.text(max_size=8) | st.integers() | st.booleans() | st.lists(st.text(max_size=8), max_size=2)
TREES = st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4), max_leaves=8)


@given(st.dictionaries(KEYS | st.text(max_size=5), TREES, max_size=4))
def test_r12_any_tree_as_a_map_is_read_or_refused_with_its_place(tree: dict[str, object]) -> None:
    from ads_tui.services.imports.maps import parse_map

    try:
        parse_map(tree, ORDER_FIELDS)
    except AdsError as error:
        assert error.code == "invalid_value"
        assert error.field
        assert error.message
