"""What a user chose for his console and finds again: the theme, in `console.toml` beside the keys."""

import contextlib
import tomllib

from ads_tui.console.keymap import config_dir

FILE = "console.toml"


def chosen_theme() -> str | None:
    """The name of the theme last chosen; None where there is none or the file cannot be read."""
    with contextlib.suppress(OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        theme = tomllib.loads((config_dir() / FILE).read_text(encoding="utf-8")).get("theme")
        return theme if isinstance(theme, str) else None
    return None


def remember_theme(name: str) -> None:
    """Keep the name of the theme; a directory that cannot be written is no reason to disturb anybody."""
    with contextlib.suppress(OSError):
        config_dir().mkdir(parents=True, exist_ok=True)
        (config_dir() / FILE).write_text(f'theme = "{name}"\n', encoding="utf-8")
