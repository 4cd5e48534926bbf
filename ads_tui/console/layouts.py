"""Keyboard layouts: a letter of ЙЦУКЕН or of the Ukrainian layout is the Latin one of the same key."""

from ads_tui.console.keys import character, sign_name

_LAYOUTS = (
    # Keys from left to right, row by row: what a layout types, what QWERTY types there.
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("йцукенгшщзхїфівапролджєячсмитьбюґ", "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\"),
)
_SHIFTED = str.maketrans("[];',.`\\", '{}:"<>~|')
# Signs that stand on both layouts, wherever.
_SIGNS_OF_BOTH = " !%*()-_+=.,"


def _by_place() -> dict[str, str]:
    places: dict[str, str] = {}
    for typed, latin in _LAYOUTS:
        for char, place in zip(typed, latin, strict=True):
            places[char] = place
            places[char.upper()] = place.upper().translate(_SHIFTED)
    return places


BY_PLACE = _by_place()


def key_by_place(key: str) -> str | None:
    """The name of the key that QWERTY has where this letter was pressed, modifiers kept; None for all other keys.

    `т` is `n`, `ctrl+й` is `ctrl+q`, `х` is `left_square_bracket`. Signs that both layouts type, such as `.`, are
    themselves.
    """
    head, plus, last = key.rpartition("+")
    place = BY_PLACE.get(last)
    return None if place is None else f"{head}{plus}{sign_name(place)}"


def text_by_place(text: str) -> str:
    """What would have been typed under QWERTY by the same keys: `сдщыу` is `close`."""
    return "".join(BY_PLACE.get(char, char) for char in text)


def other_readings(text: str) -> tuple[str, ...]:
    """What the same keys would have typed under the other layouts: `kban` is also `лифт`, `тщ` also `no`."""
    by_layout = (_typed_under(text, typed, latin) for typed, latin in _LAYOUTS)
    return tuple(dict.fromkeys(reading for reading in (text_by_place(text), *by_layout) if reading != text))


def _typed_under(text: str, typed: str, latin: str) -> str:
    keys = dict(zip(latin, typed, strict=True))
    return "".join(keys.get(char) or (keys[char.lower()].upper() if char.lower() in keys else char) for char in text)


def typed_without_latin(key: str) -> bool:
    """Whether the key can be pressed while ЙЦУКЕН is on: by the place of a letter, or because it types no letter."""
    char = character(key.rpartition("+")[2])
    return char is None or char.isdigit() or char in _SIGNS_OF_BOTH or char in _RUSSIAN_PLACES


_RUSSIAN_PLACES = frozenset(BY_PLACE[char] for char in _LAYOUTS[0][0] + _LAYOUTS[0][0].upper())
