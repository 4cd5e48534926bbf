"""What the card's tabs say, as text with captions; whatever comes from data is shown as text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual.app import App
from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content, fit
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.history import EVENT_KINDS
from ads_tui.domain.moments import show_moment
from ads_tui.domain.phones import show_phone
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.comments import CommentView
    from ads_tui.services.orders.card import OrderCard
    from ads_tui.services.orders.history import EventView
    from ads_tui.services.orders.rows import OrderRow

_CAPTION_WIDTH = 16
Pair = tuple[str, str]


def head_content(app: App[Any], row: "OrderRow", zone: ZoneInfo) -> Content:
    """Number, service, status, due and version in one line."""
    due = f"   {_('due')} {show_moment(row.due_at, zone)}" if row.due_at else ""
    status = Content.styled(f"{glyph('open')} {_(row.status_name)}", app.theme_variables[f"status-{row.status_colour}"])
    start = content(f"{glyph('number')} {row.number}  {row.service.name}   ", "bold")
    return Content("").join([start, status, content(f"{due}   v{row.version}")])


def main_content(card: "OrderCard", zone: ZoneInfo) -> Content:
    """Manage, information, client and organization, in the order of a narrow screen."""
    row = card.row
    blocks = [
        (_("Manage"), _manage(card, zone)),
        (_("Information"), _information(row, zone)),
        (_("Client"), _client(row)),
        (_("Organization"), [(_("Organization"), row.organization.name if row.organization else "")]),
    ]
    return Content("\n").join(_block(title, pairs) for title, pairs in blocks if any(value for _c, value in pairs))


def _manage(card: "OrderCard", zone: ZoneInfo) -> list[Pair]:
    row = card.row
    gone = [login for login in card.executors_all if login not in row.executors]
    return [
        (_("Status"), _(row.status_name)),
        (_("Status comment"), row.status_comment or ""),
        (_("Resume on"), row.resume_on or ""),
        (_("Cancel reasons"), ", ".join(row.cancel_reasons)),
        (_("Cancel comment"), row.cancel_comment or ""),
        (_("Department"), row.department.name if row.department else ""),
        (_("Executors"), ", ".join(row.executors) or glyph("none")),
        (_("Before"), ", ".join(gone)),
        (_("Controllers"), ", ".join(row.controllers)),
        (_("Priority"), _(PRIORITY_CAPTIONS[row.priority])),
        (_("Due"), show_moment(row.due_at, zone) if row.due_at else ""),
        (_("Visit time"), show_moment(row.visit_from, zone) if row.visit_from else ""),
    ]


def _information(row: "OrderRow", zone: ZoneInfo) -> list[Pair]:
    place = [row.building.name]
    if row.premise:
        place.append(row.premise.name)
    if row.entrance:
        place.append(_("entrance {entrance}").format(entrance=row.entrance))
    if row.floor:
        place.append(_("floor {floor}").format(floor=row.floor))
    created = show_moment(row.created_at, zone)
    return [
        (_("Address"), ", ".join(place)),
        (_("Essence"), row.essence or ""),
        (_("Channel"), _(CHANNELS[row.channel])),
        (_("External number"), row.external_number or ""),
        (_("Created"), f"{created}  {row.created_by or ''}".strip()),
        (_("Accepted"), _by(row.accepted_at, row.accepted_by, zone)),
        (_("Closed"), _by(row.closed_at, row.closed_by, zone)),
    ]


def _by(moment: datetime | None, login: str | None, zone: ZoneInfo) -> str:
    return f"{show_moment(moment, zone)}  {login or ''}".strip() if moment else ""


def _client(row: "OrderRow") -> list[Pair]:
    client = row.client
    if client is None:
        return []
    phone = show_phone(client.phone, "RU") if client.phone else ""
    return [(_("Name"), client.name), (_("Phone"), phone), (_("E-mail"), client.email or "")]


def _block(title: str, pairs: Sequence[Pair]) -> Content:
    lines = [content(title, "bold underline")]
    lines += [
        Content("").join([content(f"  {fit(caption, _CAPTION_WIDTH)} ", "dim"), content(value)])
        for caption, value in pairs
        if value
    ]
    return Content("\n").join([*lines, Content("")])


def comments_content(comments: "Iterable[CommentView]", zone: ZoneInfo) -> Content:
    """Comments, oldest first; important ones bold and with a sign (CM-1, CM-2)."""
    lines = []
    for comment in comments:
        sign = f"{glyph('important')} " if comment.important else ""
        lines.append(content(f"{show_moment(comment.at, zone)}  {comment.by or _('the system')}", "dim"))
        lines.append(content(f"{sign}{comment.text}", "bold" if comment.important else ""))
        lines.append(Content(""))
    return Content("\n").join(lines) if lines else content(_("There are no comments yet; the client never sees them"))


def history_content(events: "Iterable[EventView]", zone: ZoneInfo) -> Content:
    """Events, newest first: when, who, what, from and to, the comment (HI-1)."""
    lines = []
    for event in events:
        what = _(EVENT_KINDS[event.kind]) + (f" {event.field}" if event.field else "")
        change = " → ".join(text for text in (_value(event.from_), _value(event.to)) if text)
        who = event.by or _("the system")
        start = content(f"{show_moment(event.at, zone)}  {who}  ", "dim")
        lines.append(Content("").join([start, content(f"{what}: {change}" if change else what)]))
        if event.comment:
            lines.append(content(f"    {event.comment}"))
    return Content("\n").join(lines)


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value["name"])
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or glyph("none")
    return str(value)
