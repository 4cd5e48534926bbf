"""The refused rows of an import, as they were, in a file to be mended and imported again."""

import contextlib
import csv
import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_
from ads_tui.services.imports.files import cannot_write
from ads_tui.services.imports.readers import REFUSAL_COLUMNS, CsvSource, Row, Source, XlsxSource


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its line in the file, the code of CL-8, our field, a sentence for people."""

    line: int
    code: str
    field: str | None
    message: str

    @classmethod
    def of(cls, row: Row, error: AdsError) -> "RefusedRow":
        """The refusal of a row as it is told."""
        return cls(row.line, error.code, error.field, error.message)


def refused_place(source: Source, chosen: Path | None) -> Path:
    """Where refused rows go: `chosen`, else beside the file: `NAME.refused.csv`.

    Raises InputError `invalid_value` where that is the file itself.
    """
    ending = ".xlsx" if isinstance(source, XlsxSource) else source.path.suffix or ".csv"
    place = chosen or source.path.with_name(f"{source.path.stem}.refused{ending}")
    with contextlib.suppress(OSError):
        if place.samefile(source.path):
            raise InputError("invalid_value", N_("Refused rows cannot go into the file itself"), field="refused")
    return place


class RefusedFile:
    """Written beside its place and put there when all is done; without a refused row nothing is left behind."""

    def __init__(self, place: Path, source: Source) -> None:
        """Raises OutsideError `storage` where the place cannot be written, before anything is imported."""
        self._place = place
        self._part = place.with_name(f".{place.name}.{os.getpid()}.part")
        self._again = source.header[: len(REFUSAL_COLUMNS)] == REFUSAL_COLUMNS
        try:
            if place.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            self._sheet = _XlsxSheet(self._part) if isinstance(source, XlsxSource) else _CsvSheet(self._part, source)
        except OSError as error:
            raise cannot_write(place, error) from None
        self._rows = 0
        self._add((*REFUSAL_COLUMNS, *self._own(source.header)))

    def add(self, row: Row, refused: RefusedRow) -> None:
        """Write a row as it was, its line and the reason in front."""
        place = f"{refused.field}: " if refused.field else ""
        self._add((refused.line, place + refused.message, *self._own(row.raw)))
        self._rows += 1

    def finish(self) -> Path | None:
        """Put the file to its place and return that; None where no row was refused."""
        try:
            self._sheet.close()
            if not self._rows:
                self._part.unlink()
                return None
            self._part.replace(self._place)
        except OSError as error:
            raise cannot_write(self._place, error) from None
        return self._place

    def discard(self) -> None:
        """Leave nothing behind, whatever happened."""
        with contextlib.suppress(OSError):
            self._sheet.abandon()
        with contextlib.suppress(OSError):
            self._part.unlink()

    def _own(self, cells: Sequence[Any]) -> Sequence[Any]:
        """A row's own cells: of a mended file without the line and reason of last time."""
        return cells[len(REFUSAL_COLUMNS) :] if self._again else cells

    def _add(self, cells: Sequence[Any]) -> None:
        try:
            self._sheet.add(cells)
        except OSError as error:
            raise cannot_write(self._place, error) from None


class _CsvSheet:
    """CSV as the file was: its delimiter, its encoding, its mark at the beginning."""

    def __init__(self, part: Path, source: Source) -> None:
        assert isinstance(source, CsvSource)
        # What the reason says may have no letter in an old encoding; the row's own cells came from it.
        self._file = part.open("x", encoding=source.encoding, errors="replace", newline="")
        # With this line end the writer puts quotes around lone carriage returns too.
        self._writer = csv.writer(self._file, delimiter=source.delimiter, lineterminator="\r\n")

    def add(self, cells: Sequence[Any]) -> None:
        self._writer.writerow(cells)

    def close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


class _XlsxSheet:
    """A workbook of one sheet, its cells typed as they were."""

    def __init__(self, part: Path) -> None:
        import openpyxl

        part.touch(exist_ok=False)
        self._part = part
        self._is_open = True
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet()

    def add(self, cells: Sequence[Any]) -> None:
        self._sheet.append([self._cell(value) for value in cells])

    def _cell(self, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        if not isinstance(value, str):
            cell = WriteOnlyCell(self._sheet, value)
            if type(value) is date:
                cell.number_format = "yyyy-mm-dd"
            return cell
        cell = WriteOnlyCell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
        # Text that begins with "=" stays text.
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        self._is_open = False
        self._book.save(self._part)

    def abandon(self) -> None:
        if self._is_open:
            self._is_open = False
            self._sheet.close()
