"""Registers a new order, beginning with whoever calls (CR-1 … CR-10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.drafts import LEAVING_S, DraftKeeper, keeper_of
from ads_tui.console.glyphs import glyph
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.layouts import other_readings
from ads_tui.console.live import Changed
from ads_tui.console.reading import Failed
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.new_order import NEW_ORDER, NewOrderContext
from ads_tui.console.screen import ConsoleScreen
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.fields import Field
from ads_tui.screens.new_order.form import NewOrderForm
from ads_tui.screens.new_order.offers import (
    building_offer,
    caller_offer,
    new_client_offer,
    premise_offer,
    service_offer,
)
from ads_tui.screens.new_order.searching import Offer, SearchField
from ads_tui.screens.new_order.typed import KIND, Chosen, Typed, chosen_of, texts_of
from ads_tui.services.drafts import DraftView, drop_draft, find_draft
from ads_tui.services.orders.callers import Caller, caller_of_order, choose_callers
from ads_tui.services.orders.choosing import choose_buildings, choose_premises, choose_services
from ads_tui.services.orders.creating import create_order
from ads_tui.services.orders.similar import SimilarOrder, hand_over, similar_orders

if TYPE_CHECKING:
    from ads_tui.store.work import Reading, Store, Work

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form is opened with: a draft and what it had taken, or the client of another order."""

    draft: DraftView | None
    chosen: Chosen
    caller: Caller
    region: str


