"""What the card's Client activity tab shows, and how its pages are read (CD-2)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from textual.app import App

from ads_tui.console.themes import status_style
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.columns import short_moment, status_text
from ads_tui.services.orders.client_activity import (
    Activity,
    ActivityOf,
    PlacedActivity,
    count_newer,
    find_activity,
    read_activity,
)
from ads_tui.services.orders.walking import Stretch
from ads_tui.services.orders.window import Place
from ads_tui.store.work import Reading
from ads_tui.widgets.columns import Cell, Column
from ads_tui.widgets.list_pages import PageRead, PageWanted, Toward
from ads_tui.widgets.loaded_rows import Entry

_KINDS = {"order": N_("Order")}


def activity_columns(app: App[object], now: Callable[[], datetime]) -> list[Column[Activity]]:
    """The columns of CD-2, the order's number first because it stays when one scrolls sideways.

    `now` tells the present moment in the zone of whoever looks.
    """

    def status(thing: Activity) -> Cell:
        return [(status_text(thing), status_style(app, thing.status_colour))]

    return [
        Column("order", N_("№"), 8, 6, lambda thing: str(thing.order), right=True),
        Column("status", N_("Status"), 18, 14, status),
        Column("kind", N_("Kind"), 8, 7, lambda thing: _(_KINDS[thing.kind])),
        Column("subject", N_("Subject"), 26, 14, lambda thing: thing.subject, flexible=True),
        Column("address", N_("Address"), 28, 12, lambda thing: thing.address, flexible=True, keeps_end=True),
        Column("at", N_("When"), 11, 11, lambda thing: short_moment(thing.at, now())),
        Column("updated_at", N_("Updated"), 11, 11, lambda thing: short_moment(thing.updated_at, now())),
    ]


def read_activity_page(reading: Reading, of: ActivityOf, wanted: PageWanted) -> PageRead[Activity]:
    """The page that the table asks for; keys are kind and id."""
    stretch = Stretch(
        wanted.limit,
        None if wanted.start is None else (0, wanted.start.values),
        inclusive=wanted.toward is Toward.AGAIN,
        backwards=wanted.toward in (Toward.BEFORE, Toward.END),
        skip=wanted.skip,
    )
    found, more = read_activity(reading, of, stretch)
    if wanted.toward is not Toward.AGAIN:
        return PageRead(_entries(found), more)
    newer = 0 if wanted.head is None else count_newer(reading, of, wanted.head)
    return PageRead(_entries(found), more, _under_cursor(reading, of, wanted.cursor, found), newer)


def _under_cursor(
    reading: Reading, of: ActivityOf, key: Any, found: Iterable[PlacedActivity]
) -> tuple[Activity, Place | None] | None:
    if key is None or any(placed.key == key for placed in found):
        return None
    placed = find_activity(reading, of, key)
    return None if placed is None else (placed.activity, placed.place)


def _entries(found: Iterable[PlacedActivity]) -> list[Entry[Activity]]:
    return [Entry(placed.key, placed.place, placed.activity) for placed in found]
