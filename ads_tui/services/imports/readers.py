"""Tables read row by row from CSV and XLSX, each row with the line where it begins."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError, OutsideError
from ads_tui.i18n import N_
from ads_tui.services.imports.files import cannot_read, open_plain
from ads_tui.services.imports.maps import ImportMap, wrong

# What a cell is read as; moments are local ones without a zone.
Cell = str | datetime | date

LONGEST_CELL = 16 * 1024 * 1024
MOST_COLUMNS = 10_000
MOST_SHEET_ROWS = 1_048_576
# In front of a row that was refused; a mended file is imported with them.
REFUSAL_COLUMNS = ("line", "reason")

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: the line where it begins, its cells, the same as they were in the file.

    `fault` is set where the row does not fit the header; its cells are not read then.
    """

    line: int
    cells: Sequence[Cell]
    raw: Sequence[Any]
    fault: InputError | None = None


class Source(Protocol):
    """A table in a file, judged as a whole before its first row is handed out."""

    path: Path
    header: tuple[str, ...]
    total: int

    def rows(self) -> Iterator[Row]:
        """The rows that are not empty, in the order of the file."""
        ...


def open_source(path: Path, import_map: ImportMap) -> Source:
    """The table of a file, by the map's format, else by the file's ending.

    Raises InputError `invalid_value` where it cannot be read as that, OutsideError `storage`.
    """
    kind = import_map.format or ("xlsx" if path.suffix.lower() in (".xlsx", ".xlsm") else "csv")
    return XlsxSource(path, import_map) if kind == "xlsx" else CsvSource(path, import_map)


class CsvSource:
    """A CSV file; `has_bom` tells whether it begins with the mark by which spreadsheets know UTF-8."""

    def __init__(self, path: Path, import_map: ImportMap) -> None:
        self.path = path
        self.delimiter = import_map.delimiter
        with open_plain(path, "file") as file:
            self.has_bom = file.read(len(_BOM)) == _BOM
        self.encoding = "utf-8-sig" if self.has_bom and import_map.encoding == "utf-8" else import_map.encoding
        self.header: tuple[str, ...] = ()
        self.total = 0
        # Once through before anything is done, so that a file that breaks off is refused whole.
        for _line, cells in self._records():
            if self.header:
                self.total += 1
            else:
                self.header = _header(cells)
        if not self.header:
            raise _empty()

    def rows(self) -> Iterator[Row]:
        """The rows after the header, those of blank cells left out."""
        width = len(self.header)
        records = self._records()
        next(records)
        for line, cells in records:
            yield Row(line, cells, cells, None if len(cells) == width else _ragged(len(cells), width))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        # Set for the process: the reader of a whole file has no limit of its own.
        csv.field_size_limit(LONGEST_CELL)
        reader = None
        try:
            with io.TextIOWrapper(open_plain(self.path, "file"), encoding=self.encoding, newline="") as text:
                reader = csv.reader(text, delimiter=self.delimiter)
                begins = 1
                for cells in reader:
                    if any(cell and not cell.isspace() for cell in cells):
                        yield begins, cells
                    begins = reader.line_num + 1
        except UnicodeError:
            raise self._wrong_encoding() from None
        except csv.Error:
            raise InputError(
                "invalid_value",
                N_("Line {line} has a cell of more than {most} characters: is a quote left open?"),
                field="file",
                line=reader.line_num if reader else 1,
                most=LONGEST_CELL,
            ) from None
        except OSError as error:
            raise cannot_read(self.path, error) from None

    def _wrong_encoding(self) -> InputError:
        return wrong(
            "file.encoding",
            N_("The file is not in the encoding {encoding}; see line {line}"),
            encoding=self.encoding.removesuffix("-sig"),
            line=self._first_bad_line(),
        )

    def _first_bad_line(self) -> int:
        """Where decoding line by line stumbles first; the first line in encodings whose line breaks are not bytes."""
        with open_plain(self.path, "file") as file:
            for number, line in enumerate(file, start=1):
                try:
                    line.decode(self.encoding)
                except UnicodeError:
                    return number
        return 1


