"""Registers a new order, beginning with whoever calls (CR-1 … CR-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ads_tui.console.glyphs import glyph
from ads_tui.console.header import hour
from ads_tui.console.live import Changed
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.fields import Field
from ads_tui.screens.new_order.finding import search_for
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.new_order.sending import SendingScreen
from ads_tui.screens.new_order.typed import Chosen, Typed, chosen_of, texts_of
from ads_tui.screens.new_order.whose import whose_draft, whose_thing
from ads_tui.services.drafts import DraftView
from ads_tui.services.orders.callers import Caller, caller_of_order
from ads_tui.services.orders.deciding import decide
from ads_tui.services.orders.similar import SimilarOrder, similar_orders

if TYPE_CHECKING:
    from ads_tui.store.work import Reading

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form is opened with: a draft and what it had taken, or the client of another order."""

    draft: DraftView | None
    chosen: Chosen
    caller: Caller
    region: str = ""
    zone: ZoneInfo | None = None


class NewOrderScreen(SendingScreen):
    """The form; saved, it makes way for the card of the order, whose `step` walks the list beneath."""

    def on_search_field_waiting(self, event: SearchField.Waiting) -> None:
        """Enter was pressed before the offers came, or has been dealt with."""
        event.stop()
        # While something is asked, keys wait for that.
        self.hold(event.waits or self.asks)

    # Beginning

    def on_mount(self) -> None:
        """Fill in what was typed before, or the client of the order that it was opened from."""
        offering, order = self.keeper.offering(*self.draft_key), self.order

        def operation(reading: "Reading") -> Beginning:
            draft = offering.find(reading)
            return Beginning(
                draft,
                chosen_of(reading, draft.payload) if draft else Chosen(),
                caller_of_order(reading, order) if order is not None and draft is None else Caller(),
                reading.settings.region,
                reading.settings.zone,
            )

        def begin_alone(error: AdsError) -> None:
            if error.code != "unreachable":
                self.refuse(error)
            self._begin(Beginning(offering.alone(), Chosen(), Caller()))

        self.read(operation, self._begin, group="begin", instead=begin_alone)

    def _begin(self, beginning: Beginning) -> None:
        self.call_next(self._fill, beginning)

    async def _fill(self, beginning: Beginning) -> None:
        self.form.phone_region = beginning.region
        self.form.zone = beginning.zone or self.form.zone
        self.empty = self.form.typed.payload()
        draft = beginning.draft
        if draft is not None:
            await self.form.fill(Typed(beginning.chosen, texts_of(draft.payload)))
            self.before = whose_draft(draft.payload, self.form.typed)
            zone = self.host.local_now().tzinfo
            keys = self.host.registry.keys("new_order.clear")
            text = _("This is what you typed at {time} and did not save; {key} clears it")
            told = text.format(time=hour(draft.updated_at.astimezone(zone)), key=keys[0].upper() if keys else "")
            self.tell("#draft", told)
            # Whoever calls next is not typed into the place of whoever called before.
            self.form.begin_again()
        elif beginning.caller != Caller():
            self.form.take_caller(beginning.caller)
            self.empty = self.form.typed.payload()
            self.form.go_on(self.form.search("client"))
        self.look_around()
        self.hold(False)

    # What is typed

    def on_field_edited(self, event: Field.Edited) -> None:
        """Keep it; questions go with a service that is given up."""
        event.stop()
        self.keep()
        if event.field.key in ("building", "premise", "service"):
            self.look_around()

    def on_field_done(self, event: Field.Done) -> None:
        """Go on."""
        event.stop()
        self.form.go_on(event.field)

    def on_field_left(self, event: Field.Left) -> None:
        """Go to the field before or behind."""
        event.stop()
        self.form.step(event.field, event.by)

    # Searching

    def on_search_field_wanted(self, event: SearchField.Wanted) -> None:
        """Search for what is typed."""
        event.stop()
        field, text, building = event.field, event.text, self.form.chosen.building
        if field.key == "premise" and building is None:
            field.failed()
            field.hint(_("Choose the building first"))
            return
        search_for(self, field, text, building)

    async def on_search_field_taken(self, event: SearchField.Taken) -> None:
        """Fill in what follows from it and go on, once it is known whose call it is."""
        event.stop()
        if event.field.key == "client":
            now = whose_thing(event.offer.thing, self.form.chosen)
            another = partial(self._take_anew, event, self.place)
            if self.asks_whose(now, partial(self._take, event, corrects=True), another):
                return
        await self._take(event)

    async def _take_anew(self, event: SearchField.Taken, place: str) -> None:
        await self._take(event)
        if not event.goes_on:
            self.form.return_to(place)

    async def _take(self, event: SearchField.Taken, *, corrects: bool = False) -> None:
        """Whoever `corrects` the caller keeps the address that stands here."""
        form, field, thing = self.form, event.field, event.offer.thing
        if corrects and form.chosen.building is not None and isinstance(thing, Caller) and thing.client is not None:
            thing = Caller(thing.client)
        behind: Field | None = field
        match field.key:
            case "client":
                behind = form.field(form.take_caller(thing))
            case "building":
                form.take_place(thing, None)
            case "service":
                await form.ask_questions(thing)
        if behind is not None and event.goes_on:
            form.go_on(behind)
        self.keep()
        self.look_around()

    # What is known of such orders: what the service decides (CR-7), those open already (CR-9)

    def look_around(self) -> None:
        """Read anew what the service decides and which open orders are like this one."""
        chosen = self.form.chosen
        service, building, premise = chosen.service, chosen.building, chosen.premise
        if service is None:
            self.form.tell_decision(None)
        else:
            place = (service.id, building.id if building else None)
            self.read(lambda reading: decide(reading, *place), self.form.tell_decision, group="decision")
        if service is None or building is None:
            self._tell_similar(())
            return
        ids = (service.id, building.id, premise.id if premise else None)
        self.read(lambda reading: similar_orders(reading, *ids), self._tell_similar, group="similar")

    def _tell_similar(self, orders: Sequence[SimilarOrder]) -> None:
        self.similar = orders
        named = [
            f"{glyph('number')} {order.number} {_(order.status)} {order.essence}".rstrip()
            for order in orders[:_MOST_TOLD]
        ]
        more = [f"+{len(orders) - _MOST_TOLD}"] if len(orders) > _MOST_TOLD else []
        text = _("Open already on this place and service: {orders}").format(orders="; ".join([*named, *more]))
        self.tell("#similar", f"{glyph('warning')} {text}" if orders else "")
        self.refresh_actions()

    def on_changed(self, event: Changed) -> None:
        """Others have registered or closed orders."""
        event.stop()
        if event.touches("order") and not self.holding:
            self.look_around()
