"""An Excel file of rows, written row by row: typed cells, nothing in them runs (XL-3 … XL-5)."""

import contextlib
import io
import os
import re
import secrets
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ads_tui.errors import InputError, OutsideError
from ads_tui.i18n import N_, _
from ads_tui.services.imports.files import cannot_write

# Excel's rows of a sheet, without the one of captions.
MOST_ROWS = 1_048_575
# Excel counts in units of UTF-16.
LONGEST_TEXT = 32_767

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# How a formula begins, and the names of errors, which openpyxl takes for errors.
_ACTIVE = frozenset("=+-@#")
_MOMENT, _DAY, _MONEY, _TEXT = "dd.mm.yyyy hh:mm", "dd.mm.yyyy", "#,##0.00", "@"
_LEAST_WIDTH, _MOST_WIDTH, _MOMENT_WIDTH = 8, 60, 17
_MEASURED_ROWS = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its caption for people, and the kind of its cells (`export_fields.ExportField`)."""

    caption: str
    kind: str


class ExcelFile:
    """Written beside its place and put there when all is done; whatever fails, `discard` leaves nothing behind.

    `watch` is called before the disk is written; what it raises ends the export.
    """

    def __init__(
        self,
        place: Path,
        title: str,
        columns: Sequence[Column],
        *,
        watch: Callable[[], None] = lambda: None,
        most_rows: int = MOST_ROWS,
    ) -> None:
        """Raises InputError `invalid_value` for a name that is none of Excel's, OutsideError `storage`."""
        import openpyxl
        from openpyxl.cell import WriteOnlyCell

        demand_excel_name(place)
        self._place, self._title, self._columns = place, title, columns
        self._most_rows = most_rows
        self._part = place.with_name(f".{secrets.token_hex(8)}.part")
        self._file = _open_part(self._part, place, watch)
        self._book = openpyxl.Workbook(write_only=True)
        self._book.properties.creator = "ads-tui"
        self._new_cell = WriteOnlyCell
        self._sheet: Any = None
        self._cell_makers: list[Callable[[Any], Any]] = []
        self._in_sheet = 0
        self._widths: list[int] = []

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets so far."""
        return tuple(self._book.sheetnames)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows, on a further sheet where one is full. Raises OutsideError `storage`."""
        try:
            if not self._widths:
                self._widths = _widths(self._columns, rows[:_MEASURED_ROWS])
            for row in rows:
                if self._sheet is None or self._in_sheet == self._most_rows:
                    self._begin_sheet()
                self._sheet.append(self._cells(row))
                self._in_sheet += 1
        except OSError as error:
            raise cannot_write(self._place, error) from None

    def finish(self, notes_title: str, notes: Sequence[tuple[str, Any]]) -> None:
        """Add the last sheet, of captions and values, and put the file to its place. Raises OutsideError `storage`."""
        try:
            if self._sheet is None:
                self._widths = _widths(self._columns, ())
                self._begin_sheet()
            self._end_sheet()
            self._add_notes(notes_title, notes)
            self._pack()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._place)
        except OSError as error:
            raise cannot_write(self._place, error) from None

    def discard(self) -> None:
        """Remove what was written aside; the finished file stays."""
        self._file.watch = lambda: None
        for sheet in self._book.worksheets:
            with contextlib.suppress(Exception):
                sheet.close()
            with contextlib.suppress(OSError, AttributeError, ValueError):
                sheet._writer.cleanup()
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink()

    def _pack(self) -> None:
        from openpyxl.writer.excel import ExcelWriter

        archive = ZipFile(self._file, "w", ZIP_DEFLATED)
        try:
            ExcelWriter(self._book, archive).save()
        finally:
            # Left open by a failure it would complain when it is collected.
            self._file.watch = lambda: None
            with contextlib.suppress(OSError, ValueError):
                archive.close()

    def _begin_sheet(self) -> None:
        from openpyxl.utils import get_column_letter

        if self._sheet is not None:
            self._end_sheet()
        count = len(self._book.worksheets) + 1
        self._sheet = self._book.create_sheet(self._title if count == 1 else f"{self._title} {count}")
        self._sheet.freeze_panes = "A2"
        for place, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self._sheet.append([self._bold(column.caption) for column in self._columns])
        self._cell_makers = [self._cell_maker(column.kind) for column in self._columns]
        self._in_sheet = 0

    def _end_sheet(self) -> None:
        from openpyxl.utils import get_column_letter

        last = get_column_letter(len(self._columns))
        self._sheet.auto_filter.ref = f"A1:{last}{self._in_sheet + 1}"
        self._sheet.close()

    def _add_notes(self, title: str, notes: Sequence[tuple[str, Any]]) -> None:
        self._sheet = self._book.create_sheet(title)
        self._sheet.column_dimensions["A"].width = 24
        self._sheet.column_dimensions["B"].width = 80
        moment = self._cell_maker("moment")
        for caption, value in notes:
            make = moment if isinstance(value, datetime) else self._cell
            self._sheet.append([self._bold(caption), make(value)])
        self._sheet.close()

    def _cells(self, row: Sequence[Any]) -> list[Any]:
        return [
            None if value is None or value == "" else cell_of(value)
            for cell_of, value in zip(self._cell_makers, row, strict=True)
        ]

    def _cell_maker(self, kind: str) -> Callable[[Any], Any]:
        """How a column's values become cells: a row is written at once, so that one cell serves all rows."""
        from openpyxl.utils.datetime import to_excel

        if kind == "moment":
            moment_cell, day_cell = self._typed(0, _MOMENT), self._typed(0, _DAY)

            def moment(value: date) -> Any:
                cell = moment_cell if isinstance(value, datetime) else day_cell
                cell.value = to_excel(value)
                return cell

            return moment
        if kind == "money":
            money_cell = self._typed(0, _MONEY)

            def money(value: Decimal) -> Any:
                money_cell.value = value
                return money_cell

            return money
        if kind == "code":
            return self._text_cell
        return self._cell

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return self._text_cell(value) if value[:1] in _ACTIVE else excel_text(value)

    def _text_cell(self, value: str) -> Any:
        """A cell that stays text, also when it is typed anew in Excel."""
        cell = self._typed(excel_text(value), _TEXT)
        cell.data_type = "s"
        return cell

    def _typed(self, value: Any, form: str) -> Any:
        cell = self._new_cell(self._sheet, value)
        cell.number_format = form
        return cell

    def _bold(self, caption: str) -> Any:
        from openpyxl.styles import Font

        cell = self._text_cell(caption)
        cell.font = Font(bold=True)
        return cell


