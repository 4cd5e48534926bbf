"""The card of an order: what it is, its comments, what its client and its building have had, its history (CD-1)."""

from collections.abc import Callable
from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from ads_tui.console.actions import Action
from ads_tui.console.glyphs import glyph
from ads_tui.console.live import Changed
from ads_tui.console.scopes.card import CARD, CardContext
from ads_tui.domain.statuses import is_open
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.card.clock_acts import CardClocks
from ads_tui.screens.card.comments_tab import comment_lines, read_comments
from ads_tui.screens.card.head import TABS, CardHead, CardTabs
from ads_tui.screens.card.history_tab import history_lines
from ads_tui.screens.card.lists import CardLists
from ads_tui.screens.card.main_pane import MainPane
from ads_tui.screens.card.main_tab import named_people
from ads_tui.screens.person_popup import show_people, show_person
from ads_tui.services.orders.card_details import CardDetails, card_details
from ads_tui.services.orders.client_activity import Activity
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.thing_orders import count_building_orders
from ads_tui.services.orders.told_history import told_history
from ads_tui.services.orders.viewing import open_order
from ads_tui.services.sla.explaining import Why
from ads_tui.store.work import Reading
from ads_tui.widgets.text_lines import TextLines, WrappedText, wrap_text
from ads_tui.widgets.virtual_table import VirtualTable

# Without a database the card is asked for again after so long.
_AGAIN_S = 1.0


