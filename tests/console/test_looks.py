import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.color import Color

from ads_tui.console import glyphs, preferences
from ads_tui.console.themes import CAPTIONS, CONTRAST, DARK, LIGHT, SIXTEEN, THEMES, first_theme
from ads_tui.domain.colours import COLOURS

BY_NAME = {theme.name: theme for theme in THEMES}


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [part / 255 for part in colour.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", sorted(glyphs._SIGNS))
def test_every_sign_is_one_cell_wide_and_so_is_what_stands_for_it(name: str) -> None:
    sign = glyphs.glyph(name)
    assert cell_len(sign) == 1
    assert unicodedata.east_asian_width(sign) not in "WF"
    assert glyphs.plain(sign).isascii()
    assert len(glyphs.plain(sign)) == 1


@pytest.mark.parametrize("text", ["┌─┐│└┘├┼╭━┃╋═║╔", "█▁▔▏▕▌▐░▒▓", "«№ 5» — “а”…", "▇▇▶◀⏎", "漢字 🔎"])
def test_without_utf_8_signs_keep_their_width(text: str) -> None:
    assert cell_len(glyphs.plain(text)) == cell_len(text)
    assert glyphs.plain("".join(char for char in text if not char.isalnum())).isascii()


def test_letters_stay_where_the_terminal_has_them() -> None:
    assert glyphs.plain("Лифт № 5 — ждём…") == "Лифт N 5 - ждём~"
    assert glyphs.plain("Лифт № 5", "koi8-r") == "Лифт N 5"
    assert glyphs.plain("Лифт № 5", "ascii") == "???? N 5"


@pytest.mark.parametrize(
    ("environ", "encoding", "expected"),
    [({}, "utf-8", False), ({}, "UTF8", False), ({"ADS_ASCII": "1"}, "utf-8", True), ({}, "koi8-r", True)],
)
def test_r_14_ascii_where_it_is_asked_for_or_there_is_no_utf_8(
    environ: dict[str, str], encoding: str, expected: bool
) -> None:
    assert glyphs.is_plain(environ, encoding) is expected


@pytest.mark.parametrize(("theme", "least"), [(DARK, 4.5), (LIGHT, 4.5), (CONTRAST, 7.0)])
def test_statuses_and_text_can_be_read_in_every_theme(theme: str, least: float) -> None:
    looks = BY_NAME[theme]
    assert looks.background is not None
    colours = {colour: looks.variables[f"status-{colour}"] for colour in COLOURS}
    colours |= {"text": str(looks.foreground), "error": str(looks.error), "muted": looks.variables["text-muted"]}
    assert {name: value for name, value in colours.items() if contrast(value, looks.background) < least} == {}


def test_every_status_colour_has_one_of_16() -> None:
    assert all(BY_NAME[SIXTEEN].variables[f"status-{colour}"].startswith("ansi_") for colour in COLOURS)
    assert set(CAPTIONS) == set(BY_NAME)


@pytest.mark.parametrize(
    ("environ", "colours", "chosen", "expected"),
    [
        ({}, "truecolor", None, DARK),
        ({}, "256", LIGHT, LIGHT),
        ({"ADS_THEME": CONTRAST}, "truecolor", LIGHT, CONTRAST),
        ({"NO_COLOR": "1"}, "truecolor", LIGHT, SIXTEEN),
        ({"NO_COLOR": ""}, "truecolor", None, SIXTEEN),
        ({}, "standard", LIGHT, SIXTEEN),
        ({}, None, None, SIXTEEN),
    ],
)
def test_the_terminal_decides_before_its_user(
    environ: dict[str, str], colours: str | None, chosen: str | None, expected: str
) -> None:
    assert first_theme(environ, colours, chosen) == expected


def test_a_chosen_theme_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADS_CONFIG_DIR", str(tmp_path / "config"))
    assert preferences.chosen_theme() is None
    preferences.remember_theme(LIGHT)
    assert preferences.chosen_theme() == LIGHT
    (tmp_path / "config" / preferences.FILE).write_bytes(b"\xff = [")
    assert preferences.chosen_theme() is None
