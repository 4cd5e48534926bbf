"""The screen of the form as a whole: fields, the popup beside, what is told above and below, the draft."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from ads_tui.console.drafts import LEAVING_S, DraftKeeper, keeper_of
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.new_order import NEW_ORDER, NewOrderContext
from ads_tui.console.screen import ConsoleScreen
from ads_tui.screens.new_order.form import NewOrderForm
from ads_tui.screens.new_order.information import InformationPopup
from ads_tui.screens.new_order.offered import Information
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.new_order.typed import KIND
from ads_tui.screens.new_order.whose import CALLER, Whose

if TYPE_CHECKING:
    from ads_tui.services.orders.similar import SimilarOrder


class FormScreen(HoldsKeys, ConsoleScreen):
    """What the form of a new order stands on."""

    SCOPE = NEW_ORDER
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    FormScreen .told {
        display: none;
        height: auto;
        padding: 0 1;
    }
    FormScreen .told.-shown {
        display: block;
    }
    FormScreen #similar {
        color: $warning;
    }
    FormScreen > .body > .work {
        height: 1fr;
        layout: vertical;
    }
    FormScreen.-wide > .body > .work, FormScreen.-very-wide > .body > .work {
        layout: horizontal;
    }
    """

    def __init__(self, step: Callable[[int, int], int | None], order: int | None = None) -> None:
        """`order` is one whose client and place the new one begins with."""
        super().__init__()
        self.step = step
        self.order = order
        self.draft_key = (KIND, "" if order is None else str(order))
        self.empty: dict[str, Any] = {}
        self.similar: Sequence[SimilarOrder] = ()
        # Whose call the draft was that was taken up again, until it is asked whether another calls now.
        self.before: Whose | None = None

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, the fields with the popup, what is told of other orders."""
        yield Static(id="draft", classes="told")
        with Container(classes="work"):
            yield NewOrderForm(self.host.clock)
            yield InformationPopup()
        yield Static(id="similar", classes="told")

    @property
    def form(self) -> NewOrderForm:
        """The fields."""
        return self.query_one(NewOrderForm)

    @property
    def popup(self) -> InformationPopup:
        """What is told of the thing in the present field."""
        return self.query_one(InformationPopup)

    @property
    def keeper(self) -> DraftKeeper:
        """Keeps what is typed."""
        return keeper_of(self.host)

    def context(self) -> NewOrderContext:
        """How many open orders are like this one, and whether there is anything to tell of."""
        told = self.is_mounted and (self.popup.information or self.form.nearest) is not None
        return NewOrderContext(self.host.actor, len(self.similar), told)

    # The draft (CR-10)

    def keep(self) -> None:
        """Keep what is typed; what is as it was at first need not be kept."""
        payload = self.form.typed.payload()
        if payload == self.empty:
            self.keeper.drop(*self.draft_key)
        else:
            before = {CALLER: self.before.payload()} if self.before is not None else {}
            self.keeper.keep(*self.draft_key, payload | before)

    def on_unmount(self, event: events.Unmount) -> None:
        """When the console ends, stay until what is typed is safe."""
        if self.host.session is not None:
            self.keeper.flush(LEAVING_S if self.app._exit else 0)

    # The popup (CR-5)

    def on_search_field_told(self, event: SearchField.Told) -> None:
        """Tell of what stands under the bar or was taken."""
        event.stop()
        if event.field.line.has_focus:
            self._tell_of(event.information)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A field that chooses no thing has nothing to tell of."""
        here = self.form.field_of(event.widget)
        if here is not None and not isinstance(here, SearchField):
            self._tell_of(None)

    def _tell_of(self, information: Information | None) -> None:
        keys = self.host.registry.keys("new_order.information")
        self.popup.tell(information, keys[0] if keys else "")
        self.refresh_actions()

    def do_new_order_information(self) -> None:
        """Go to the popup, which tells of the thing nearest above where it told of none; from there, open the card."""
        if self.popup.information is None:
            self._tell_of(self.form.nearest)
        if self.popup.has_focus and self.popup.information is not None:
            self.popup.post_message(InformationPopup.Opened(self.popup.information))
        else:
            self.popup.focus()

    def on_information_popup_opened(self, event: InformationPopup.Opened) -> None:
        """Open the card; back from it, the keys are in the field."""
        from ads_tui.screens.thing_card.screen import open_thing

        event.stop()
        self._leave_popup()
        open_thing(self, event.information.kind, event.information.key)

    def on_information_popup_closed(self, event: InformationPopup.Closed) -> None:
        """Go back to the field."""
        event.stop()
        self._leave_popup()

    def _leave_popup(self) -> None:
        last = self.form.last
        self.form.focus_field(last if last is not None and last.is_attached else self.form.search("client"))

    # What is told

    def tell(self, place: str, text: str) -> None:
        """Tell something above or below the fields, nothing for nothing."""
        line = self.query_one(place, Static)
        line.update(content(text))
        line.set_class(bool(text), "-shown")
