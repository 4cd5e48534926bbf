"""The fields of ours in a row of theirs: by the map's columns, translated, or its defaults (CL-16)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ads_tui.domain.moments import FIRST_YEAR, LAST_YEAR, resolve_local
from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.imports.maps import ImportMap, wrong
from ads_tui.services.imports.readers import Cell

FORM = "form."
_CLOCK = re.compile("%[HIMSfp]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC; `is_date` where only the day was named, whose beginning it is then."""

    at: datetime
    is_date: bool


@dataclass(frozen=True, slots=True)
class _Column:
    field: str
    place: int | None
    default: str
    values: Mapping[str, str]


class FieldReader:
    """Reads the fields of rows under one header; texts come without outer white space, "" where there is nothing."""

    def __init__(self, header: Sequence[str], import_map: ImportMap, fields: tuple[str, ...], zone: ZoneInfo) -> None:
        """`zone` is the organization's, for a map that names none.

        Raises InputError `invalid_value` where a column of the map is missing or there twice.
        """
        self._zone = import_map.zone or zone
        self._moments = tuple((text, _CLOCK.search(text) is None) for text in import_map.moments)
        columns = _columns_of(header, import_map, fields)
        named = dict.fromkeys([*columns, *import_map.default])
        self._columns = tuple(
            _Column(name, columns.get(name), import_map.default.get(name, ""), import_map.values.get(name, {}))
            for name in named
        )
        self.given = frozenset(named)

    def read(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """What of our fields the row has; those that are empty are left out."""
        found: dict[str, Cell] = {}
        for column in self._columns:
            cell = cells[column.place] if column.place is not None else ""
            if isinstance(cell, str):
                text = cell.strip()
                if text:
                    found[column.field] = column.values.get(text, text)
                elif column.default:
                    found[column.field] = column.default
            else:
                found[column.field] = cell
        return found

    def moment(self, cell: Cell, field: str) -> Moment:
        """The moment of a cell: a typed one, by the map's formats, else ISO 8601.

        A local time is meant in the map's zone: the first one in a doubled hour, the next valid minute in a missing
        one (CL-9). Raises InputError `invalid_value`.
        """
        local = self._typed(cell, field) if isinstance(cell, str) else cell
        if not isinstance(local, datetime):
            return Moment(resolve_local(datetime.combine(local, time()), self._zone, field), is_date=True)
        if local.tzinfo is None:
            return Moment(resolve_local(local, self._zone, field), is_date=False)
        if not FIRST_YEAR <= local.year <= LAST_YEAR:
            resolve_local(local.replace(tzinfo=None), self._zone, field)
        return Moment(local.astimezone(UTC), is_date=False)

    def day(self, cell: Cell, field: str) -> date:
        """The day that a cell names, by itself or in a local moment."""
        local = self._typed(cell, field) if isinstance(cell, str) else cell
        return local.date() if isinstance(local, datetime) else local

    def at_time(self, day: date, clock: time, field: str) -> datetime:
        """A clock time on a day in the map's zone, in UTC."""
        return resolve_local(datetime.combine(day, clock), self._zone, field)

    def _typed(self, text: str, field: str) -> datetime | date:
        cleaned = clean_line(text, field)
        try:
            if not self._moments:
                return _iso(cleaned)
            for pattern, is_date in self._moments:
                try:
                    found = datetime.strptime(cleaned, pattern)
                except ValueError:
                    continue
                return found.date() if is_date else found
        except (ValueError, OverflowError):
            pass
        raise InputError(
            "invalid_value",
            N_("This is no moment: {given}. Expected: {formats}"),
            field=field,
            given=excerpt(cleaned),
            formats=", ".join(pattern for pattern, _is_date in self._moments) or "2026-08-20, 2026-08-20T14:30",
        )


def text_of(cell: Cell) -> str:
    """A cell as text; typed moments in ISO 8601."""
    return cell if isinstance(cell, str) else cell.isoformat()


def listed(text: str) -> list[str]:
    """The parts of a list by comma (CL-17), empty ones left out."""
    return [part for part in (part.strip() for part in text.split(",")) if part]


def _iso(text: str) -> datetime | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


def _columns_of(header: Sequence[str], import_map: ImportMap, fields: tuple[str, ...]) -> dict[str, int]:
    """The place of each field's column in the header."""
    wanted = import_map.columns
    if wanted is None:
        wanted = {name: name for name in header if _is_field(name, fields)}
    places: dict[str, int] = {}
    for field, column in wanted.items():
        found = [at for at, name in enumerate(header) if name == column]
        if len(found) > 1:
            raise wrong(f"columns.{field}", N_("The file has the column {column} twice"), column=excerpt(column))
        if found:
            places[field] = found[0]
        elif field not in import_map.default:
            raise wrong(
                f"columns.{field}",
                N_("The file has no column {column}; its columns are: {columns}"),
                column=excerpt(column),
                columns=_shown(header),
            )
    return places


def _is_field(name: str, fields: Iterable[str]) -> bool:
    return name in fields if not name.startswith(FORM) else FORM in fields and name != FORM


def _shown(header: Sequence[str]) -> str:
    return excerpt(", ".join(name for name in header if name), 300)
