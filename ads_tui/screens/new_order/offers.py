"""What is offered while a new order is typed, and what is told of it beside (CR-5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ads_tui.console.glyphs import glyph
from ads_tui.domain.phones import FEWEST_DIGITS, phone_digits, show_phone
from ads_tui.i18n import _
from ads_tui.screens.new_order.searching import Offer
from ads_tui.services.orders.callers import Caller, ClientChoice
from ads_tui.services.orders.choosing import BuildingChoice, PremiseChoice, ServiceChoice

_MOST_NOTE = 240


@dataclass(frozen=True, slots=True)
class Unregistered:
    """A client who is to be written down with the call (CR-4)."""

    name: str = ""
    phone: str = ""


def is_phone(text: str) -> bool:
    """Whether this is a phone rather than a name or an address."""
    return len(phone_digits(text)) >= FEWEST_DIGITS and not any(char.isalpha() for char in text)


def caller_offer(caller: Caller, region: str) -> Offer:
    """A client at a premise, or a place."""
    client, place = caller.client, address(caller)
    if client is None:
        about = _premise_lines(caller.premise) if caller.premise else _building_lines(caller.building)
        return Offer(caller, place, information=_told(about))
    known = "" if client.code else _("not registered")
    notes = [show_phone(client.phone, region) if client.phone else "", place, known]
    return Offer(caller, client.name, _dotted(notes), _told(_client_lines(client)))


def client_offer(client: ClientChoice, region: str) -> Offer:
    """A client alone."""
    return caller_offer(Caller(client), region)


def new_client_offer(text: str) -> Offer:
    """Whoever is found by nothing that was typed: his phone or his name."""
    if is_phone(text):
        return Offer(Unregistered(phone=text.strip()), _("New client with this phone"), text.strip())
    return Offer(Unregistered(name=text.strip()), _("New client of this name"), text.strip())


def building_offer(building: BuildingChoice) -> Offer:
    """A building with quarter, group, organization and note."""
    notes = [building.quarter, building.group, building.organization]
    return Offer(building, building.name, _dotted(notes), _told(_building_lines(building)))


def premise_offer(premise: PremiseChoice) -> Offer:
    """A premise with tags, account and note."""
    return Offer(premise, premise.name, _floor(premise), _told(_premise_lines(premise)))


def service_offer(service: ServiceChoice) -> Offer:
    """A service with type, note and tags."""
    lines = [(_("Service type"), service.type), (_("Tags"), ", ".join(service.tags)), (_("Note"), service.note)]
    return Offer(service, service.name, service.type, _told(lines))


def address(caller: Caller) -> str:
    """Building and premise."""
    parts = [caller.building.name if caller.building else "", caller.premise.name if caller.premise else ""]
    return ", ".join(part for part in parts if part)


def _client_lines(client: ClientChoice) -> list[tuple[str, str]]:
    return [
        (_("Tags"), ", ".join(client.tags)),
        (_("Account"), ", ".join(client.accounts)),
        (_("Note"), client.note),
    ]


def _building_lines(building: BuildingChoice | None) -> list[tuple[str, str]]:
    if building is None:
        return []
    return [
        (_("Quarter"), building.quarter),
        (_("Building group"), building.group),
        (_("Organization"), building.organization),
        (_("Note"), building.note),
    ]


def _premise_lines(premise: PremiseChoice) -> list[tuple[str, str]]:
    return [(_("Tags"), ", ".join(premise.tags)), (_("Account"), premise.account), (_("Note"), premise.note)]


def _floor(premise: PremiseChoice) -> str:
    entrance = _("entrance {entrance}").format(entrance=premise.entrance) if premise.entrance else ""
    floor = _("floor {floor}").format(floor=premise.floor) if premise.floor else ""
    return _dotted([entrance, floor])


def _told(lines: Iterable[tuple[str, str]]) -> str:
    """Captions with what there is, short things side by side, the note below."""
    given = [(caption, text if len(text) <= _MOST_NOTE else f"{text[:_MOST_NOTE]}…") for caption, text in lines if text]
    return _dotted([f"{caption}: {' '.join(text.split())}" for caption, text in given])


def _dotted(parts: Iterable[str]) -> str:
    return f" {glyph('dot')} ".join(part for part in parts if part)
