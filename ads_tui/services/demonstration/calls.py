"""Who calls when, from where, and what about: the orders of a year as they come in."""

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.form_answers import Value, essence
from ads_tui.domain.forms import FormField
from ads_tui.services.demonstration.calendar import DAY, HOUR, Calendar
from ads_tui.services.demonstration.company import WAITING_PARTS, Staff
from ads_tui.services.demonstration.material import Material, ServicePlan
from ads_tui.services.demonstration.places import Flat, House, Ids, Resident, add_resident
from ads_tui.store.bulk import Row

T = TypeVar("T")

# By employees, and by residents themselves.
_CHANNELS = {"call_in": 78, "visit": 6, "email": 6, "messenger": 7, "internal": 3}
_OWN_CHANNELS = {"app": 80, "website": 14, "telegram": 6}
_RESIDENTS_SHARE = 0.27
_STRANGERS_SHARE = 0.07
_OPTIONAL_ANSWERED = 0.75

# Every open status is seen among the last orders, however few there are: each such order stays in its status. The
# newest ones nobody has taken yet.
_NEWEST = 2
_KEPT_OPEN = (
    "paused", "in_progress", "quality_control", "pending", "approval", "reopened", WAITING_PARTS, "clarification",
    "paused", "pending", "reopened", "paused", "approval", "in_progress", "quality_control", "clarification", "paused",
    WAITING_PARTS, "reopened", "in_progress",
)  # fmt: skip
_KEPT_EACH = 4


