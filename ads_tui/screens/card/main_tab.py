"""What the blocks of the card's Main tab say (CD-3, CD-4)."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from textual.app import App
from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.day_first import show_moment, show_when
from ads_tui.i18n import N_, _
from ads_tui.screens.card.facts import (
    Fact,
    FactsOf,
    email_link,
    facts,
    person_link,
    phone_link,
    together,
)
from ads_tui.screens.orders.columns import status_text
from ads_tui.services.orders.card_details import CardDetails, Led
from ads_tui.services.orders.rows import OrderRow

# Kinds of organizations (CD-3).
_KINDS = {
    "company": N_("management company"),
    "association": N_("homeowners' association"),
    "supplier": N_("resource supplier"),
    "other": N_("other"),
}


def manage(app: App[object], details: CardDetails, zone: ZoneInfo) -> FactsOf:
    """What is done about the order, and by whom."""
    row = details.card.row
    colour = app.theme_variables[f"status-{row.status_colour}"]
    gone = [login for login in details.card.executors_all if login not in row.executors]
    shown = [Fact(_("Status"), content(status_text(row), colour), "card.status")]
    shown += facts(
        [
            (_("Comment"), row.status_comment or ""),
            (_("Resume on"), told_resume_on(row.resume_on, zone)),
            (_("Cancel reasons"), ", ".join(_(reason) for reason in details.reasons)),
            (_("Cancel comment"), row.cancel_comment or ""),
            (_("Department"), row.department.name if row.department else ""),
        ]
    )
    none = Content(glyph("none"))
    shown.append(Fact(_("Executors"), _people(details, row.executors) or none, "card.executors"))
    shown += facts([(_("Executors before"), _people(details, gone))])
    shown.append(Fact(_("Controllers"), _people(details, row.controllers) or none, "card.controllers"))
    shown += facts(
        [
            (_("Priority"), _(PRIORITY_CAPTIONS[row.priority])),
            (_("Due"), show_moment(row.due_at, zone) if row.due_at else ""),
            (_("Visit time"), _visit(row, zone)),
        ]
    )
    return FactsOf(_("Manage"), shown)


def information(details: CardDetails, zone: ZoneInfo) -> FactsOf:
    """Where it is, what was told, how it came."""
    row = details.card.row
    answers = list(details.answers)
    shown = facts(
        [
            (_("Address"), _address(row)),
            *(answers or [(_("Essence"), row.essence or "")]),
            (_("Channel"), _(CHANNELS[row.channel])),
            (_("External number"), row.external_number or ""),
            (_("Created"), _by(details, row.created_at, row.created_by, zone)),
            (_("Accepted"), _by(details, row.accepted_at, row.accepted_by, zone)),
            (_("Closed"), _by(details, row.closed_at, row.closed_by, zone)),
        ]
    )
    return FactsOf(_("Information"), shown, "card.edit")


def client(details: CardDetails) -> FactsOf:
    """Who asked, and what he owes (CD-4)."""
    asks = details.card.row.client
    if asks is None:
        return FactsOf(_("Client"), [Fact("", content(_("nobody is named"), "dim"))])
    shown = facts(
        [
            (_("Full name"), asks.name),
            (_("Phone"), phone_link(asks.phone, details.region) if asks.phone else ""),
            (_("E-mail"), email_link(asks.email) if asks.email else ""),
            (_("Category"), asks.category or ""),
            (_("Tags"), ", ".join(asks.tags)),
            (_("Housing"), _balance(details.balance)),
            (_("Capital repair"), _balance(details.repair_balance)),
        ]
    )
    return FactsOf(_("Client"), shown)


def organization(details: CardDetails) -> FactsOf:
    """Whose building it is, and who looks after it (CD-3)."""
    company = details.card.row.organization
    name = content(company.name) if company else Content("")
    if company and details.organization_kind:
        name += content(f" ({_(_KINDS[details.organization_kind])})")
    phone, email = details.organization_phone, details.organization_email
    shown = facts(
        [
            (_("Organization"), name),
            (_("Phone"), phone_link(phone, details.region) if phone else ""),
            (_("E-mail"), email_link(email) if email else ""),
            (_("Quarter"), details.quarter.name if details.quarter else ""),
            (_("Managed by"), _leader(details, details.quarter)),
            (_("Building group"), details.group.name if details.group else ""),
            (_("Administrator"), _leader(details, details.group)),
        ]
    )
    return FactsOf(_("Organization"), shown or [Fact("", content(_("none is named"), "dim"))], "card.people")


def named_people(details: CardDetails) -> dict[str, list[str]]:
    """Everybody named on the card with what he is to the order, by login, in the order of the card."""
    row = details.card.row
    named: dict[str, list[str]] = {}

    def add(login: str | None, role: str) -> None:
        if login is not None and login in details.people:
            named.setdefault(login, []).append(role)

    for login in row.executors:
        add(login, _("Executor"))
    for login in row.controllers:
        add(login, _("Controller"))
    add(details.quarter.leader if details.quarter else None, _("Quarter manager"))
    add(details.group.leader if details.group else None, _("Group administrator"))
    add(row.created_by, _("Created by"))
    add(row.accepted_by, _("Accepted by"))
    add(row.closed_by, _("Closed by"))
    for login in details.card.executors_all:
        if login not in row.executors:
            add(login, _("Executor before"))
    return named


def told_resume_on(text: str | None, zone: ZoneInfo) -> str:
    """A day, or a moment in the zone of whoever looks."""
    return show_when(text, zone) if text else ""


def _people(details: CardDetails, logins: tuple[str, ...] | list[str]) -> Content:
    return together(person_link(login, details.people.get(login)) for login in logins)


def _leader(details: CardDetails, led: Led | None) -> Content:
    return _people(details, [led.leader] if led and led.leader else [])


def _by(details: CardDetails, moment: datetime | None, login: str | None, zone: ZoneInfo) -> Content:
    if moment is None:
        return Content("")
    return together([content(show_moment(moment, zone)), _people(details, [login] if login else [])], "  ")


def _address(row: OrderRow) -> str:
    place = [row.building.name]
    if row.premise:
        number = row.premise.name
        place.append(_("apt. {number}").format(number=number) if number[:1].isdigit() else number)
    if row.entrance:
        place.append(_("entrance {entrance}").format(entrance=row.entrance))
    if row.floor:
        place.append(_("floor {floor}").format(floor=row.floor))
    return ", ".join(place)


def _visit(row: OrderRow, zone: ZoneInfo) -> str:
    if row.visit_from is None:
        return ""
    start = show_moment(row.visit_from, zone)
    return start if row.visit_to is None else f"{start} – {show_moment(row.visit_to, zone)}"


def _balance(balance: Decimal | None) -> str:
    """A debt or an advance as a positive sum, also where there is neither; nothing where it is not to be shown."""
    if balance is None:
        return ""
    amount = f"{abs(balance):,.2f}".replace(",", " ")
    if balance < 0:
        return _("debt {sum}").format(sum=amount)
    return _("advance {sum}").format(sum=amount) if balance else amount
