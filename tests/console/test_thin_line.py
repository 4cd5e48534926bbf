"""Bytes are saved, and the screen is the same (P8)."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from ads_tui.console.thin_line import thin

COLOURS = ["red", "#12161c", "#d8dee6", "color(7)", "bright_blue", "default", None]
styles = st.builds(
    Style,
    color=st.sampled_from(COLOURS),
    bgcolor=st.sampled_from(COLOURS),
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
    strike=st.booleans(),
)
places = st.tuples(st.integers(1, 5), st.integers(1, 20)).map(lambda place: f"\x1b[{place[0]};{place[1]}H")
texts = st.tuples(st.text("abc я漢", max_size=6), styles, st.sampled_from(list(ColorSystem)))
pieces = st.one_of(
    places,
    places.map("\n".__add__),
    st.just("\n"),
    texts.map(lambda made: made[1].render(made[0], color_system=made[2])),
)


def seen(*written: str) -> tuple[object, object]:
    """What stands on a terminal, with its looks, and the look of what would be written next."""
    screen = pyte.Screen(30, 40)
    stream = pyte.Stream(screen)
    for data in written:
        stream.feed(data)
    cells = [[screen.buffer[y][x] for x in range(30)] for y in range(40)]
    return cells, screen.cursor.attrs


@given(st.lists(st.lists(pieces, max_size=8).map("".join), max_size=3))
def test_the_screen_is_the_same_in_no_more_bytes(written: list[str]) -> None:
    thinned = [thin(data) for data in written]
    assert seen(*thinned) == seen(*written)
    assert sum(map(len, thinned)) <= sum(map(len, written))


def test_a_row_in_two_colours_costs_half_of_its_looks() -> None:
    back = "48;2;18;22;28"
    line = "\x1b[5;1H" + f"\x1b[38;2;1;2;3;{back}mred\x1b[0m" + f"\x1b[38;2;4;5;6;{back}mrest\x1b[0m"
    page = thin(line * 30)
    assert page.count(back) == 1 and page.count("\x1b[0m") == 1
    assert page.endswith("\x1b[0m")


def test_looks_that_are_not_known_end_too() -> None:
    curly = "\x1b[4:3mcurly\x1b[0m"
    assert thin(curly + "plain" + curly) == curly + "plain" + curly


@pytest.mark.parametrize("data", ["", "text", "\x1b[?2026h", "\x1b]52;c;aGk=\x07", "\x1b[2J\x1b[H", "\x1b[?25l"])
def test_what_is_no_look_passes(data: str) -> None:
    assert thin(data) == data
    assert thin(data + "\x1b[1mx\x1b[0m") == data + "\x1b[1mx\x1b[0m"
