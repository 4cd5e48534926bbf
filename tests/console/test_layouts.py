import pytest

from ads_tui.console.layouts import BY_PLACE, key_by_place, other_readings, text_by_place, typed_without_latin

QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю"


@pytest.mark.parametrize("layout", [RUSSIAN, UKRAINIAN])
def test_every_letter_of_a_layout_is_the_latin_one_of_its_key(layout: str) -> None:
    assert text_by_place(layout) == QWERTY[: len(layout)]
    assert text_by_place(layout.upper()) == 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'[: len(layout)]


@pytest.mark.parametrize(
    ("pressed", "meant"),
    [
        ("т", "n"),
        ("Т", "N"),
        ("ы", "s"),
        ("і", "s"),
        ("ї", "right_square_bracket"),
        ("є", "apostrophe"),
        ("ґ", "backslash"),
        ("х", "left_square_bracket"),
        ("ъ", "right_square_bracket"),
        ("ж", "semicolon"),
        ("э", "apostrophe"),
        ("б", "comma"),
        ("ю", "full_stop"),
        ("ё", "grave_accent"),
        ("Ё", "tilde"),
        ("ctrl+й", "ctrl+q"),
        ("ctrl+shift+з", "ctrl+shift+p"),
        ("alt+х", "alt+left_square_bracket"),
    ],
)
def test_a_key_is_found_by_its_place(pressed: str, meant: str) -> None:
    assert key_by_place(pressed) == meant


@pytest.mark.parametrize("key", ["n", "full_stop", "comma", "slash", "question_mark", "enter", "f3", "ctrl+q", "5", ""])
def test_what_is_no_letter_of_theirs_is_itself(key: str) -> None:
    assert key_by_place(key) is None


@pytest.mark.parametrize("key", ["slash", "question_mark", "dollar_sign", "at", "ctrl+slash", "number_sign"])
def test_signs_that_the_russian_layout_lacks_are_known(key: str) -> None:
    assert not typed_without_latin(key)


@pytest.mark.parametrize("key", ["n", "N", "left_square_bracket", "f3", "enter", "5", "asterisk", "ctrl+p", "space"])
def test_the_rest_can_be_typed_under_it(key: str) -> None:
    assert typed_without_latin(key)


def test_every_place_is_typed_by_some_letter() -> None:
    assert {BY_PLACE[char] for char in RUSSIAN} == set(QWERTY)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [("kban", ("лифт",)), ("тщ", ("no",)), ("Gj;fh", ("Пожар",)), ("s", ("ы", "і")), ("12", ()), ("", ())],
)
def test_text_typed_under_the_wrong_layout_can_be_read_otherwise(typed: str, readings: tuple[str, ...]) -> None:
    assert other_readings(typed) == readings
