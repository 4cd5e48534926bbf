import functools
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.errors import AdsError
from ads_tui.services.imports.fields import FieldReader
from ads_tui.services.imports.maps import ImportMap, parse_map
from ads_tui.services.imports.order_rows import ORDER_FIELDS
from ads_tui.services.imports.readers import Cell, open_source
from tests.importing import write_xlsx

NEW_YORK = ZoneInfo("America/New_York")


PLAIN = ImportMap()


def rows_of(path: Path, import_map: ImportMap = PLAIN) -> list[tuple[int, list[Cell] | str]]:
    """The line and the cells of each row, or the sentence of its fault."""
    rows = open_source(path, import_map).rows()
    return [(row.line, row.fault.message if row.fault else list(row.cells)) for row in rows]


def csv_of(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _wrong_width(cells: int) -> str:
    return f"Cells in the row: {cells}, in the header: 2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n3,4\n", [(2, ["1", "2"]), (3, ["3", "4"])]),
        ("a,b\r\n1,2\r\n", [(2, ["1", "2"])]),
        ("a,b\r1,2\r3,4", [(2, ["1", "2"]), (3, ["3", "4"])]),
        # A cell of several lines: the row's line is that where it begins.
        ('a,b\n"1\n\n1",2\n3,4\n', [(2, ["1\n\n1", "2"]), (5, ["3", "4"])]),
        ("\n\na,b\n\n1,2\n , \n,\n3,4", [(5, ["1", "2"]), (8, ["3", "4"])]),
        ('a,b\n"say ""hi""",2', [(2, ['say "hi"', "2"])]),
        ("a,b\n1,\x00\n", [(2, ["1", "\x00"])]),
        (
            "a,b\n1\n1,2,3\n1,2",
            [(2, _wrong_width(1)), (3, _wrong_width(3)), (4, ["1", "2"])],
        ),
        ('a,b\n1,2\n3,"4\n5,6', [(2, ["1", "2"]), (3, ["3", "4\n5,6"])]),
        ("a,b\n", []),
    ],
)
def test_cl_16_csv_is_read_row_by_row_with_its_lines(
    tmp_path: Path, text: str, expected: list[tuple[int, object]]
) -> None:
    path = csv_of(tmp_path, text)
    assert rows_of(path) == expected
    assert open_source(path, PLAIN).total == len(expected)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_cl_16_the_mark_of_utf_8_is_no_part_of_the_first_column(tmp_path: Path, mark: bytes) -> None:
    source = open_source(csv_of(tmp_path, mark + "№,б\n1,ё\n".encode()), PLAIN)
    assert source.header == ("№", "б")
    assert [row.cells for row in source.rows()] == [["1", "ё"]]


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1251", ";"), ("utf-16", "\t"), ("koi8-r", "|")])
def test_cl_16_encoding_and_delimiter_are_the_maps(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = csv_of(tmp_path, f"адрес{delimiter}б\nул. Ленина, 1{delimiter}ё\n".encode(encoding))
    import_map = parse_map({"file": {"encoding": encoding, "delimiter": delimiter}}, ORDER_FIELDS)
    assert rows_of(path, import_map) == [(2, ["ул. Ленина, 1", "ё"])]


def test_cl_16_a_file_in_another_encoding_is_refused_whole(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 5_000 + "3,ё\n" + "1,2\n" * 5_000
    with pytest.raises(AdsError) as caught:
        open_source(csv_of(tmp_path, text.encode("cp1251")), PLAIN)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "file.encoding")
    assert caught.value.message == "The file is not in the encoding utf-8; see line 5002"


def test_r6_a_cell_of_20_mb_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(AdsError) as caught:
        open_source(csv_of(tmp_path, "a,b\n1,2\n" + "x" * 20_000_000 + ",2\n"), PLAIN)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "file")
    assert "Line 3 " in caught.value.message


@pytest.mark.parametrize("text", ["", "\n\n", " \n,,\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(AdsError, match="empty") as caught:
        open_source(csv_of(tmp_path, text), PLAIN)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "file")


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "shut").touch()
    found = []
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null"), tmp_path / "none", Path("a\x00b")):
        with pytest.raises(AdsError) as caught:
            open_source(path, PLAIN)
        found.append((caught.value.code, caught.value.field))
    wrong, missing = ("invalid_value", "file"), ("storage", None)
    assert found == [wrong, wrong, wrong, missing, wrong]