class NewOrderScreen(HoldsKeys, ConsoleScreen):
    """The form; saved, it makes way for the card of the order, whose `step` walks the list beneath."""

    SCOPE = NEW_ORDER
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    NewOrderScreen .told {
        display: none;
        height: auto;
        padding: 0 1;
    }
    NewOrderScreen .told.-shown {
        display: block;
    }
    NewOrderScreen #similar {
        color: $warning;
    }
    """

    def __init__(self, step: Callable[[int], int | None], order: int | None = None) -> None:
        """`order` is one whose client and place the new one begins with."""
        super().__init__()
        self._step = step
        self._order = order
        self._draft_key = (KIND, "" if order is None else str(order))
        self._region = ""
        self._empty: dict[str, object] = {}
        self._similar: Sequence[SimilarOrder] = ()

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, the fields, what is told of other orders."""
        yield Static(id="draft", classes="told")
        yield NewOrderForm()
        yield Static(id="similar", classes="told")

    @property
    def form(self) -> NewOrderForm:
        """The fields."""
        return self.query_one(NewOrderForm)

    @property
    def keeper(self) -> DraftKeeper:
        """Keeps what is typed."""
        return keeper_of(self.host)

    def context(self) -> NewOrderContext:
        """How many open orders are like this one."""
        return NewOrderContext(self.host.actor, len(self._similar))

    def on_search_field_waiting(self, event: SearchField.Waiting) -> None:
        """Enter was pressed before the offers came, or has been dealt with."""
        event.stop()
        self.hold(event.waits)

    # Beginning

    def on_mount(self) -> None:
        """Fill in what was typed before, or the client of the order that it was opened from."""
        keeper, key, order = self.keeper, self._draft_key, self._order

        def operation(reading: "Reading") -> Beginning:
            draft = keeper.newest(*key, find_draft(reading, *key))
            return Beginning(
                draft,
                chosen_of(reading, draft.payload) if draft else Chosen(),
                caller_of_order(reading, order) if order is not None and draft is None else Caller(),
                reading.settings.region,
            )

        self.read(operation, self._begin, group="begin", instead=self._begin_alone)

    def _begin_alone(self, error: AdsError) -> None:
        """Without the database: what is kept here."""
        if error.code != "unreachable":
            self.refuse(error)
        self._begin(Beginning(self.keeper.newest(*self._draft_key, None), Chosen(), Caller(), ""))

    def _begin(self, beginning: Beginning) -> None:
        self.call_next(self._fill, beginning)

    async def _fill(self, beginning: Beginning) -> None:
        self._region = beginning.region
        self._empty = self.form.typed.payload()
        draft = beginning.draft
        if draft is not None:
            await self.form.fill(Typed(beginning.chosen, texts_of(draft.payload)), self._region)
            zone = self.host.local_now().tzinfo
            keys = self.host.registry.keys("new_order.clear")
            text = _("This is what you typed at {time} and did not save; {key} clears it")
            told = text.format(time=hour(draft.updated_at.astimezone(zone)), key=keys[0].upper() if keys else "")
            self._tell("#draft", told)
        elif beginning.caller != Caller():
            self.form.take_caller(beginning.caller, self._region)
            self._empty = self.form.typed.payload()
        first = self.form.search("client")
        if first.values:
            self.form.go_on(first)
        self._look_for_similar()
        self.hold(False)

    # What is typed

    def on_field_edited(self, event: Field.Edited) -> None:
        """Keep it; questions go with a service that is given up."""
        event.stop()
        self._keep()
        if event.field.key in ("building", "premise", "service"):
            self._look_for_similar()

    def on_field_done(self, event: Field.Done) -> None:
        """Go on."""
        event.stop()
        self.form.go_on(event.field)

    def on_field_left(self, event: Field.Left) -> None:
        """Go to the field before or behind."""
        event.stop()
        self.form.step(event.field, event.by)

    def _keep(self) -> None:
        payload = self.form.typed.payload()
        if payload == self._empty:
            self.keeper.drop(*self._draft_key)
        else:
            self.keeper.keep(*self._draft_key, payload)

    # Searching

    def on_search_field_wanted(self, event: SearchField.Wanted) -> None:
        """Search for what is typed; nothing found is read as typed under the other layout."""
        event.stop()
        field, text, building = event.field, event.text, self.form.chosen.building

        def offers(reading: "Reading", reading_of_text: str) -> list[Offer]:
            match field.key:
                case "client":
                    region = reading.settings.region
                    return [caller_offer(caller, region) for caller in choose_callers(reading, reading_of_text)]
                case "building":
                    return [building_offer(found) for found in choose_buildings(reading, reading_of_text)]
                case "premise" if building is not None:
                    return [premise_offer(found) for found in choose_premises(reading, building.id, reading_of_text)]
                case "service":
                    return [service_offer(found) for found in choose_services(reading, reading_of_text)]
            return []

        def operation(reading: "Reading") -> list[Offer]:
            found = (offers(reading, each) for each in (text, *other_readings(text)))
            return next((some for some in found if some), [])

        def show(found: list[Offer]) -> None:
            others = [new_client_offer(text)] if field.key == "client" else []
            field.offer(text, [*found, *others])
            field.call_after_refresh(field.scroll_visible, animate=False)

        self.read(operation, show, group=f"search-{field.key}", instead=partial(self._not_found, field))

    def _not_found(self, field: SearchField, error: AdsError) -> None:
        field.failed()
        if error.code != "unreachable":
            field.refuse(error.message)

    async def on_search_field_taken(self, event: SearchField.Taken) -> None:
        """Fill in what follows from it and go on."""
        event.stop()
        form, field, thing = self.form, event.field, event.offer.thing
        behind: Field | None = field
        match field.key:
            case "client":
                behind = form.field(form.take_caller(thing, self._region))
            case "building":
                form.take_place(thing, None)
            case "service":
                await form.ask_questions(thing)
        if behind is not None:
            form.go_on(behind)
        self._keep()
        self._look_for_similar()

    # Open orders like this one (CR-9)

    def _look_for_similar(self) -> None:
        chosen = self.form.chosen
        service, building, premise = chosen.service, chosen.building, chosen.premise
        if service is None or building is None:
            self._tell_similar(())
            return
        ids = (service.id, building.id, premise.id if premise else None)
        self.read(lambda reading: similar_orders(reading, *ids), self._tell_similar, group="similar")

    def _tell_similar(self, orders: Sequence[SimilarOrder]) -> None:
        self._similar = orders
        named = [
            f"{glyph('number')} {order.number} {_(order.status)} {order.essence}".rstrip()
            for order in orders[:_MOST_TOLD]
        ]
        more = [f"+{len(orders) - _MOST_TOLD}"] if len(orders) > _MOST_TOLD else []
        text = _("Open already on this place and service: {orders}").format(orders="; ".join([*named, *more]))
        self._tell("#similar", text if orders else "")
        self.refresh_actions()

    def on_changed(self, event: Changed) -> None:
        """Others have registered or closed orders."""
        event.stop()
        if event.touches("order") and not self.holding:
            self._look_for_similar()

    def _tell(self, place: str, text: str) -> None:
        line = self.query_one(place, Static)
        line.update(content(text))
        line.set_class(bool(text), "-shown")

    # Actions

    def do_new_order_save(self) -> None:
        """Register it; its draft goes in the same transaction."""
        if self.holding:
            return
        new, keeper, key = self.form.typed.new_order(), self.keeper, self._draft_key
        for field in self.form.fields:
            field.accept()

        def operation(work: "Work") -> int:
            number = create_order(work, new)
            drop_draft(work, *key)
            return number

        self._send(lambda store: store.perform(self.host.signed_in, operation), self._open, keeper)

    def _send(self, call: "Callable[[Store], int]", then: Callable[[int], None], keeper: DraftKeeper) -> None:
        """Do it once no draft can be written behind it; refused, the draft is kept again."""
        self.hold(True)
        key = self._draft_key

        def settled(store: "Store") -> int:
            keeper.settle(*key)
            return call(store)

        self.ask(settled, then, group="write", instead=self._refused)

    def _refused(self, error: AdsError) -> None:
        self._keep()
        self.refuse(error)
        self.hold(False)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal at its field, and go there."""
        field = self.form.field(error.field or "")
        if field is None:
            super().refuse(error)
            return
        field.refuse(error.message)
        self.form.focus_field(field)
        field.call_after_refresh(field.scroll_visible, animate=False)

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays and is kept again."""
        self._keep()
        self.hold(False)

    def _open(self, number: int, *, commenting: bool = False) -> None:
        from ads_tui.screens.card.screen import CardScreen

        app, card = self.app, CardScreen(number, self._step)
        self.dismiss(None)
        app.push_screen(card)
        if commenting:
            card.call_later(card.do_card_comment)

    def do_new_order_similar(self) -> None:
        """Open the order that is there already, the one of several that is chosen."""
        if len(self._similar) == 1:
            self._hand_over(str(self._similar[0].number))
            return
        choices = [
            Choice(str(order.number), f"{glyph('number')} {order.number}", f"{_(order.status)} {order.essence}")
            for order in self._similar
        ]
        self.app.push_screen(ChoiceDialog(_("Open orders on this place and service"), choices), self._hand_over)

    def _hand_over(self, chosen: str | None) -> None:
        if chosen is None:
            return
        number, text, key = int(chosen), self.form.comment(), self._draft_key

        def operation(work: "Work") -> int:
            hand_over(work, number, text, key)
            return number

        then = partial(self._open, commenting=True)
        self._send(lambda store: store.perform(self.host.signed_in, operation), then, self.keeper)

    def do_new_order_clear(self) -> None:
        """Empty the form, asking first where something is typed."""
        if self.form.typed.payload() == self._empty:
            self.call_next(self._clear, True)
        else:
            question = _("What is typed here will be thrown away.")
            self.app.push_screen(ConfirmDialog(_("Clear the form?"), question), self._clear)

    async def _clear(self, wanted: bool | None) -> None:
        if wanted:
            await self.form.clear()
            self._empty = self.form.typed.payload()
            self.keeper.drop(*self._draft_key)
            self._tell("#draft", "")
            self._look_for_similar()

    def do_new_order_back(self) -> None:
        """Leave; what is typed is kept."""
        self.keeper.flush()
        self.dismiss(None)

    def on_unmount(self, event: events.Unmount) -> None:
        """When the console ends, stay until what is typed is safe."""
        if self.host.session is not None:
            self.keeper.flush(LEAVING_S if self.app._exit else 0)