def demand_excel_name(place: Path) -> None:
    """Raise InputError `invalid_value` where a file's name is none that Excel opens."""
    if place.suffix.lower() != ".xlsx" or "\0" in str(place):
        raise InputError("invalid_value", N_("The name of an Excel file ends in .xlsx"), field="file")


def excel_text(text: str) -> str:
    """The text as a cell takes it: without what XML forbids; one that is too long is cut, and says so at its end."""
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text)
    if 2 * len(text) <= LONGEST_TEXT or _units(text) <= LONGEST_TEXT:
        return text
    mark = "… " + _("[cut]")
    cut = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - _units(mark))]
    # A character of two units may have been cut in half.
    return cut.decode("utf-16-le", "ignore") + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Widths in characters, by the captions, the kinds and the first rows."""
    return [
        _MOMENT_WIDTH
        if column.kind == "moment"
        else max(
            _LEAST_WIDTH,
            # The caption leaves room for the button of the filter.
            min(len(column.caption) + 4, _MOST_WIDTH),
            min(max((len(str(row[place])) for row in rows if row[place] is not None), default=0) + 2, _MOST_WIDTH),
        )
        for place, column in enumerate(columns)
    ]


class _PartFile(io.BufferedWriter):
    """A file that asks before it is written: packing a large book takes seconds, in which one may cancel."""

    def __init__(self, raw: io.FileIO, watch: Callable[[], None]) -> None:
        super().__init__(raw)
        self.watch = watch

    def write(self, data: Any) -> int:
        self.watch()
        return super().write(data)


def _open_part(part: Path, place: Path, watch: Callable[[], None]) -> _PartFile:
    try:
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):
            raise OutsideError("storage", N_("{path} is no plain file"), path=place)
        return _PartFile(io.FileIO(part, "x"), watch)
    except OSError as error:
        raise cannot_write(place, error) from None