def test_cl_16_xlsx_cells_are_read_by_what_they_are(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [
        ("zip", "text", "whole", "part", "flag", "moment", "day", "nothing"),
        (21224.0, "ё", 7, 1.5, True, datetime(2026, 8, 20, 11, 0, 1), date(2026, 8, 20), None),
        (None, None, None, None, None, None, None, None),
        (None, "  x", 0, -0.25, False, datetime(2026, 8, 20), None, None),
    ]
    path = write_xlsx(tmp_path / "file.xlsx", rows)
    assert rows_of(path) == [
        (2, ["21224", "ё", "7", "1.5", "yes", datetime(2026, 8, 20, 11, 0, 1), date(2026, 8, 20), ""]),
        # Midnight is told from a day by the format of the cell.
        (4, ["", "  x", "0", "-0.25", "no", datetime(2026, 8, 20), "", ""]),
    ]


def test_cl_16_the_sheet_is_the_maps_else_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "One"
    book.active.append(["a"])
    book.active.append(["first"])
    book.create_sheet("Two").append(["b"])
    book["Two"].append(["second"])
    path = tmp_path / "file.xlsx"
    book.save(path)
    assert rows_of(path) == [(2, ["first"])]
    assert rows_of(path, ImportMap(sheet="Two")) == [(2, ["second"])]
    with pytest.raises(AdsError) as caught:
        rows_of(path, ImportMap(sheet="Three"))
    assert (caught.value.code, caught.value.field) == ("invalid_value", "file.sheet")
    assert "One, Two" in caught.value.message


def test_cl_16_the_maps_format_goes_before_the_ending(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "file.dat", [["a"], ["1"]])
    assert rows_of(path, ImportMap(format="xlsx")) == [(2, ["1"])]
    with pytest.raises(AdsError):
        rows_of(csv_of(tmp_path, "a\n1\n"), ImportMap(format="xlsx"))


def test_a_row_wider_than_the_header_is_refused_in_xlsx_too(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "file.xlsx", [["a", "b"], ["1"], ["1", "2", "3"], ["1", "2"]])
    assert rows_of(path) == [(2, ["1", ""]), (3, _wrong_width(3)), (4, ["1", "2"])]


def _rewrite(path: Path, target: Path, name: str, change: bytes) -> Path:
    """A workbook with one of its parts replaced."""
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, change if item == name else old.read(item))
    return target


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"<worksheet",
        b"\x00\x01",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>',
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="n"><v>a</v></c></row></sheetData></worksheet>',
    ],
)
def test_r12_a_broken_workbook_is_refused(tmp_path: Path, sheet: bytes) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", [["a"], ["1"]])
    broken = _rewrite(whole, tmp_path / "broken.xlsx", "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(AdsError) as caught:
        rows_of(broken)
    assert (caught.value.code, caught.value.field) == ("invalid_value", "file")


def test_r12_a_row_that_claims_to_be_the_billionth_keeps_nobody_waiting(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:A1"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row></sheetData></worksheet>'
    )
    whole = write_xlsx(tmp_path / "whole.xlsx", [["a"], ["1"]])
    assert rows_of(_rewrite(whole, tmp_path / "far.xlsx", "xl/worksheets/sheet1.xml", sheet)) == []


ENCODINGS = st.sampled_from(["utf-8", "utf-16", "cp1251", "latin-1", "utf-7", "shift_jis"])


@given(st.binary(max_size=300), ENCODINGS, st.sampled_from([",", ";", "\t", " ", "a", "ё"]))
def test_r12_random_bytes_as_a_file_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: bytes, encoding: str, delimiter: str
) -> None:
    path = csv_of(tmp_path_factory.getbasetemp(), text)
    try:
        rows_of(path, ImportMap(encoding=encoding, delimiter=delimiter))
    except AdsError as error:
        assert error.code == "invalid_value"
        assert error.message


@functools.cache
def _whole_workbook(folder: Path) -> bytes:
    # Each writing of a workbook differs, by its moment.
    return write_xlsx(folder / "whole.xlsx", [["a", "b"], ["1", datetime(2026, 1, 1)]]).read_bytes()


@given(st.data())
def test_r12_a_workbook_with_random_damage_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = _whole_workbook(folder)
    damaged = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    path = folder / "damaged.xlsx"
    path.write_bytes(damaged[: data.draw(st.integers(0, len(whole)))])
    try:
        rows_of(path)
    except AdsError as error:
        assert error.code == "invalid_value"


