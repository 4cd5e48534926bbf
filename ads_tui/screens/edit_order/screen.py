"""Edits the fields of an order in place of its card's information (ED-1, ED-2, ED-4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.drafts import LEAVING_S, DraftKeeper, keeper_of
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.reading import Failed
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleScreen
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.edit_order.drafts import KIND, kept_of, payload_of, version_of
from ads_tui.screens.edit_order.form import EditForm, Kept
from ads_tui.screens.new_order.fields import Field
from ads_tui.screens.new_order.finding import search_for
from ads_tui.screens.new_order.offers import Unregistered
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.new_order.typed import Chosen, chosen_of
from ads_tui.services.drafts import DraftView
from ads_tui.services.orders.callers import Caller
from ads_tui.services.orders.editable import Editable, editable_order
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class Beginning:
    """The order with what was typed before and not saved."""

    order: Editable
    draft: DraftView | None
    chosen: Chosen


class EditScreen(HoldsKeys, ConsoleScreen):
    """The fields of an order; calls `then` once they are saved."""

    SCOPE = "edit_order"
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    EditScreen #head {
        height: 1;
        padding: 0 1;
        text-style: bold;
    }
    EditScreen #draft {
        display: none;
        height: auto;
        padding: 0 1;
    }
    EditScreen #draft.-shown {
        display: block;
    }
    EditScreen #place {
        height: 1fr;
    }
    """

    def __init__(self, number: int, then: Callable[[], object]) -> None:
        super().__init__()
        self.number = number
        self.then = then
        self.version = 0
        self.draft_key = (KIND, str(number))

    def compose_body(self) -> ComposeResult:
        """The head, what is told of a draft, a place for the fields."""
        yield Static(content(_("Order {number}: editing").format(number=self.number)), id="head")
        yield Static(id="draft")
        yield Vertical(id="place")

    @property
    def form(self) -> EditForm:
        """The fields."""
        return self.query_one(EditForm)

    @property
    def keeper(self) -> DraftKeeper:
        """Keeps what is typed."""
        return keeper_of(self.host)

    # Beginning

    def on_mount(self) -> None:
        """Read the order and what was typed before; where nothing can be edited, say why and go."""
        number, offering = self.number, self.keeper.offering(*self.draft_key)

        def operation(reading: Reading) -> Beginning:
            order = editable_order(reading, number)
            draft = offering.find(reading)
            return Beginning(order, draft, chosen_of(reading, draft.payload) if draft else Chosen())

        self.read(operation, self._begin, group="begin", instead=self._give_up)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    def _begin(self, beginning: Beginning) -> None:
        self.call_next(self._fill, beginning)

    async def _fill(self, beginning: Beginning) -> None:
        form = EditForm(self.host.clock, beginning.order)
        await self.query_one("#place").mount(form)
        await form.show(beginning.order)
        self.version = beginning.order.version
        draft = beginning.draft
        if draft is not None:
            self.version = version_of(draft.payload, beginning.order)
            await form.restore(kept_of(draft.payload, beginning.chosen, beginning.order.region))
            keys = self.host.registry.keys("edit_order.clear")
            text = _("This is what you typed at {time} and did not save; {key} takes it back")
            when = hour(draft.updated_at.astimezone(self.host.local_now().tzinfo))
            self._tell_draft(text.format(time=when, key=keys[0].upper() if keys else ""))
        form.focus_field(form.fields[0])
        self.hold(False)

    def _tell_draft(self, text: str) -> None:
        line = self.query_one("#draft", Static)
        line.update(content(text))
        line.set_class(bool(text), "-shown")

    # What is typed

    def on_field_edited(self, event: Field.Edited) -> None:
        """Keep it."""
        event.stop()
        self.keep()

    def on_field_done(self, event: Field.Done) -> None:
        """Go on; Enter in the last field saves."""
        event.stop()
        shown = [field for field in self.form.fields if not field.has_class("-gone")]
        if event.field is shown[-1]:
            self.do_edit_order_save()
        else:
            self.form.step(event.field, 1)

    def on_field_left(self, event: Field.Left) -> None:
        """Go to the field before or behind."""
        event.stop()
        self.form.step(event.field, event.by)

    def keep(self) -> None:
        """Keep what differs from the order; nothing where nothing does."""
        changed = self.form.changed()
        if changed:
            self.keeper.keep(*self.draft_key, payload_of(changed, self.version))
        else:
            self.keeper.drop(*self.draft_key)

    # Searching

    def on_search_field_waiting(self, event: SearchField.Waiting) -> None:
        """Enter was pressed before the offers came, or has been dealt with."""
        event.stop()
        self.hold(event.waits)

    def on_search_field_wanted(self, event: SearchField.Wanted) -> None:
        """Search for what is typed."""
        event.stop()
        field, building = event.field, self.form.chosen.building
        search_for(self, field, event.text, building, lambda offer: _is_for(field, offer.thing))

    async def on_search_field_taken(self, event: SearchField.Taken) -> None:
        """Fill in what follows from it and go on."""
        event.stop()
        form, field, thing = self.form, event.field, event.offer.thing
        match field.key:
            case "client":
                # The place of the order is not the client's affair here.
                form.take_caller(Caller(thing.client) if isinstance(thing, Caller) else thing)
            case "building":
                form.take_place(thing, None)
            case "service":
                await form.ask_questions(thing)
        if event.goes_on:
            form.step(field, 1)
        self.keep()

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays and is kept again."""
        if self.query(EditForm):
            self.keep()

    def on_unmount(self, event: events.Unmount) -> None:
        """When the console ends, stay until what is typed is safe."""
        if self.host.session is not None:
            self.keeper.flush(LEAVING_S if self.app._exit else 0)

    # Actions

    def do_edit_order_save(self) -> None:
        """Save."""
        raise NotImplementedError

    def do_edit_order_clear(self) -> None:
        """Take back what was typed: the fields hold the order again."""
        if self.holding:
            return
        self.hold(True)
        self.call_next(self._take_back)

    async def _take_back(self) -> None:
        """Keys wait, since fields come and go with the service."""
        await self.fill_again(self.form.order, {})
        if self.focused is None:
            self.form.focus_field(self.form.fields[0])
        self.hold(False)

    async def fill_again(self, order: Editable, kept: dict[str, Kept]) -> None:
        """Show the order as it is now, with what is kept of what was typed."""
        form = self.form
        for field in form.fields:
            field.accept()
        await form.show(order)
        await form.restore(kept)
        self.version = order.version
        self._tell_draft("")
        self.keep()

    def do_edit_order_back(self) -> None:
        """Leave; what is typed is kept."""
        self.keeper.flush()
        self.dismiss(None)


def _is_for(field: SearchField, thing: Any) -> bool:
    """Whether something found can be taken here: a place is no client."""
    return field.key != "client" or isinstance(thing, Unregistered) or thing.client is not None


def edit_in_place(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let the fields of an order be edited and saved, then call `then`."""
    from ads_tui.screens.edit_order.saving import SavingScreen

    screen.app.push_screen(SavingScreen(number, then))
