"""How the console looks: dark, light, high contrast, and 16 colours for terminals that have no more."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from ads_tui.domain.colours import COLOURS
from ads_tui.i18n import N_

DARK = "ads-dark"
LIGHT = "ads-light"
CONTRAST = "ads-contrast"
SIXTEEN = "ads-16"

CAPTIONS: dict[str, str] = {
    DARK: N_("Dark"),
    LIGHT: N_("Light"),
    CONTRAST: N_("High contrast"),
    SIXTEEN: N_("16 colours of the terminal"),
}

# In the order of domain.colours.COLOURS: red orange yellow green teal cyan blue purple pink brown grey white.
_ON_DARK = "#ff7b72 #f0a35e #e3c04b #6cc58a #3fb8a5 #59c2e8 #6aaefc #c297ff #f29ac0 #c99a6b #a3adb8 #f0f3f6"
_ON_LIGHT = "#b3201b #974800 #755800 #1a6b35 #0a6a60 #0b6684 #1554b3 #6a35b5 #a0256b #6d4a22 #59636e #1f2328"
_ON_BLACK = "#ff9b94 #ffb870 #ffe066 #7dff9b #5ff0dc #7fe3ff #8fc6ff #d9b8ff #ffb3d4 #e8bd91 #c8d0d8 #ffffff"
_ANSI = "red bright_red yellow green cyan bright_cyan blue magenta bright_magenta yellow bright_black default"


def _statuses(colours: str, prefix: str = "") -> dict[str, str]:
    return {f"status-{name}": prefix + shade for name, shade in zip(COLOURS, colours.split(), strict=True)}


THEMES: tuple[Theme, ...] = (
    Theme(
        name=DARK,
        primary="#4c9be8",
        secondary="#7aa2c8",
        accent="#e0a84c",
        warning="#e5b454",
        error="#f26d6d",
        success="#6cc58a",
        foreground="#d8dee6",
        background="#12161c",
        surface="#1a2029",
        panel="#232b36",
        variables=_statuses(_ON_DARK)
        | {"block-cursor-background": "#24507c", "block-cursor-foreground": "#ffffff", "text-muted": "#98a3b0"},
    ),
    Theme(
        name=LIGHT,
        primary="#1554b3",
        secondary="#3f6d9c",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#b3201b",
        success="#1a6b35",
        foreground="#1f2328",
        background="#fbfbf9",
        surface="#f1f2f0",
        panel="#e4e7ea",
        dark=False,
        variables=_statuses(_ON_LIGHT)
        | {"block-cursor-background": "#cfe2fb", "block-cursor-foreground": "#10151b", "text-muted": "#57606a"},
    ),
    Theme(
        name=CONTRAST,
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        warning="#ffd800",
        error="#ff9b94",
        success="#7dff9b",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables=_statuses(_ON_BLACK)
        | {
            "block-cursor-background": "#ffff00",
            "block-cursor-foreground": "#000000",
            "border": "#ffffff",
            "border-blurred": "#ffffff",
            "text-muted": "#e0e0e0",
        },
    ),
    Theme(
        name=SIXTEEN,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        accent="ansi_magenta",
        foreground="ansi_default",
        background="ansi_default",
        variables=_statuses(_ANSI, "ansi_")
        | {
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_bright_black",
            "border": "ansi_blue",
            "border-blurred": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-text-style": "reverse",
            "block-cursor-blurred-text-style": "reverse",
        },
    ),
)


def first_theme(environ: Mapping[str, str], color_system: str | None, chosen: str | None) -> str:
    """The theme to begin with: what the terminal can show comes before what its user chose.

    `color_system` is rich's word: "standard" for 16 colours; `chosen` the remembered name, ADS_THEME goes before it.
    """
    if "NO_COLOR" in environ or color_system in (None, "standard"):
        return SIXTEEN
    return environ.get("ADS_THEME", "").strip() or chosen or DARK


def variables_of_others(theme: Theme) -> dict[str, str]:
    """The variables that our style sheets use and a theme that is not ours lacks."""
    if theme.ansi:
        return _statuses(_ANSI, "ansi_")
    return _statuses(_ON_DARK if theme.dark else _ON_LIGHT)


def status_style(app: App[Any], colour: str) -> Style:
    """How text of a status's colour (a name of `COLOURS`) looks in the theme in force."""
    return _foreground(app.theme_variables[f"status-{colour}"])


@lru_cache(64)
def _foreground(colour: str) -> Style:
    return Style(color=Color.parse(colour).rich_color)
