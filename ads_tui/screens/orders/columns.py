"""What the columns of the order list show (CO-2)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rich.style import Style
from textual.app import App

from ads_tui.console.glyphs import glyph
from ads_tui.console.themes import status_style
from ads_tui.i18n import N_, _
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
_LABEL_SIGNS = {"important": "important", "message": "message", "unread": "flag"}
_LABEL_STYLES = {"important": Style(bold=True), "message": Style(bold=True), "unread": Style(bold=True)}


class HasStatus(Protocol):
    """What has a status."""

    @property
    def base_status(self) -> str: ...

    @property
    def status_name(self) -> str: ...


def status_text(row: HasStatus) -> str:
    """A status with its sign."""
    return f"{glyph(_STATUS_SIGNS[row.base_status])} {_(row.status_name)}"


def order_columns(app: App[object], now: Callable[[], datetime]) -> list[Column["OrderRow"]]:
    """The columns of CO-2, what 80 cells have to show first: whoever calls is found by searching.

    The number is the first because it stays when one scrolls sideways. `now` tells the present moment in the zone of
    whoever looks.
    """

    def status(row: "OrderRow") -> Cell:
        return [(status_text(row), status_style(app, row.status_colour))]

    return [
        Column("number", N_("№"), 8, 6, lambda row: str(row.number), right=True),
        Column("status", N_("Status"), 18, 14, status),
        Column("service", N_("Service"), 26, 18, lambda row: row.service.name, flexible=True),
        Column("building", N_("Address"), 28, 18, address, flexible=True, keeps_end=True),
        Column("executors", N_("Executors"), 16, 11, _executors),
        Column("labels", N_("Labels"), 7, 5, _labels),
        Column("client", N_("Client"), 22, 12, lambda row: row.client.name if row.client else "", flexible=True),
        Column("updated_at", N_("Updated"), 11, 11, lambda row: short_moment(row.updated_at, now())),
    ]


def short_moment(moment: datetime, now: datetime) -> str:
    """A day and a minute in the zone of `now`, `20.08 14:32`; in another year than the present one `04.12.2025`."""
    local = moment.astimezone(now.tzinfo)
    return local.strftime("%d.%m %H:%M" if local.year == now.year else "%d.%m.%Y")


def address(row: "OrderRow") -> str:
    """Building and premise."""
    return f"{row.building.name}, {row.premise.name}" if row.premise else row.building.name


def _executors(row: "OrderRow") -> str:
    return ", ".join(row.executor_names) or glyph("none")


def _labels(row: "OrderRow") -> Cell:
    return [(glyph(_LABEL_SIGNS[label]) + _count(row, label), _LABEL_STYLES[label]) for label in row.labels]


def _count(row: "OrderRow", label: str) -> str:
    return f"{row.unread_messages} " if label == "message" and row.unread_messages > 1 else " "
