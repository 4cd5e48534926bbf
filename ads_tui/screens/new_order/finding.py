"""What is offered for what is typed into a field that searches (CR-2)."""

from collections.abc import Callable

from ads_tui.console.acting import ActingScreen
from ads_tui.console.layouts import other_readings
from ads_tui.errors import AdsError
from ads_tui.screens.new_order.offered import Offer
from ads_tui.screens.new_order.offers import (
    building_offer,
    caller_offer,
    new_client_offer,
    premise_offer,
    service_offer,
)
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.services.orders.callers import choose_callers
from ads_tui.services.orders.choosing import BuildingChoice, choose_buildings, choose_premises, choose_services
from ads_tui.store.work import Reading


def search_for(
    screen: ActingScreen[None],
    field: SearchField,
    text: str,
    building: BuildingChoice | None,
    fits: Callable[[Offer], bool] = lambda _offer: True,
) -> None:
    """Search for what is typed into a field, and offer there what is found and `fits`.

    Premises are those of a building.
    """
    place = building.id if building else None

    def show(found: list[Offer]) -> None:
        field.offer(text, [offer for offer in found if fits(offer)])
        field.call_after_refresh(field.scroll_visible, animate=False)

    def not_found(error: AdsError) -> None:
        field.failed()
        if error.code != "unreachable":
            field.refuse(error.message)

    screen.read(
        lambda reading: offers_for(reading, field.key, text, place),
        show,
        group=f"search-{field.key}",
        instead=not_found,
    )


def offers_for(reading: Reading, key: str, text: str, building: int | None) -> list[Offer]:
    """The offers of the field `key`; nothing found is read as typed under the other layout.

    Premises are those of a building, an id. A client may always be a new one.
    """
    each = (_found(reading, key, one, building) for one in (text, *other_readings(text)))
    found = next((some for some in each if some), [])
    return [*found, new_client_offer(text)] if key == "client" else found


def _found(reading: Reading, key: str, text: str, building: int | None) -> list[Offer]:
    match key:
        case "client":
            return [caller_offer(caller, reading.settings.region) for caller in choose_callers(reading, text)]
        case "building":
            return [building_offer(one) for one in choose_buildings(reading, text)]
        case "premise" if building is not None:
            return [premise_offer(one) for one in choose_premises(reading, building, text)]
        case "service":
            return [service_offer(one) for one in choose_services(reading, text)]
    return []
