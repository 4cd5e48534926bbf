"""Where an export's file is to be: what is typed, what stands there, a first proposal."""

import os
from datetime import date
from itertools import count
from pathlib import Path

from ads_tui.config import exports_dir
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.export.workbook import demand_excel_name
from ads_tui.services.imports.files import cannot_write


def first_place(folder: Path | None, day: date) -> str:
    """A file of the day that is not there yet, in the folder, else among the exports of the data directory (CL-2).

    `~` stands for home. Asks the disk.
    """
    home = Path.home()
    folder = folder or exports_dir()
    names = (f"orders-{day.isoformat()}{'' if number == 1 else f'-{number}'}.xlsx" for number in count(1))
    place = next(folder / name for name in names if not os.path.lexists(folder / name))
    return str(Path("~") / place.relative_to(home)) if place.is_relative_to(home) else str(place)


def read_place(text: str) -> Path:
    """The whole path of what is typed; raises InputError `field_required`, `invalid_value`, OutsideError `storage`."""
    if not text.strip():
        raise InputError("field_required", N_("Name the file"), field="file")
    try:
        place = Path(text.strip()).expanduser()
    except RuntimeError:
        raise InputError("invalid_value", N_("There is no such user's folder"), field="file") from None
    demand_excel_name(place)
    try:
        return place.absolute()
    except OSError as error:
        raise cannot_write(place, error) from None


def prepare(place: Path) -> None:
    """Make the folder of exports where the file is to be in it, and see that a file can be; raises as `look_at`."""
    if place.parent == exports_dir():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(place, error) from None
    look_at(place)


def look_at(place: Path) -> bool:
    """Whether a file stands there that would be replaced; asks the disk.

    Raises InputError `invalid_value` for a folder that there is not, OutsideError `storage`.
    """
    try:
        if not place.parent.is_dir():
            raise InputError("invalid_value", N_("There is no folder {path}"), field="file", path=place.parent)
        return place.exists()
    except OSError as error:
        raise cannot_write(place, error) from None
