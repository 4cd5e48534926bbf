import pytest
from textual.binding import Binding
from textual.keys import format_key

from ads_tui import i18n
from ads_tui.console.keys import character, key_caption, key_name, sign_name
from ads_tui.errors import InputError

SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("n", "n"),
        ("N", "N"),
        ("shift+n", "N"),
        ("Ctrl+P", "ctrl+p"),
        ("control+shift+p", "ctrl+shift+p"),
        ("shift+ctrl+P", "ctrl+shift+p"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        (" F7 ", "f7"),
        ("esc", "escape"),
        ("PgUp", "pageup"),
        ("shift+down", "shift+down"),
        ("alt+enter", "alt+enter"),
        ("5", "5"),
    ],
)
def test_keys_are_written_as_people_write_them(written: str, name: str) -> None:
    assert key_name(written) == name


@pytest.mark.parametrize(
    "written",
    ["", " ", "ctrl", "ctrl+", "f25", "nothing", "hyper+x", "й", "ctrl+й", "nn", "shift+?", "\x1b", "ß", "٣", "n,m"],
)
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(InputError) as refused:
        key_name(written)
    assert refused.value.code == "invalid_value"
    assert written.isprintable() == (written in refused.value.message)


@pytest.mark.parametrize("written", ["ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+[", "ctrl+c", "tab", "shift+tab"])
def test_keys_that_terminals_send_as_others_are_refused(written: str) -> None:
    with pytest.raises(InputError):
        key_name(written)


@pytest.mark.parametrize("char", SIGNS)
def test_signs_are_called_as_the_terminals_library_calls_them(char: str) -> None:
    (bound,) = Binding.make_bindings([Binding(char, "x")]) if char != "," else [Binding("comma", "x")]
    assert sign_name(char) == bound.key
    assert character(sign_name(char)) == char
    assert format_key(sign_name(char)) in (char, "-")


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("ctrl+p", "^p"),
        ("question_mark", "?"),
        ("f10", "F10"),
        ("f", "f"),
        ("alt+enter", "Alt+Enter"),
        ("ctrl+enter", "Ctrl+Enter"),
        ("shift+down", "Shift+↓"),
        ("left_square_bracket", "["),
        ("escape", "Esc"),
    ],
)
def test_keys_are_shown_as_people_know_them(name: str, caption: str) -> None:
    i18n.activate("en")
    assert key_caption(name) == caption
