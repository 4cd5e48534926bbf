"""What the columns of the order list show (CO-1)."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from rich.style import Style
from textual.app import App

from ads_tui.console.glyphs import glyph
from ads_tui.console.themes import status_style
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.columns import COLUMNS, DEFAULT_COLUMNS, FIXED_COLUMN
from ads_tui.domain.labels import LABELS
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.time_left import is_urgent, left_colour, left_text
from ads_tui.services.cards.places import relation
from ads_tui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow

# A status is never colour alone: a sign stands before its name (LB-5).
_STATUS_SIGNS = {
    "pending": "ring",
    "in_progress": "open",
    "done": "tick",
    "paused": "paused",
    "cancelled": "close",
    "cancelled_by_client": "close",
    "reopened": "ring",
    "approval": "half",
    "clarification": "warning",
    "quality_control": "half",
}
_BOLD = Style(bold=True)


class HasStatus(Protocol):
    """What has a status."""

    @property
    def base_status(self) -> str: ...

    @property
    def status_name(self) -> str: ...


def status_text(row: HasStatus) -> str:
    """The status of something, with its sign."""
    return signed_status(row.base_status, row.status_name)


def signed_status(base: str, name: str) -> str:
    """A status with the sign of what it is based on."""
    return f"{glyph(_STATUS_SIGNS[base])} {_(name)}"


def every_column(app: App[object], now: Callable[[], datetime]) -> dict[str, Column["OrderRow"]]:
    """All columns by their names in the registry.

    `now` tells the present moment in the zone of whoever looks.
    """

    def status(row: "OrderRow") -> Cell:
        return [(status_text(row), status_style(app, row.status_colour))]

    def moment(name: str, width: int = 11) -> Column["OrderRow"]:
        value = attrgetter(name)

        def told(row: "OrderRow") -> str:
            at = value(row)
            return short_moment(at, now()) if at else ""

        return Column(name, CAPTIONS[name], width, 11, told)

    def left(row: "OrderRow") -> Cell:
        if row.left is None:
            return ""
        at = now()
        colour, text = left_colour(row.left, at), left_text(row.left, at)
        style = status_style(app, colour) if colour else Style()
        return [(text, style + _BOLD if is_urgent(row.left, at) else style)]

    columns = [
        *_TEXTS,
        Column("sla_clock", CAPTIONS["sla_clock"], 10, 10, left, right=True),
        Column("status", CAPTIONS["status"], 18, 14, status),
        moment("due_at", 13),
        *(moment(name) for name in ("accepted_at", "closed_at", "updated_at", "created_at")),
        Column("visit", CAPTIONS["visit"], 17, 11, lambda row: _visit(row, now())),
    ]
    return {column.id: column for column in columns}


def order_columns(app: App[object], now: Callable[[], datetime]) -> list[Column["OrderRow"]]:
    """The columns shown where nobody chose others (CO-2)."""
    known = every_column(app, now)
    return [known[name] for name in DEFAULT_COLUMNS]


def short_moment(moment: datetime, now: datetime) -> str:
    """A day and a minute in the zone of `now`, `20.08 14:32`; in another year than the present one `04.12.2025`."""
    local = moment.astimezone(now.tzinfo)
    return local.strftime("%d.%m %H:%M" if local.year == now.year else "%d.%m.%Y")


def address(row: "OrderRow") -> str:
    """Building and premise."""
    return f"{row.building.name}, {row.premise.name}" if row.premise else row.building.name


def _executors(row: "OrderRow") -> str:
    return ", ".join(row.executor_names) or glyph("none")


def _priority(row: "OrderRow") -> Cell:
    caption = _(PRIORITY_CAPTIONS[row.priority])
    return [(f"{glyph('important')} {caption}", _BOLD)] if row.priority == "emergency" else caption


def _visit(row: "OrderRow", now: datetime) -> str:
    """From when to when, the day once where it is the same one: `20.08 14:00–16:00`."""
    if row.visit_from is None:
        return ""
    start = short_moment(row.visit_from, now)
    if row.visit_to is None:
        return start
    begin, end = (moment.astimezone(now.tzinfo) for moment in (row.visit_from, row.visit_to))
    is_one_day = begin.date() == end.date() and begin.year == now.year
    return f"{start}–{end:%H:%M}" if is_one_day else f"{start}–{short_moment(row.visit_to, now)}"


def _labels(row: "OrderRow") -> Cell:
    return [(glyph(LABELS[label].sign) + _count(row, label), _BOLD) for label in row.labels]


def _count(row: "OrderRow", label: str) -> str:
    return f"{row.unread_messages} " if label == "message" and row.unread_messages > 1 else " "


def _service_type(row: "OrderRow") -> str:
    return row.service_type.name if row.service_type else ""


def _unread(row: "OrderRow") -> str:
    return str(row.unread_messages or "")


def _client_status(row: "OrderRow") -> str:
    return relation(row.client.status) if row.client and row.client.status else ""


CAPTIONS = {column.name: column.caption for column in COLUMNS} | {FIXED_COLUMN: N_("№")}
_TEXTS: tuple[Column["OrderRow"], ...] = (
    Column("number", CAPTIONS["number"], 8, 6, lambda row: str(row.number), right=True),
    Column("external_number", CAPTIONS["external_number"], 15, 8, lambda row: row.external_number or ""),
    Column("service_type", CAPTIONS["service_type"], 18, 10, _service_type),
    Column("service", CAPTIONS["service"], 26, 18, lambda row: row.service.name, flexible=True),
    Column("crm_name", CAPTIONS["crm_name"], 22, 12, lambda row: row.crm_name or ""),
    Column("channel", CAPTIONS["channel"], 16, 10, lambda row: _(CHANNELS[row.channel])),
    Column("essence", CAPTIONS["essence"], 34, 18, lambda row: row.essence or "", flexible=True),
    Column("client", CAPTIONS["client"], 22, 12, lambda row: row.client.name if row.client else "", flexible=True),
    Column("client_status", CAPTIONS["client_status"], 15, 9, _client_status),
    Column("building", CAPTIONS["building"], 28, 18, address, flexible=True, keeps_end=True),
    Column("entrance", CAPTIONS["entrance"], 9, 8, lambda row: row.entrance or ""),
    Column("floor", CAPTIONS["floor"], 6, 5, lambda row: row.floor or ""),
    Column("premise", CAPTIONS["premise"], 10, 7, lambda row: row.premise.name if row.premise else "", keeps_end=True),
    Column("executors", CAPTIONS["executors"], 16, 11, _executors),
    Column("controllers", CAPTIONS["controllers"], 16, 11, lambda row: ", ".join(row.controller_names)),
    Column("accepted_by", CAPTIONS["accepted_by"], 16, 11, lambda row: row.accepted_by_name or ""),
    Column("closed_by", CAPTIONS["closed_by"], 16, 11, lambda row: row.closed_by_name or ""),
    Column("labels", CAPTIONS["labels"], 7, 5, _labels),
    Column("unread_messages", CAPTIONS["unread_messages"], 9, 5, _unread, right=True),
    Column("priority", CAPTIONS["priority"], 11, 8, _priority),
)
