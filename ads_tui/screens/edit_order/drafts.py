"""An edit that is typed and not saved, as it is kept (decision 14)."""

from collections.abc import Mapping
from typing import Any

from ads_tui.screens.edit_order.form import Kept
from ads_tui.screens.new_order.offered import Offer
from ads_tui.screens.new_order.offers import building_offer, client_offer, premise_offer, service_offer
from ads_tui.screens.new_order.typed import Chosen, texts_of
from ads_tui.services.orders.editable import Editable

KIND = "edit"


def payload_of(changed: Mapping[str, Kept], version: int) -> dict[str, Any]:
    """The changed fields, things by their codes, with the version of the order that they were made from."""
    taken: dict[str, str | None] = {}
    for key, one in changed.items():
        thing = one.offer.thing if one.offer is not None else None
        if thing is None:
            continue
        match key:
            case "client":
                taken["client"] = thing.client.code
            case "premise":
                taken |= {"premise": thing.name, "building": thing.building.code}
            case _:
                taken[key] = thing.code
    return {
        "version": version,
        "taken": {key: code for key, code in taken.items() if code},
        "texts": {key: list(one.values) for key, one in changed.items()},
    }


def version_of(payload: Mapping[str, Any], order: Editable) -> int:
    """The version of the order that a draft was made from."""
    version = payload.get("version")
    return version if isinstance(version, int) and 0 < version <= order.version else order.version


def kept_of(payload: Mapping[str, Any], chosen: Chosen, region: str) -> dict[str, Kept]:
    """The changed fields of a draft; a thing that is gone meanwhile stands there by its name."""
    offers: dict[str, Offer | None] = {
        "client": client_offer(chosen.client, region) if chosen.client else None,
        "building": building_offer(chosen.building) if chosen.building else None,
        "premise": premise_offer(chosen.premise) if chosen.premise else None,
        "service": service_offer(chosen.service) if chosen.service else None,
    }
    return {key: Kept(offers.get(key), values) for key, values in texts_of(payload).items()}
