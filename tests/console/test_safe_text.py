import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ads_tui.console.safe_text import LONGEST, cells, content, fit, safe_line, safe_text

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGk=\x07",
    "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m\x90q\x9c",
    "\u202egnp.exe\u202c",
    "\u2066isolate\u2069",
    "a\u200bb\u200dc\ufeffd\u2060e",
    "soft\u00adhyphen",
    "[b]bold[/b] [/] [@click=app.quit]x[/]",
    "z" + "\u0301\u0302\u0303\u0304\u0305" * 40,
    "\u0301starts with a mark",
    "👨‍👩‍👧‍👦 ❤️ 🇷🇺 👍🏽",
    "漢字とかな한국어",
    "line\nbreak\r\nand\ttab\x00\x07\x08\x7f",
    "\ud800 lone",
    "\u1112\u1161\u11ab",
    "नमस्ते ไทย",
    "\u2028\u2029",
]


def steers(text: str) -> bool:
    """Whether anything in the text could move, colour or reorder what stands on the screen."""
    return any(
        ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for char in text
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_r_6_hostile_text_is_shown_as_text(text: str) -> None:
    line = safe_line(text)
    assert not steers(line)
    assert not steers(safe_text(text).replace("\n", ""))
    assert cells(line) == cell_len(line)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [0, 1, 2, 3, 7, 20, 80])
def test_r_6_columns_stay_aligned(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit(text, width, right=True)) == width
    assert cell_len(fit(text, width, keeps_end=True)) == width


@given(st.text(), st.integers(0, 40))
def test_r_6_any_text_fits_exactly(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) == width
    assert not steers(fitted)


@given(st.text())
def test_safe_text_is_measured_alike_by_the_screen(text: str) -> None:
    line = safe_line(text)
    assert cells(line) == cell_len(line)
    assert safe_line(line) == line


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("Lenina 5", 10, "Lenina 5  "),
        ("Lenina 5", 8, "Lenina 5"),
        ("Lenina 5", 5, "Leni…"),
        ("Ленина 5", 5, "Лени…"),
        ("漢字", 3, "漢…"),
        ("漢字", 2, "… "),
        ("йод", 1, "…"),
        ("", 2, "  "),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@given(st.text(min_size=1, max_size=60), st.integers(0, 40))
def test_r_6_cut_in_the_middle_the_end_is_kept_and_the_width_is_exact(text: str, width: int) -> None:
    line = safe_line(text.replace("…", "") + "9")
    fitted = fit(line, width, keeps_end=True)
    assert cell_len(fitted) == width
    assert not steers(fitted)
    if cells(line) <= width:
        assert fitted.rstrip(" ") == line
    elif width:
        start, end = fitted.rstrip(" ").split("…")
        assert line.startswith(start) and line.endswith(end)
        assert end.endswith("9") or width < 3
        assert not end or cells(end[0])


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("ул. Парковая, д. 12", 19, "ул. Парковая, д. 12"),
        ("ул. Парковая, д. 12", 20, "ул. Парковая, д. 12 "),
        ("ул. Парковая, д. 12", 18, "ул. Парковая…д. 12"),
        ("ул. Парковая, д. 12", 6, "ул.…12"),
        ("ул. Парковая, д. 12", 1, "…"),
        ("ул. Парковая, д. 12", 0, ""),
        ("ул. Парковая, д. 12, 134", 18, "ул. Пар…д. 12, 134"),
        ("ул. Парковая, д. 12, 134", 12, "ул. …12, 134"),
        ("ул. Парковая, д. 12, 134", 11, "ул. Пар…134"),
        ("漢字漢字漢字", 8, "漢…漢字 "),
        ("xxxxxxe\u0323\u030112", 6, "xx…\u1eb9\u030112"),
        ("xxxxxxe\u0323\u030112", 5, "xx…12"),
    ],
)
def test_what_keeps_its_end_is_cut_in_the_middle(text: str, width: int, fitted: str) -> None:
    assert fit(text, width, keeps_end=True) == fitted


def test_numbers_stand_at_the_right() -> None:
    assert fit("42", 5, right=True) == "   42"


def test_letters_of_two_characters_become_one() -> None:
    assert safe_line("и\u0306") == "й"


def test_markup_in_data_is_text() -> None:
    assert content("[b]bold[/b] [/]").plain == "[b]bold[/b] [/]"


def test_r_6_ten_megabytes_are_cut() -> None:
    assert len(safe_text("x" * 10_000_000)) == LONGEST
    assert fit("\u0301" * 10_000_000, 5).rstrip() != ""
    assert cell_len(fit("漢" * 10_000_000, 9)) == 9
