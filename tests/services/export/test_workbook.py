"""An Excel file by itself: cells, sheets, and what becomes of it when something fails (XL-3 … XL-5, R5, R7)."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.errors import AdsError
from ads_tui.services.export.workbook import LONGEST_TEXT, Column, ExcelFile, excel_text

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=",
    "#N/A",
    "#REF!",
    "\x00nul\x1b[31m",
    "a\ufffeb\uffff",
    "<b>&amp;</b>",
    " spaces ",
    "two\nlines",
    "ё \U0001f6a8",
]


def write(place: Path, columns: list[Column], rows: list[list[Any]], **options: Any) -> Any:
    file = ExcelFile(place, "Orders", columns, **options)
    try:
        file.add(rows)
        file.finish("Filters", [("What", "=1+1"), ("When", datetime(2026, 8, 20, 11))])
    finally:
        file.discard()
    return openpyxl.load_workbook(place)


def test_xl_3_cells_have_excel_s_own_types(tmp_path: Path) -> None:
    kinds = ["number", "money", "moment", "moment", "code", "text"]
    values = [17, Decimal("1250.50"), datetime(2026, 8, 20, 11, 30), date(2026, 8, 21), "007", "Leak"]
    book = write(tmp_path / "a.xlsx", [Column(f"Column {kind}", kind) for kind in kinds], [values, [None] * 6])
    sheet = book["Orders"]

    cells = [(cell.value, cell.data_type, cell.number_format) for cell in sheet[2]]
    assert cells == [
        (17, "n", "General"),
        (1250.5, "n", "#,##0.00"),
        (datetime(2026, 8, 20, 11, 30), "d", "dd.mm.yyyy hh:mm"),
        (datetime(2026, 8, 21), "d", "dd.mm.yyyy"),
        ("007", "s", "@"),
        ("Leak", "s", "General"),
    ]
    assert [cell.value for cell in sheet[3]] == [None] * 6


def test_xl_3_the_header_is_frozen_filtered_and_the_columns_are_wide_enough(tmp_path: Path) -> None:
    columns = [Column("No", "number"), Column("Essence", "text"), Column("Created", "moment")]
    moment = datetime(2026, 8, 20)
    book = write(tmp_path / "a.xlsx", columns, [[1, "x" * 30, moment], [2, "x" * 3_000, moment]])
    sheet = book["Orders"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C3")
    assert [cell.value for cell in sheet[1]] == ["No", "Essence", "Created"]
    assert all(cell.font.bold for cell in sheet[1])
    assert widths == [8, 60, 17]


def test_xl_4_r7_nothing_in_a_cell_runs(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", [Column("Text", "text")], [[text] for text in HOSTILE])
    cells = [row[0] for row in book["Orders"].iter_rows(min_row=2)]

    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    # Typed anew in Excel, text that looks active stays text too.
    assert [cell.number_format for cell in cells[:7]] == ["@"] * 7
    assert [cell.value for cell in cells] == [re.sub("[\x00\x1b\ufffe\uffff]", "", text) for text in HOSTILE]
    assert book["Filters"]["B1"].data_type == "s"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(not list(ET.fromstring(archive.read(name)).iter("{*}f")) for name in sheets)


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_xl_4_any_text_can_stand_in_xml(text: str) -> None:
    shown = excel_text(text)
    assert ET.fromstring(f"<t>{shown.translate({38: None, 60: None})}</t>") is not None
    assert "".join(char for char in shown if char in text) == shown


@pytest.mark.parametrize("char", ["x", "ё", "\U0001f6a8"])
def test_xl_4_text_beyond_the_longest_is_cut_and_says_so(tmp_path: Path, char: str) -> None:
    units = len(char.encode("utf-16-le")) // 2
    fits = char * (LONGEST_TEXT // units)
    book = write(tmp_path / "a.xlsx", [Column("Text", "text")], [[fits], [fits + char], [char * 40_000]])
    first, *others = [row[0] for row in book["Orders"].iter_rows(min_row=2, values_only=True)]

    assert first == fits
    for cut in others:
        assert cut.endswith("… [cut]")
        assert cut.startswith(char * 10_000)
        assert LONGEST_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@pytest.mark.parametrize(("rows", "sheets"), [(0, [0]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_xl_4_more_rows_than_a_sheet_holds_go_on_further_sheets(tmp_path: Path, rows: int, sheets: list[int]) -> None:
    book = write(tmp_path / "a.xlsx", [Column("No", "number")], [[number] for number in range(rows)], most_rows=3)

    names = ["Orders", *(f"Orders {place}" for place in range(2, len(sheets) + 1))]
    assert book.sheetnames == [*names, "Filters"]
    assert [book[name].max_row - 1 for name in names] == sheets
    assert [book[name]["A1"].value for name in names] == ["No"] * len(sheets)
    assert {book[name].freeze_panes for name in names} == {"A2"}
    assert [book[name].auto_filter.ref for name in names] == [f"A1:A{count + 1}" for count in sheets]
    found = [row[0] for name in names for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert found == list(range(rows))


def test_xl_5_a_file_of_that_name_is_replaced(tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    place.write_text("an older one")
    book = write(place, [Column("No", "number")], [[1]])
    assert book["Orders"]["A2"].value == 1
    assert list(tmp_path.iterdir()) == [place]


class Cancelled(Exception):
    """What a console raises to cancel."""


@pytest.mark.parametrize("when", ["while rows are written", "while the file is packed"])
def test_xl_5_cancelled_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    (tmp_path / "temporary").mkdir()
    (tmp_path / "exports").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    place = tmp_path / "exports" / "a.xlsx"
    place.write_text("an older one")

    def cancel() -> None:
        raise Cancelled

    file = ExcelFile(place, "Orders", [Column("Text", "text")], watch=cancel, most_rows=2)
    with pytest.raises(Cancelled):
        try:
            file.add([["x"]] * 5)
            if when == "while rows are written":
                raise Cancelled
            file.finish("Filters", [])
        finally:
            file.discard()
    assert place.read_text() == "an older one"
    assert list(place.parent.iterdir()) == [place]
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.xls", "invalid_value"),
        ("a", "invalid_value"),
        (".xlsx", "invalid_value"),
        ("none/a.xlsx", "storage"),
        ("folder.xlsx", "storage"),
        (f"{'long' * 100}.xlsx", "storage"),
    ],
)
def test_r5_a_place_that_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, name: str, code: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(AdsError) as refused:
        ExcelFile(tmp_path / name, "Orders", [])
    assert refused.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_r5_a_place_that_is_lost_at_the_end_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    file = ExcelFile(place, "Orders", [Column("No", "number")])
    file.add([[1]])
    place.mkdir()
    with pytest.raises(AdsError) as refused:
        file.finish("Filters", [])
    file.discard()
    assert refused.value.code == "storage"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_r7_libreoffice_opens_it_and_runs_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [Column("Text", "text")], [[text] for text in HOSTILE[:7]])
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    words = ["soffice", home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*words, "--outdir", tmp_path, tmp_path / "a.xlsx"], check=True, capture_output=True)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines() == ["Text", *HOSTILE[:7]]
