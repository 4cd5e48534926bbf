"""Lets people do several orders at once: beside those who do them, or in their place (BK-3, BK-5)."""

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import content
from ads_tui.domain.notifications import ASKED, NOBODY
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _, ngettext
from ads_tui.screens.bulk_dialog import BulkDialog
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.orders.bulk_executors import change_executors_of
from ads_tui.services.orders.listed_acts import Act
from ads_tui.services.orders.people_choices import PeopleChoices, bulk_executor_choices


class BulkExecutorsDialog(BulkDialog):
    """Ticks people, tells what would become of the orders, and answers what was done."""

    SCOPE = "bulk_executors"
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    BulkExecutorsDialog PeopleList TickList {
        max-height: 8;
    }
    BulkExecutorsDialog.-low PeopleList TickList {
        max-height: 5;
    }
    """

    is_replacing = False
    is_telling = False

    def title_text(self) -> str:
        """How many orders."""
        count = len(self.numbers)
        text = ngettext("{count} order: executors", "{count} orders: executors", count)
        return text.format(count=count)

    def compose_body(self) -> ComposeResult:
        """Beside or in place of whom, the people, and what would be done."""
        yield _Switch("mode", _("In place of those who are there"))
        yield _Switch("tell", _("Tell them and the clients"))
        yield PeopleList()
        yield ToldLine(id="refusal")
        yield from self.compose_preview()

    @property
    def people(self) -> PeopleList:
        """The list."""
        return self.query_one(PeopleList)

    def on_mount(self) -> None:
        """Read who may be chosen."""
        numbers = self.numbers
        self._draw_switches()
        self.read(
            lambda reading: bulk_executor_choices(reading, numbers), self._begin, group="people", instead=self.give_up
        )

    def _begin(self, choices: PeopleChoices) -> None:
        self.is_begun = True
        self.people.offer(choices, ())
        self.preview.tell(_("Tick who is to do the orders"))
        self.hold(False)

    def _draw_switches(self) -> None:
        for switch in self.query(_Switch):
            mark = glyph("tick") if switch.is_on(self) else " "
            keys = self.host.registry.keys(f"bulk_executors.{switch.act}")
            switch.update(content(f"[{mark}] {switch.caption}  {key_caption(keys[0]) if keys else ''}"))

    # What is asked for

    @on(PeopleList.Ticked)
    def look_again(self) -> None:
        """Others are ticked."""
        self.query_one(ToldLine).tell("")
        self.try_soon()

    def do_bulk_executors_mode(self) -> None:
        """Add to those who are there, or take their place."""
        if self.is_begun and not self.holding:
            self.is_replacing = not self.is_replacing
            self._draw_switches()
            self.look_again()

    def do_bulk_executors_tell(self) -> None:
        """Tell whoever comes, and the clients, or nobody (BK-3)."""
        if self.is_begun and not self.holding:
            self.is_telling = not self.is_telling
            self._draw_switches()

    def act(self) -> Act:
        """Let those ticked do the orders; InputError where nobody is ticked."""
        logins, mode = self.people.ticked, "replace" if self.is_replacing else "add"
        if not logins:
            raise InputError("field_required", N_("Tick who is to do the orders"), field="login")
        telling = ASKED if self.is_telling else NOBODY
        return lambda work, numbers: change_executors_of(work, numbers, logins, mode=mode, telling=telling)

    @on(PeopleList.Done)
    def do_bulk_executors_save(self) -> None:
        """Show what would be done; from there save it."""
        if self.is_begun:
            self.confirm()

    def do_bulk_executors_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(None)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal beneath the list, and go there."""
        self.query_one(ToldLine).tell(error.message)
        self.people.focus_here()


class _Switch(Static):
    """A switch, for the mouse too: `act` names the action that turns it."""

    def __init__(self, act: str, caption: str) -> None:
        super().__init__()
        self.act = act
        self.caption = caption

    def is_on(self, dialog: BulkExecutorsDialog) -> bool:
        """Whether it is turned on."""
        return dialog.is_replacing if self.act == "mode" else dialog.is_telling

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        event.stop()
        dialog = self.screen
        assert isinstance(dialog, BulkExecutorsDialog)
        await dialog.action_do(f"bulk_executors.{self.act}")
