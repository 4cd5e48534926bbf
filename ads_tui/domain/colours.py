"""The names of the colours that a status may have; a theme says how each looks (ST-12)."""

from ads_tui.errors import InputError
from ads_tui.i18n import N_

COLOURS: tuple[str, ...] = (
    "red",
    "orange",
    "yellow",
    "green",
    "teal",
    "cyan",
    "blue",
    "purple",
    "pink",
    "brown",
    "grey",
    "white",
)


def parse_colour(text: str, field: str = "colour") -> str:
    """The colour if it is one of `COLOURS`; raises InputError `invalid_value`."""
    colour = text.strip().lower()
    if colour not in COLOURS:
        raise InputError(
            "invalid_value", N_("The colour is one of: {choices}"), field=field, choices=", ".join(COLOURS)
        )
    return colour
