"""What the card's SLA block says: each clock with its state and its time (SL-8)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from textual.app import App
from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.day_first import show_moment
from ads_tui.domain.sla_clocks import Clock
from ads_tui.domain.time_left import CLOCKS, STATES
from ads_tui.i18n import _
from ads_tui.screens.card.facts import Fact, FactsOf, facts
from ads_tui.screens.orders.time_left import span_text
from ads_tui.services.sla.explaining import Why

# Names of colours by state; the state is told in words too.
_COLOURS = {"broken": "red", "met": "green"}


def clocks(app: App[object], why: Why, zone: ZoneInfo) -> FactsOf:
    """The clocks that there are, and the rule that gave the norms."""
    shown = [
        Fact(
            _(CLOCKS[one.clock.kind]),
            _told(app, one.clock, why),
            "card.localized" if one.clock.kind == "localization" else "",
        )
        for one in why.clocks
        if one.clock.state != "none"
    ]
    marked = why.localized_at
    shown += facts(
        [
            (_("Localized"), show_moment(marked, zone) if marked else ""),
            (_("Rule"), why.rule or ""),
            (_("Source"), why.source or ""),
        ]
    )
    return FactsOf(_("SLA"), shown or [Fact("", content(_("no norm applies"), "dim"))], "card.why")


def _told(app: App[object], clock: Clock, why: Why) -> Content:
    colour = _COLOURS.get(clock.state)
    state = content(_(STATES[clock.state]), app.theme_variables[f"status-{colour}"] if colour else "")
    return Content("  ").join([state, content(time_told(clock, why))])


def time_told(clock: Clock, why: Why) -> str:
    """How much of a clock is left, or was used, or how long ago it broke."""
    norm = clock.norm.time if clock.norm else None
    if clock.state == "broken" and clock.broken_at and clock.ended_at is None:
        return _("{time} ago").format(time=span_text(max(why.now - clock.broken_at, timedelta(0))))
    if clock.state in ("running", "paused") and clock.left is not None:
        left = span_text(max(clock.left, timedelta(0)))
        if clock.by_hand or norm is None:
            told = _("{left} left").format(left=left)
        else:
            told = _("{left} left of {norm}").format(left=left, norm=span_text(norm))
        return f"{glyph('paused')} {told}" if clock.state == "paused" else told
    if norm is None:
        return ""
    if clock.state == "not_started":
        return span_text(norm)
    return _("{used} of {norm}").format(used=span_text(clock.used), norm=span_text(norm))
