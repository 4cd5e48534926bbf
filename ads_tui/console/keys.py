"""Names of keys: as people write them, as the terminal's library calls them, as they are shown."""

import re
import unicodedata

from ads_tui import i18n
from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# Signs whose names in the terminal's library are not those of Unicode.
_SHORT_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SPECIAL = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "space": N_("Space"),
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
_OTHER_WORDS = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup"}
_OTHER_WORDS |= {"pgdn": "pagedown", "control": "ctrl", "option": "alt"}
_MODIFIERS = ("alt", "ctrl", "shift")
_FUNCTION = re.compile(r"f([1-9]|1[0-9]|2[0-4])")
# What most terminals send for these is another key, or moves the focus, or is kept for copying.
_TAKEN = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+c": "ctrl+c",
    "tab": "tab",
    "shift+tab": "shift+tab",
}


def sign_name(char: str) -> str:
    """The name by which the terminal's library tells a character: `?` is `question_mark`, letters are themselves."""
    if char.isalnum():
        return char
    if char == " ":
        return "space"
    name = unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")
    return _SHORT_NAMES.get(name, name)


_CHARACTERS = {sign_name(char): char for char in _SIGNS}


def key_name(text: str) -> str:
    """The name of a key that somebody wrote: `Ctrl+P`, `?`, `N`, `shift+n`, `F7`, `pgup`.

    Raises InputError `invalid_value` where there is no such key, or where it cannot be given to an action.
    """
    *modifiers, key = _parts(text)
    shifted_sign = modifiers == ["shift"] and key in _CHARACTERS
    if shifted_sign or not (key in _SPECIAL or key in _CHARACTERS or _FUNCTION.fullmatch(key) or _is_letter(key)):
        raise _no_such_key(text)
    if modifiers == ["shift"] and len(key) == 1:
        modifiers, key = [], key.upper()
    elif modifiers and len(key) == 1:
        key = key.lower()
    name = "+".join([*sorted(set(modifiers)), key])
    if name in _TAKEN:
        raise InputError(
            "invalid_value",
            N_("The key {key} cannot be used: terminals send it as {other}, or it has its own meaning"),
            field="key",
            key=text,
            other=_TAKEN[name],
        )
    return name


def _parts(text: str) -> list[str]:
    """Modifiers and key in the library's words; the sign `+` may itself be the key."""
    stripped = text.strip()
    head, _, last = (stripped[:-1], "", "+") if stripped == "+" or stripped.endswith("++") else stripped.rpartition("+")
    modifiers = [_OTHER_WORDS.get(word, word) for word in head.lower().rstrip("+").split("+") if word]
    for word in modifiers:
        if word not in _MODIFIERS:
            raise _no_such_key(text)
    if len(last) == 1 and last.isprintable():
        return [*modifiers, sign_name(last)]
    return [*modifiers, _OTHER_WORDS.get(last.lower(), last.lower())]


def _no_such_key(text: str) -> InputError:
    return InputError("invalid_value", N_("There is no key {key}"), field="key", key=excerpt(text))


def _is_letter(key: str) -> bool:
    # Letters of other layouts are found by their place (`layouts`), so the Latin one is written.
    return len(key) == 1 and key.isascii() and key.isalnum()


def character(key: str) -> str | None:
    """The character that a key without modifiers types; None where it types none."""
    if len(key) == 1:
        return key
    return " " if key == "space" else _CHARACTERS.get(key)


def key_caption(key: str) -> str:
    """The key as it is shown, in the language of the process: `^p`, `?`, `F3`, `Enter`, `Alt+Enter`."""
    *modifiers, last = key.split("+")
    caption = i18n._(_SPECIAL[last]) if last in _SPECIAL else _CHARACTERS.get(last, last)
    if _FUNCTION.fullmatch(caption):
        caption = caption.upper()
    if modifiers == ["ctrl"] and len(caption) == 1:
        return f"^{caption}"
    return "+".join([*(word.capitalize() for word in modifiers), caption])