class CardScreen(CardLists, CardClocks):
    """The card of one order; `step` moves the list beneath and answers the order that stands beside this one."""

    SCOPE = CARD
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    CardScreen ContentSwitcher {
        height: 1fr;
    }
    CardScreen.-narrow MainPane .-one-column {
        display: block;
    }
    CardScreen.-narrow MainPane #right {
        display: none;
    }
    """

    def __init__(self, number: int, step: Callable[[int, int], int | None]) -> None:
        super().__init__(number, step)
        self._tab = "main"
        self._main = MainPane(id="main")
        self._texts = {tab: TextLines(id=tab) for tab in ("comments", "history")}
        # The tabs that show the present order as it is now.
        self._fresh: set[str] = set()
        self._has_comments = False

    def compose_body(self) -> ComposeResult:
        """The head, the tabs, what each tab shows."""
        yield CardHead()
        yield CardTabs()
        with ContentSwitcher(initial="main"):
            yield self._main
            yield from self._texts.values()
            yield from self.lists.values()

    def on_mount(self) -> None:
        """Open the order: unread marks go (LB-6); its clocks count."""
        self._show_order(self.number)
        self.follow_clocks()

    def show_clocks(self, why: Why) -> None:
        """Show what the clocks are by now."""
        self._main.show_clocks(why, self.zone)

    @property
    def pane(self) -> Widget:
        """What the present tab shows."""
        return self._texts.get(self._tab) or self.lists.get(self._tab) or self._main

    def context(self) -> CardContext:
        """What is shown, and what stands under the cursor."""
        table = self.table
        details = self.details
        return CardContext(
            self.host.actor,
            shows_activity=details is None or details.activity_of is not None,
            shows_list=table is not None,
            on_an_order=table is not None and table.cursor is not None,
            names_people=details is not None and bool(details.people),
            has_localization=details is None or details.why.localization.norm is not None,
            is_open=details is None or is_open(details.card.row.base_status),
        )

    def actions(self) -> tuple[Action, ...]:
        """Opening only where a list is shown."""
        return tuple(one for one in super().actions() if one.id != "card.open" or self.table is not None)

    def footer_actions(self) -> tuple[Action, ...]:
        """Opening first, where it is offered."""
        return tuple(sorted(super().footer_actions(), key=lambda action: action.id != "card.open"))

    # Reading

    def _show_order(self, number: int) -> None:
        self.number = number
        self._open_tab()
        self.load()

    def _open_tab(self) -> None:
        number, tab = self.number, "comments" if self._tab == "comments" else "main"
        was_important = self.details is not None and "important" in self.details.card.row.labels

        def opened(_nothing: None) -> None:
            if was_important and tab == "comments":
                self.load()

        # Where the order cannot be opened, reading it says why.
        self.write(lambda work: open_order(work, number, tab=tab), opened, group="open", instead=lambda _error: None)

    def load(self) -> None:
        """Read the order anew, and what the present tab shows."""
        number = self.number
        self._fresh.clear()
        self.read(lambda reading: card_details(reading, number), self._take, group="card", instead=self._unread)

    def _take(self, details: CardDetails) -> None:
        is_other = self.details is None or self.details.card.row.number != details.card.row.number
        self.details = details
        if is_other:
            self._begin_anew()
        self._draw()
        if self._tab == "activity" and details.activity_of is None:
            self._tell_no_activity()
            self._show_tab("main")
        else:
            self._load_tab()
        self.refresh_actions()
        self.do_what_awaited_the_order()

    def _unread(self, error: AdsError) -> None:
        """The order could not be read: one that is not there or not visible sends back to where one came from."""
        if error.code == "not_found":
            self.host.tell(_("Order {number} can be seen no longer, or there is none").format(number=self.number))
            self.dismiss(None)
        elif self.details is None:
            self._main.say(error.message)
            if error.code == "unreachable":
                # A database that was away for a moment only is not told of when it is back.
                self.set_timer(_AGAIN_S, self.load)
        elif error.code != "unreachable":
            self.refuse(error)

    def _tell_no_activity(self) -> None:
        refusal = self.host.registry["card.activity"].allowed(self.context())
        if refusal is not None:
            self.host.tell_refusal(refusal)

    def _begin_anew(self) -> None:
        """Another order: each tab begins at its beginning."""
        for pane in (self._main, *self._texts.values()):
            pane.scroll_home(animate=False)
        self.forget_lists()
        self._has_comments = False

    def _load_tab(self) -> None:
        """Read what the present tab shows, unless it shows that already."""
        if self.details is None or self._tab in self._fresh:
            return
        self._fresh.add(self._tab)
        number, zone = self.number, self.zone

        width = self._texts["history"].width_within(self.size.width)

        # Lines are made and wrapped in the thread too: an order may have thousands of events.
        def comments(reading: Reading) -> WrappedText:
            return wrap_text(comment_lines(read_comments(reading, number), zone), width)

        def history(reading: Reading) -> WrappedText:
            return wrap_text(history_lines(told_history(reading, number), zone), width)

        match self._tab:
            case "comments":
                self.read(comments, self._show_comments, group="comments")
            case "history":
                self.read(history, self._texts["history"].show, group="history")
            case "activity" | "building":
                self.show_list(self._tab, self.details)

    def on_changed(self, event: Changed) -> None:
        """Somebody changed this order, or what it is about: show it as it is now."""
        event.stop()
        kinds = event.changes.keys.keys()
        if event.changes.everything or kinds - {"order"} or str(self.number) in event.keys("order"):
            self.load()
        elif self.details is not None:
            self._fresh -= {"activity", "building"}
            self._load_tab()
            building = self.details.building_id
            self.read(
                lambda reading: count_building_orders(reading, building, open_only=True),
                self._take_open_there,
                group="open-there",
            )

    def _take_open_there(self, count: int) -> None:
        if self.details is not None and count != self.details.open_there:
            self.details = replace(self.details, open_there=count)
            self._draw_head()

    # What is shown

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Draw anew: the theme may be another one."""
        self._draw()

    def _draw(self) -> None:
        self._draw_head()
        if self.details is not None:
            self._main.show(self.details, self.zone)

    def _draw_head(self) -> None:
        details = self.details
        row = details.card.row if details else None
        self.query_one(CardHead).show(self.number, row, self.host.local_now())
        counters = {}
        if details is not None and row is not None:
            sign = glyph("important") if "important" in row.labels else ""
            counters["comments"] = f"{details.comments}{sign}" if details.comments else ""
            counters["building"] = str(details.open_there or "")
        tabs = tuple(tab for tab in TABS if tab != "activity" or self.context().shows_activity)
        self.query_one(CardTabs).show(tabs, self._tab, counters)

    def _show_comments(self, text: WrappedText) -> None:
        """The newest are the last: an order's comments are shown from their end."""
        pane = self._texts["comments"]
        pane.show(text)
        if not self._has_comments:
            self._has_comments = True
            pane.show_end()

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        self.query_one(ContentSwitcher).current = tab
        if tab == "comments":
            self._open_tab()
        self._draw_head()
        self._load_tab()
        self.refresh_actions()

    @on(VirtualTable.Highlighted)
    def look_at_actions(self) -> None:
        """What is possible depends on whether there is an order under the cursor."""
        self.refresh_actions()

    @on(VirtualTable.Opened)
    def open_row(self, event: VirtualTable.Opened) -> None:
        """Show the card of the order; that of this one is here."""
        row = event.table.row
        number = row.order if isinstance(row, Activity) else row.number if isinstance(row, OrderRow) else self.number
        if number == self.number:
            self._show_tab("main")
        else:
            self.app.push_screen(CardScreen(number, self.step_in_list))

    def action_person(self, login: str) -> None:
        """Somebody's name was clicked."""
        if self.details is not None and login in self.details.people:
            show_person(self, self.details.people[login], self.details.region)

    # Actions

    def do_card_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def do_card_refresh(self) -> None:
        """Read the card anew."""
        self.load()

    def do_card_main(self) -> None:
        """Show the order."""
        self._show_tab("main")

    def do_card_comments(self) -> None:
        """Show the comments."""
        self._show_tab("comments")

    def do_card_activity(self) -> None:
        """Show what the client has had to do with the company."""
        self._show_tab("activity")

    def do_card_building(self) -> None:
        """Show the orders of the building."""
        self._show_tab("building")

    def do_card_history(self) -> None:
        """Show the history."""
        self._show_tab("history")

    def do_card_open(self) -> None:
        """Open the order under the cursor."""
        if self.table is not None:
            self.table.open()

    def do_card_people(self) -> None:
        """Show who somebody named on the card is."""
        if self.details is not None:
            show_people(self, self.details.people, named_people(self.details), self.details.region)

    def do_card_next(self) -> None:
        """Go on in the list."""
        self._walk(1)

    def do_card_previous(self) -> None:
        """Go back in the list."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        number = self.step(by, self.number)
        if number is None:
            text = _("Order {number} is not in the part of the list that was read: nothing stands beside it there")
            self.host.tell(text.format(number=self.number))
        elif number != self.number:
            self._show_order(number)
        else:
            self.host.tell(
                _("There is no next order in the list") if by > 0 else _("There is no order before it in the list")
            )
