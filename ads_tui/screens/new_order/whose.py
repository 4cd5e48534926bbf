"""Who calls, as far as it tells one call from another (CR-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from ads_tui.domain.phones import search_prefixes, show_phone
from ads_tui.domain.text import words
from ads_tui.screens.new_order.offers import Unregistered, address, is_phone
from ads_tui.screens.new_order.typed import Chosen, Typed
from ads_tui.services.orders.callers import Caller, ClientChoice

# Under this a draft names whose call it was when it was taken up again.
CALLER = "caller"


@dataclass(frozen=True, slots=True)
class Whose:
    """A known client by code, anybody by name or phone; the name may be an address, both may be typed in part."""

    code: str = ""
    name: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.name or self.phone)

    def is_same(self, now: "Whose", region: str) -> bool:
        """Whether this one, a part of whose name or phone may have been typed, is on the line now."""
        if self.code and now.code:
            return self.code == now.code
        if self.phone and now.phone:
            pairs = product(search_prefixes(self.phone, region), search_prefixes(now.phone, region))
            return any(mine.startswith(his) or his.startswith(mine) for mine, his in pairs)
        mine, his = words(self.name), words(now.name)
        return bool(mine) and all(any(word.startswith(begun) for word in his) for begun in mine)

    def told(self, region: str) -> str:
        """For people."""
        return ", ".join(part for part in (self.name, show_phone(self.phone, region)) if part)

    def payload(self) -> dict[str, str]:
        """For the draft."""
        return {"code": self.code, "name": self.name, "phone": self.phone}


def whose_typed(typed: Typed) -> Whose:
    """Whose call stands in the form; a phone or a name in the client's field that was not taken counts too."""
    if typed.chosen.client is not None:
        return _whose_client(typed.chosen.client)
    searched, name, phone = (
        next(iter(typed.texts.get(key, ())), "") for key in ("client", "client_name", "client_phone")
    )
    if is_phone(searched):
        return Whose(phone=searched)
    return Whose(name=name or searched, phone=phone)


def whose_thing(thing: Caller | Unregistered, chosen: Chosen) -> Whose:
    """Whose call it is by what was taken in the client's field; nobody's for the place that is chosen already."""
    if isinstance(thing, Unregistered):
        return Whose(name=thing.name, phone=thing.phone)
    if thing.client is not None:
        return _whose_client(thing.client)
    stays = thing.building == chosen.building and thing.premise in (None, chosen.premise)
    return Whose() if stays else Whose(name=address(thing))


def whose_draft(payload: Mapping[str, Any], typed: Typed) -> Whose | None:
    """Whose call a draft is, None where it has no caller: he of an earlier opening goes before what stands there."""
    before = payload.get(CALLER)
    if isinstance(before, Mapping):
        found = Whose(*(str(before.get(key, "")) for key in ("code", "name", "phone")))
    else:
        found = whose_typed(typed)
    return found or None


def _whose_client(client: ClientChoice) -> Whose:
    return Whose(client.code or "", client.name, client.phone)
