"""How the time left on an order's clocks is shown: hours and minutes, counting, negative once broken (CO-1, LS-5)."""

from datetime import datetime, timedelta

from ads_tui.console.glyphs import glyph
from ads_tui.domain.time_left import CLOCKS, TimeLeft
from ads_tui.i18n import _

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# From here on days say enough.
_LONG = 100 * _HOUR
# Names of `COLOURS` by the third of the norm in which what is left lies.
_THIRDS = {1: "red", 2: "yellow", 3: "green"}


def left_text(left: TimeLeft, now: datetime) -> str:
    """`0:18`, `−0:42`, `12 d`, begun minutes and days left out; a sign while paused."""
    time = left.until(now)
    if time is None:
        return glyph("paused")
    return (glyph("minus") if left.is_broken(now) else "") + span_text(abs(time))


def span_text(time: timedelta) -> str:
    """A length of time, `0:18` or `12 d`, begun minutes and days left out."""
    if time >= _LONG:
        return _("{days} d").format(days=time // _DAY)
    return f"{time // _HOUR}:{time % _HOUR // _MINUTE:02}"


def left_told(left: TimeLeft, now: datetime) -> str:
    """The same with the name of the clock, or in words that it is paused."""
    words = (left_text(left, now), _("paused")) if left.due_at is None else (_(CLOCKS[left.kind]), left_text(left, now))
    return " ".join(words)


def left_colour(left: TimeLeft, now: datetime) -> str | None:
    """The name of its colour, by thirds of the norm; None without a norm, and while paused."""
    if left.is_broken(now):
        return "red"
    third = left.third(now)
    return None if third is None else _THIRDS[third]


def is_urgent(left: TimeLeft, now: datetime) -> bool:
    """Whether it is to be seen without colours too: it is broken or in the last third."""
    return left.is_broken(now) or left.third(now) == 1