def reader_of(header: Sequence[str], **tables: dict[str, object]) -> FieldReader:
    return FieldReader(header, parse_map(dict(tables), ORDER_FIELDS), ORDER_FIELDS, NEW_YORK)


def test_cl_16_values_are_translated_and_what_is_empty_has_its_default() -> None:
    reader = reader_of(
        ["No", "State", "How", "Other"],
        columns={"external_number": "No", "status": "State", "channel": "How", "essence": "Lost"},
        values={"status": {"Closed": "done"}, "channel": {"": "visit"}},
        default={"channel": "other", "essence": "nothing said", "priority": "low"},
    )
    filled = {"essence": "nothing said", "priority": "low"}
    first = {"external_number": "1", "status": "done", "channel": "email", **filled}
    second = {"external_number": "2", "status": "Closed ", "channel": "other", **filled}
    assert reader.read([" 1 ", " Closed ", "email", "x"]) == first
    assert reader.read(["2", "", " ", "x"]) == {key: value for key, value in second.items() if key != "status"}


@pytest.mark.parametrize(
    ("header", "columns", "place"),
    [
        (["No", "No"], {"external_number": "No"}, "columns.external_number"),
        (["No"], {"status": "no"}, "columns.status"),
    ],
)
def test_cl_16_a_column_that_is_missing_or_there_twice_is_told(
    header: list[str], columns: dict[str, object], place: str
) -> None:
    with pytest.raises(AdsError) as caught:
        reader_of(header, columns=columns)
    assert (caught.value.code, caught.value.field) == ("invalid_value", place)


@pytest.mark.parametrize(
    ("formats", "cell", "expected"),
    [
        ([], "2026-08-20T11:00", "2026-08-20T15:00:00"),
        ([], "2026-08-20 11:00:30", "2026-08-20T15:00:30"),
        ([], "2026-08-20T11:00Z", "2026-08-20T11:00:00"),
        ([], "2026-08-20", "2026-08-20T04:00:00"),
        (["%m/%d/%Y %I:%M:%S %p"], "12/31/2018 12:00:05 AM", "2018-12-31T05:00:05"),
        (["%d.%m.%Y %H:%M", "%d.%m.%Y"], "20.08.2026", "2026-08-20T04:00:00"),
        (["%d.%m.%Y %H:%M", "%d.%m.%Y"], "20.08.2026 11:00", "2026-08-20T15:00:00"),
        (["%Y-%m-%d %H:%M %z"], "2026-08-20 11:00 +0300", "2026-08-20T08:00:00"),
        (["%d.%m.%Y"], datetime(2026, 8, 20, 11), "2026-08-20T15:00:00"),
        (["%d.%m.%Y"], date(2026, 8, 20), "2026-08-20T04:00:00"),
        # The doubled hour of November is its first one, the missing hour of March the next valid minute.
        ([], "2018-11-04T01:30", "2018-11-04T05:30:00"),
        ([], "2018-03-11T02:43:56", "2018-03-11T07:00:00"),
    ],
)
def test_cl_9_moments_are_read_in_the_zone_of_the_map(formats: list[str], cell: Cell, expected: str) -> None:
    found = reader_of([], file={"moments": formats}).moment(cell, "created_at")
    assert found.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("formats", "cell"),
    [
        ([], "yesterday"),
        ([], "14:30"),
        ([], "2026-02-30"),
        ([], "0001-01-01"),
        ([], "9999-12-31T23:59:59-12:00"),
        ([], "0001-01-01T00:00+14:00"),
        ([], "2026-08-20\x1b[2J"),
        (["%m/%d/%Y"], "02/30/2026"),
        (["%m/%d/%Y"], "2026-08-20"),
        (["%d.%m.%Y"], datetime(1700, 1, 1)),
    ],
)
def test_cl_16_what_is_no_moment_is_refused(formats: list[str], cell: Cell) -> None:
    with pytest.raises(AdsError) as caught:
        reader_of([], file={"moments": formats}).moment(cell, "created_at")
    assert (caught.value.code, caught.value.field) == ("invalid_value", "created_at")


@given(st.text(max_size=30), st.sampled_from([[], ["%d.%m.%Y"], ["%Y %j %H"], ["%d %b %y %I%p"], ["%Y-%m-%d %z"]]))
def test_r12_any_text_as_a_moment_is_read_or_refused(text: str, formats: list[str]) -> None:
    try:
        found = reader_of([], file={"moments": formats}).moment(text, "created_at")
        assert found.at.tzinfo is UTC
    except AdsError as error:
        assert error.code == "invalid_value"
