"""Orders, events and comments as the JSON of CL-7."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ads_tui.domain.moments import iso_utc

if TYPE_CHECKING:
    from ads_tui.services.comments import CommentView
    from ads_tui.services.orders.bulk import BulkResult
    from ads_tui.services.orders.card import OrderCard
    from ads_tui.services.orders.history import EventView
    from ads_tui.services.orders.rows import OrderRow


# What screens show beside the code, which scripts need not.
_FOR_SCREENS = frozenset(
    {"status_name", "status_colour", "base_status", "executor_names", "controller_names", "crm_name"}
    | {"accepted_by_name", "closed_by_name", "left"}
)
_BESIDE_EVENTS = frozenset({"seq", "reasons"})


def plain(value: Any) -> Any:
    """A value of a service as JSON holds it: moments in ISO 8601 UTC, money as text, dataclasses as objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def row_document(row: "OrderRow") -> dict[str, Any]:
    """A row of `order list`."""
    document: dict[str, Any] = plain(row)
    return {key: value for key, value in document.items() if key not in _FOR_SCREENS}


def card_document(card: "OrderCard") -> dict[str, Any]:
    """What `order show` prints; the keys of later work are empty until it is done."""
    return {
        **row_document(card.row),
        "form": plain(card.form),
        "answers": {},
        "executors_all": list(card.executors_all),
        "duplicates": [],
        "approval_stage": None,
        "rating_comment": None,
        "confirmed": None,
        "invoices": [],
        "refund": None,
        "documents": [],
    }


def event_document(event: "EventView") -> dict[str, Any]:
    """An event of `order history`."""
    document: dict[str, Any] = plain(event)
    if event.kind == "undone":
        # What was undone is told by the values themselves.
        document["field"] = None
    return {("from" if key == "from_" else key): value for key, value in document.items() if key not in _BESIDE_EVENTS}


def bulk_document(result: "BulkResult") -> dict[str, Any]:
    """What an act on several orders prints."""
    refused = [{"order": one.order, "code": one.code, "message": one.message} for one in result.refused]
    return {"done": list(result.done), "refused": refused, "batch": result.batch}


def comment_document(comment: "CommentView") -> dict[str, Any]:
    """A comment."""
    document: dict[str, Any] = plain(comment)
    return document
