"""The user's own keys: `keys.toml` in the configuration directory, a line for each action that is to have others."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from ads_tui.errors import InputError, OutsideError
from ads_tui.i18n import N_

FILE = "keys.toml"


def config_dir() -> Path:
    """The directory of what a user chose for his console: ADS_CONFIG_DIR, else the user's own."""
    named = os.environ.get("ADS_CONFIG_DIR", "").strip()
    return Path(named).expanduser().absolute() if named else user_config_path("ads-tui", appauthor=False)


def read_keymap(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The keys of `keys.toml` by action; empty where there is no such file.

    A line is `order.status = "s"` or `order.status = ["s", "F8"]`; an empty list leaves an action without keys. Raises
    InputError `invalid_value` where it cannot be read as that, OutsideError `storage` where it cannot be read at all.
    """
    place = path or config_dir() / FILE
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutsideError(
            "storage", N_("{path} cannot be read: {reason}"), path=place, reason=error.strerror
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "invalid_value", N_("{path} is not TOML: {reason}"), field="keys", path=place, reason=str(error)
        ) from None
    return _flat(table, "", place)


def _flat(table: Mapping[str, Any], prefix: str, place: Path) -> dict[str, tuple[str, ...]]:
    """The lines of a table; ids have dots, which TOML reads as tables within tables."""
    keys: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        action_id = prefix + name
        if isinstance(value, dict):
            keys |= _flat(value, f"{action_id}.", place)
        elif isinstance(value, str):
            keys[action_id] = (value,)
        elif isinstance(value, list) and all(isinstance(key, str) for key in value):
            keys[action_id] = tuple(value)
        else:
            raise InputError(
                "invalid_value",
                N_("{path}: the keys of {action} are not text"),
                field="keys",
                path=place,
                action=action_id,
            )
    return keys
