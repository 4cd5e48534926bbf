"""What stands in the form: as a draft, as a new order, as the text of a comment (CR-9, CR-10, decision 14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ads_tui.screens.new_order.offers import is_phone
from ads_tui.services.orders.callers import Caller, ClientChoice, client_of_code
from ads_tui.services.orders.choosing import (
    BuildingChoice,
    PremiseChoice,
    ServiceChoice,
    building_of_code,
    premise_of_number,
    service_of_code,
)
from ads_tui.services.orders.creating import NewOrder
from ads_tui.store.work import Reading

KIND = "new_order"
FORM = "form."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The things that were taken by searching."""

    client: ClientChoice | None = None
    building: BuildingChoice | None = None
    premise: PremiseChoice | None = None
    service: ServiceChoice | None = None

    @property
    def caller(self) -> Caller:
        """Client and place."""
        return Caller(self.client, self.building, self.premise)


@dataclass(frozen=True, slots=True)
class Typed:
    """All that stands in the form: what was taken, and the texts of all fields by key."""

    chosen: Chosen = Chosen()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """The draft; a thing is named by its code, and its name stands among the texts should it be gone."""
        chosen = self.chosen
        taken = {
            "client": chosen.client.code if chosen.client else None,
            "building": chosen.building.code if chosen.building else None,
            "premise": chosen.premise.name if chosen.premise else None,
            "service": chosen.service.code if chosen.service else None,
        }
        return {
            "taken": {name: code for name, code in taken.items() if code},
            "texts": {key: list(texts) for key, texts in self.texts.items() if texts},
        }

    def new_order(self) -> NewOrder:
        """What is to be registered; what was typed and not taken is handed on as it is, and refused if need be."""
        chosen = self.chosen
        searched = self._text("client")
        phone = self._text("client_phone")
        client = chosen.client.code if chosen.client else searched
        if client is not None and chosen.client is None and is_phone(client):
            client, phone = None, client
        return NewOrder(
            service=chosen.service.code if chosen.service else self._text("service") or "",
            building=chosen.building.code if chosen.building else self._text("building") or "",
            premise=chosen.premise.name if chosen.premise else self._text("premise"),
            client=client,
            client_name=self._text("client_name"),
            client_phone=phone,
            client_email=self._text("client_email"),
            channel=self._text("channel") or "",
            form={key.removeprefix(FORM): texts for key, texts in self.texts.items() if key.startswith(FORM) and texts},
            priority=self._text("priority") or "",
            due=self._text("due"),
            visit=self._text("visit"),
        )

    def _text(self, key: str) -> str | None:
        return next(iter(self.texts.get(key, ())), None)


def texts_of(payload: Mapping[str, Any]) -> dict[str, list[str]]:
    """The texts of a draft; nothing where they are not what we write."""
    found = payload.get("texts")
    if not isinstance(found, Mapping):
        return {}
    return {str(key): [str(text) for text in texts] for key, texts in found.items() if isinstance(texts, list)}


def chosen_of(reading: Reading, payload: Mapping[str, Any]) -> Chosen:
    """What a draft had taken, as far as it is still there and within reach."""
    taken = payload.get("taken")
    codes = {name: str(code) for name, code in taken.items()} if isinstance(taken, Mapping) else {}
    building = building_of_code(reading, codes["building"]) if "building" in codes else None
    return Chosen(
        client=client_of_code(reading, codes["client"]) if "client" in codes else None,
        building=building,
        premise=premise_of_number(reading, building.id, codes["premise"]) if building and "premise" in codes else None,
        service=service_of_code(reading, codes["service"]) if "service" in codes else None,
    )


def as_comment(lines: Iterable[tuple[str, str]]) -> str:
    """Captions with what was typed, one to a line."""
    return "\n".join(f"{caption}: {text}" for caption, text in lines if text.strip())
