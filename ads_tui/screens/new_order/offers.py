"""What is offered while a new order is typed, and what is told of it beside (CR-5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ads_tui.console.glyphs import glyph
from ads_tui.domain.phones import FEWEST_DIGITS, phone_digits, show_phone
from ads_tui.i18n import _
from ads_tui.screens.new_order.offered import Information, Offer
from ads_tui.services.orders.callers import Caller, ClientChoice
from ads_tui.services.orders.choosing import BuildingChoice, PremiseChoice, ServiceChoice
from ads_tui.services.orders.deciding import Decision

# More of a note is in the card.
_MOST_NOTE = 600


@dataclass(frozen=True, slots=True)
class Unregistered:
    """A client who is to be written down with the call (CR-4)."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


def is_phone(text: str) -> bool:
    """Whether this is a phone rather than a name or an address."""
    return len(phone_digits(text)) >= FEWEST_DIGITS and not any(char.isalpha() for char in text)


def caller_offer(caller: Caller, region: str) -> Offer:
    """A client at a premise, or a place."""
    client, place = caller.client, address(caller)
    if client is None:
        return Offer(caller, place, information=_of_place(caller))
    known = "" if client.code else _("not registered")
    notes = [show_phone(client.phone, region) if client.phone else "", place, known]
    return Offer(caller, client.name, _dotted(notes), _of_client(client))


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
    return Offer(building, building.name, _dotted(notes), _of_building(building))


def premise_offer(premise: PremiseChoice) -> Offer:
    """A premise with tags, account and note."""
    return Offer(premise, premise.name, _floor(premise), _of_premise(premise))


def service_offer(service: ServiceChoice) -> Offer:
    """A service with type, note and tags."""
    lines = [(_("Service type"), service.type), (_("Tags"), ", ".join(service.tags)), (_("Note"), service.note)]
    return Offer(service, service.name, service.type, _information("service", service.id, service.name, lines))


def decision_text(decision: Decision) -> str:
    """What the service decides, in one line (CR-7)."""
    people = [
        (_("executors: {names}"), decision.executors),
        (_("does not fit here: {names}"), decision.left_out),
        (_("approval: {names}"), decision.approvers),
    ]
    parts = [caption.format(names=", ".join(names)) for caption, names in people if names]
    appointment = _("by appointment") if decision.appointment else ""
    return _dotted([decision.department, _(decision.status), appointment, *parts])


def address(caller: Caller) -> str:
    """Building and premise."""
    parts = [caller.building.name if caller.building else "", caller.premise.name if caller.premise else ""]
    return ", ".join(part for part in parts if part)


def _of_place(caller: Caller) -> Information | None:
    if caller.premise is not None:
        return _of_premise(caller.premise)
    return _of_building(caller.building) if caller.building else None


def _of_client(client: ClientChoice) -> Information:
    lines = [
        (_("Tags"), ", ".join(client.tags)),
        (_("Account"), ", ".join(client.accounts)),
        (_("Note"), client.note),
    ]
    return _information("client", client.id, client.name, lines)


def _of_building(building: BuildingChoice) -> Information:
    lines = [
        (_("Quarter"), building.quarter),
        (_("Building group"), building.group),
        (_("Organization"), building.organization),
        (_("Note"), building.note),
    ]
    return _information("building", building.id, building.name, lines)


def _of_premise(premise: PremiseChoice) -> Information:
    lines = [(_("Tags"), ", ".join(premise.tags)), (_("Account"), premise.account), (_("Note"), premise.note)]
    return _information("premise", premise.id, f"{premise.building.name}, {premise.name}", lines)


def _information(kind: str, key: int, name: str, lines: Iterable[tuple[str, str]]) -> Information:
    given = [(caption, text if len(text) <= _MOST_NOTE else f"{text[:_MOST_NOTE]}…") for caption, text in lines if text]
    return Information(kind, key, name, tuple((caption, " ".join(text.split())) for caption, text in given))


def _floor(premise: PremiseChoice) -> str:
    entrance = _("entrance {entrance}").format(entrance=premise.entrance) if premise.entrance else ""
    floor = _("floor {floor}").format(floor=premise.floor) if premise.floor else ""
    return _dotted([entrance, floor])


def _dotted(parts: Iterable[str]) -> str:
    return f" {glyph('dot')} ".join(part for part in parts if part)