class XlsxSource:
    """A sheet of an XLSX workbook, its cells typed: dates, numbers, texts."""

    def __init__(self, path: Path, import_map: ImportMap) -> None:
        self.path = path
        self._sheet = import_map.sheet
        self.header: tuple[str, ...] = ()
        self.total = 0
        for _line, cells in self._records():
            if self.header:
                self.total += 1
            else:
                self.header = _header([_as_text(value) for value, _format in cells])
        if not self.header:
            raise _empty()

    def rows(self) -> Iterator[Row]:
        """The rows after the header, those of blank cells left out; missing cells at the end are empty."""
        width = len(self.header)
        records = self._records()
        next(records)
        for line, found in records:
            found += [(None, "")] * (width - len(found))
            raw = [value for value, _format in found]
            cells = [_cell(value, number_format) for value, number_format in found]
            if any(cells[width:]):
                yield Row(line, cells, raw, _ragged(len(cells), width))
            else:
                yield Row(line, cells[:width], raw[:width])

    def _records(self) -> Iterator[tuple[int, list[tuple[Any, str]]]]:
        """The values and number formats of rows that are not blank."""
        with open_plain(self.path, "file") as file:
            rows = self._open(file)
            while True:
                try:
                    line, row = next(rows)
                # A broken workbook fails in as many ways as there are parsers below openpyxl.
                except StopIteration:
                    return
                except (InputError, OutsideError, MemoryError):
                    raise
                except Exception as error:
                    raise _no_workbook(error) from None
                if any(value is not None and str(value).strip() for value, _format in row):
                    yield line, row

    def _open(self, file: BinaryIO) -> Iterator[tuple[int, list[tuple[Any, str]]]]:
        import warnings

        # openpyxl warns of every extension that it leaves out; none of them is a cell.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _load(file)
        if self._sheet is not None and self._sheet not in book.sheetnames:
            raise wrong(
                "file.sheet",
                N_("There is no sheet {given}; the sheets are: {sheets}"),
                given=excerpt(self._sheet),
                sheets=excerpt(", ".join(book.sheetnames), 200),
            )
        sheet = book[self._sheet] if self._sheet is not None else book.worksheets[0]
        # The size that a workbook claims may be wrong; its rows are not.
        sheet.reset_dimensions()
        # A row that says to be the billionth would be preceded by as many empty ones.
        rows = enumerate(sheet.iter_rows(max_row=MOST_SHEET_ROWS), start=1)
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # Gaps are passed over at once: a sheet may have a million of them.
                numbered = next((row for row in rows if row[1]), None)
            if numbered is None:
                return
            line, cells = numbered
            last = max((at for at, cell in enumerate(cells, start=1) if cell.value is not None), default=0)
            yield line, [(cell.value, getattr(cell, "number_format", "")) for cell in cells[:last]]


def _load(file: BinaryIO) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        raise _no_workbook(error) from None


def _no_workbook(error: Exception) -> InputError:
    return InputError(
        "invalid_value",
        N_("The file cannot be read as XLSX: {reason}"),
        field="file",
        reason=excerpt(str(error) or type(error).__name__, 120),
    )


def _cell(value: Any, number_format: str) -> Cell:
    """A typed cell as what it stands for: a day for a date shown without its time, else the moment, else text."""
    if isinstance(value, datetime):
        shows_time = any(letter in number_format.lower() for letter in "hs")
        return value if shows_time or value.time() != datetime.min.time() else value.date()
    return value if isinstance(value, date) else _as_text(value)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise InputError("invalid_value", N_("The file has more than {most} columns"), field="file", most=MOST_COLUMNS)
    return tuple(cell.strip() for cell in cells)


def _ragged(found: int, expected: int) -> InputError:
    return InputError(
        "invalid_value", N_("Cells in the row: {found}, in the header: {expected}"), found=found, expected=expected
    )


def _empty() -> InputError:
    return InputError("invalid_value", N_("The file is empty"), field="file")