class Picker(Generic[T]):
    """Picks one of the items, each as often as its weight says."""

    def __init__(self, weights: Mapping[T, float] | Sequence[tuple[T, float]]) -> None:
        pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
        self._items = [item for item, _weight in pairs]
        self._sums = list(accumulate(weight for _item, weight in pairs))

    def pick(self, chance: random.Random) -> T:
        """One of the items."""
        return self._items[bisect(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True, slots=True)
class Call:
    """An order as it is registered at `at` (seconds since 1970).

    `creator` is an employee's id, None where the resident did it himself. `keep_in` is a status that the order is to
    stay in.
    """

    number: int
    at: int
    plan: ServicePlan
    house: House
    flat: Flat | None
    client: Resident | None
    channel: str
    creator: int | None
    priority: int
    answers: dict[str, Value]
    essence: str
    visit: tuple[int, int] | None
    keep_in: str | None


class Calls:
    """The calls of the year, one after another; rows of clients who are written down with a call gather in `rows`."""

    def __init__(
        self,
        material: Material,
        staff: Staff,
        houses: Sequence[House],
        ids: Ids,
        calendar: Calendar,
        *,
        total: int,
        region: str,
        chance: random.Random,
    ) -> None:
        self._material, self._staff, self._ids, self._calendar = material, staff, ids, calendar
        self._total, self._region, self._chance = total, region, chance
        self._houses = Picker([(house, len(house.flats)) for house in houses])
        self._houses_with_lifts = Picker([(house, len(house.flats)) for house in houses if house.lifts])
        self._plans: dict[tuple[int, int], Picker[ServicePlan]] = {}
        self._channels, self._own_channels = Picker(_CHANNELS), Picker(_OWN_CHANNELS)
        self._narrow = [
            staff.ids[employee["login"]] for employee in material.company["employee"] if "buildings" in employee
        ]
        self.rows: dict[str, list[Row]] = {"clients": [], "client_contacts": []}

    def call(self, number: int) -> Call:
        """The order with this number; numbers are asked for one after another, from 1 on."""
        chance = self._chance
        at = self._calendar.moment((number - 1 + chance.random()) / self._total)
        keep_in = self._kept_open(number)
        plan = self._plan(at, keep_in)
        house = (self._houses_with_lifts if plan.lifts else self._houses).pick(chance)
        flat = house.flats[int(chance.random() * len(house.flats))]
        client = flat.residents[int(chance.random() * len(flat.residents))] if flat.residents else None
        communal = chance.random() < plan.communal
        by_himself = client is not None and not plan.appointment and chance.random() < _RESIDENTS_SHARE
        if not by_himself and not communal and (client is None or chance.random() < _STRANGERS_SHARE):
            client = self._stranger()
        elif communal and not by_himself and chance.random() < 0.4:
            client = None
        answers = {
            field.key: self._answer(field, plan, house, at, client)
            for field in plan.form.fields
            if field.required or chance.random() < _OPTIONAL_ANSWERED
        }
        return Call(
            number=number,
            at=at,
            plan=plan,
            house=house,
            flat=None if communal else flat,
            client=client,
            channel=(self._own_channels if by_himself else self._channels).pick(chance),
            creator=None if by_himself else self.dispatcher(at, house),
            priority=self._priority(plan),
            answers=answers,
            essence=essence(plan.form, answers, self._region),
            visit=self._visit(at) if plan.appointment else None,
            keep_in=keep_in,
        )

    def dispatcher(self, at: int, house: House) -> int:
        """Who of the dispatchers is at work: shifts change at 8 and 20; the house's own one has the days."""
        local = self._calendar.local(at)
        if house.narrow and 8 <= local % DAY // HOUR < 20 and self._chance.random() < 0.6:
            return self._narrow[0]
        shift = self._staff.crews[house.crew].shift
        return shift[(local - 8 * HOUR) // (12 * HOUR) % len(shift)]

    def _kept_open(self, number: int) -> str | None:
        if self._total - number < _NEWEST:
            return "pending"
        place, rest = divmod(self._total - number, _KEPT_EACH)
        return _KEPT_OPEN[place] if rest == _KEPT_EACH - 1 and place < len(_KEPT_OPEN) else None

    def _plan(self, at: int, keep_in: str | None) -> ServicePlan:
        """What the call is about: by the month and the hour, or what can stay in the status wanted."""
        services = self._material.services
        if keep_in in ("approval", "clarification"):
            return self._one_of([plan for plan in services if plan.approval])
        if keep_in == "quality_control":
            return self._one_of([plan for plan in services if plan.quality_control and not plan.approval])
        if keep_in is not None:
            return self._one_of([plan for plan in services if not plan.approval and not plan.appointment])
        month, hour = key = self._calendar.key(at)
        if key not in self._plans:
            months, hours = self._material.arrival["months"], self._material.arrival["hours"]
            self._plans[key] = Picker(
                [(plan, plan.weight * months[plan.months][month - 1] * hours[plan.hours][hour]) for plan in services]
            )
        return self._plans[key].pick(self._chance)

    def _one_of(self, plans: Sequence[ServicePlan]) -> ServicePlan:
        return plans[int(self._chance.random() * len(plans))]

    def _visit(self, at: int) -> tuple[int, int]:
        """Two hours of one of the next days."""
        day = self._calendar.day(at + int(1 + self._chance.random() * 5) * DAY)
        start = self._calendar.clock(day, 9 + int(self._chance.random() * 9))
        return start, start + 2 * HOUR

    def _stranger(self) -> Resident:
        """One who is not registered: written down with the call (CR-4)."""
        return add_resident(self._ids, self.rows, self._material, self._chance, registered=False)

    def _priority(self, plan: ServicePlan) -> int:
        usual = PRIORITIES.index(plan.priority)
        luck = self._chance.random()
        if luck < 0.06:
            return max(usual - 1, 0)
        return min(usual + 1, len(PRIORITIES) - 1) if luck > 0.97 else usual

    def _answer(self, field: FormField, plan: ServicePlan, house: House, at: int, client: Resident | None) -> Value:
        chance = self._chance
        luck = chance.random()
        match field.kind:
            case "choice":
                return field.choices[int(luck * len(field.choices))].value
            case "choices":
                first = int(luck * len(field.choices))
                last = first + (2 if chance.random() < 0.3 else 1)
                return [choice.value for choice in field.choices[first:last]]
            case "number" if field.key in ("entrance", "floor"):
                return 1 + int(luck * (house.entrances if field.key == "entrance" else house.floors))
            case "number":
                lowest, highest = int(field.lowest or 0), int(field.highest or 100)
                # Small numbers are the usual ones: floors, pieces, people.
                return lowest + int(luck * luck * (highest - lowest + 1))
            case "bool":
                return luck < 0.3
            case "date":
                return self._calendar.day(at - int(luck * 6) * DAY).isoformat()
            case "phone":
                return client.phone if client else self._staff_phone()
            case "text":
                return plan.said[int(luck * len(plan.said))]

    def _staff_phone(self) -> str:
        return str(self._material.names["staff_phone"]).replace("#", "0")
