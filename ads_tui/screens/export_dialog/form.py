"""Asks what an export to Excel is to hold and where its file is to be (XL-1 … XL-3)."""

from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, SelectionList, Static

from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.export import EXPORT
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _, ngettext
from ads_tui.screens.export_dialog.place import look_at, prepare, read_place
from ads_tui.screens.export_dialog.running import ExportWish, grouped
from ads_tui.screens.export_dialog.ticks import FieldTicks
from ads_tui.screens.orders.tab_line import CAPTIONS
from ads_tui.services.export.orders import ExportResult, OrderExport, export_orders, sort_caption
from ads_tui.services.export.ticks import remembered_fields
from ads_tui.services.orders.listing import sort_of
from ads_tui.widgets.tick_list import TickList

_LONGEST_PATH = 1_000
# How many lines stand around the list of fields, with all that may be told; a low terminal goes without margins.
_FRAME, _FRAME_IF_LOW = 15, 13


class ExportDialog(HoldsKeys, ConsoleDialog[ExportWish]):
    """Answers what is to be exported, None for Esc."""

    SCOPE = EXPORT
    AUTO_FOCUS = "TickList"

    DEFAULT_CSS = """
    ExportDialog Static {
        height: auto;
    }
    ExportDialog.-low > .dialog > .dialog-body {
        padding: 0;
    }
    ExportDialog #what {
        max-height: 2;
    }
    ExportDialog #file-line {
        height: 1;
        margin-top: 1;
    }
    ExportDialog #file-caption {
        width: auto;
        padding-right: 1;
    }
    ExportDialog #file {
        width: 1fr;
    }
    ExportDialog #columns {
        margin-top: 1;
        color: $text-muted;
    }
    ExportDialog TickList {
        height: auto;
    }
    ExportDialog #note, ExportDialog #refusal {
        display: none;
        color: $text-warning;
    }
    ExportDialog #note.-told, ExportDialog #refusal.-told {
        display: block;
    }
    ExportDialog .-refused {
        color: $error;
    }
    """

    def __init__(self, asked: OrderExport, typed: str, refused: tuple[ExportWish, AdsError] | None = None) -> None:
        """`typed` is the file that is proposed; `refused` is what was asked for before, and why it could not be."""
        super().__init__()
        self._asked = asked
        self._typed = typed
        self._refused = refused
        self._ticks = FieldTicks(refused[0].fields if refused else ())

    def title_text(self) -> str:
        """What it does."""
        return _("Export to Excel")

    def compose_body(self) -> ComposeResult:
        """What is exported and how many rows that is, the file, the fields."""
        yield Static(content(self._told()), id="what")
        yield Static(content(_("Counting the orders …"), "dim"), id="count")
        with Horizontal(id="file-line"):
            yield Static(_("File"), id="file-caption")
            yield Input(self._typed, id="file", max_length=_LONGEST_PATH, select_on_focus=False)
        yield Static(id="note")
        yield Static(id="columns")
        yield TickList()
        yield Static(id="refusal")

    def _told(self) -> str:
        """What is exported, in words."""
        asked = self._asked
        if asked.numbers:
            count = len(asked.numbers)
            return ngettext("{count} selected order", "{count} selected orders", count).format(count=count)
        tab = _(CAPTIONS[asked.tab]) + (", " + _("Today") if asked.today else "")
        parts = [
            _("Tab: {tab}").format(tab=tab),
            _("filter: {filter}").format(filter=asked.wanted.line or _("no filter")),
            _("sorted by: {sort}").format(sort=sort_caption(sort_of(asked.wanted, asked.sort))),
        ]
        return "; ".join(parts)

    def on_mount(self) -> None:
        """Read what was ticked last, and count."""
        asked = self._asked
        if self._refused is None:
            self.read(remembered_fields, self._tick, group="ticks", instead=self._give_up)
        else:
            self._tick(self._refused[0].fields)
            self.refuse(self._refused[1])
        self.read(
            lambda reading: export_orders(reading, asked, Path("orders.xlsx"), dry_run=True),
            self._show_count,
            group="count",
            instead=lambda error: self._say("#count", error.message, is_refused=True),
        )
        self.look()

    def _tick(self, fields: tuple[str, ...]) -> None:
        self._ticks = FieldTicks(fields)
        self._draw()
        self.hold(False)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    def _show_count(self, counted: ExportResult) -> None:
        self._say("#count", _("Rows: {count}").format(count=grouped(counted.rows)))

    def on_resize(self, _event: events.Resize) -> None:
        """What does not fit is scrolled to."""
        frame = _FRAME_IF_LOW if self.has_class("-low") else _FRAME
        self.query_one(TickList).styles.max_height = max(self.size.height - frame, 3)

    def _say(self, place: str, text: str, *, is_refused: bool = False) -> None:
        line = self.query_one(place, Static)
        line.update(content(text))
        line.set_class(bool(text), "-told")
        line.set_class(is_refused, "-refused")

    # The fields

    def _draw(self) -> None:
        self.query_one(TickList).show(self._ticks.lines(), self._ticks.ticked)
        text = _("Fields: {count}, numbered as they will stand in the file; Space ticks")
        self._say("#columns", text.format(count=len(self._ticks.fields)))
        self._say("#refusal", "")

    @on(SelectionList.SelectionToggled)
    def tick(self, event: SelectionList.SelectionToggled[str]) -> None:
        """Tick a field or a group, or untick it."""
        event.stop()
        self._ticks.toggle(event.selection.value)
        self._draw()

    def do_export_group(self) -> None:
        """Tick the group under the bar."""
        line = self.query_one(TickList).value_under_bar
        if line is not None:
            self._ticks.toggle_group_of(line)
            self._draw()

    def do_export_all(self) -> None:
        """Tick all or none."""
        self._ticks.toggle_all()
        self._draw()

    # The file

    @on(Input.Changed)
    def look_at_typed(self) -> None:
        """Look at another file, unless one is being tried: that is told anyway."""
        if not self.holding:
            self.look()

    def look(self) -> None:
        """Say before whether a file would be replaced."""
        text = self.query_one(Input).value
        if self._refused is not None and self._refused[0].typed == text:
            return
        self._refused = None

        def say(replaces: bool) -> None:
            self._say("#note", _("A file of that name is there: it will be replaced") if replaces else "")

        self.ask(
            lambda _store: look_at(read_place(text)),
            say,
            group="place",
            # While it is typed a path leads nowhere.
            instead=lambda _error: self._say("#note", ""),
            exclusive=True,
        )

    # The end

    @on(Input.Submitted)
    def do_export_start(self) -> None:
        """Answer what is asked for, unless nothing is ticked or the file cannot be there."""
        fields, typed = self._ticks.fields, self.query_one(Input).value
        if self.holding:
            return
        if not fields:
            self._say("#refusal", _("Tick at least one field"), is_refused=True)
            return

        def check(_store: object) -> ExportWish:
            place = read_place(typed)
            prepare(place)
            return ExportWish(fields, typed, place)

        def done(wish: ExportWish) -> None:
            self.hold(False)
            self.dismiss(wish)

        self.hold(True)
        self.ask(check, done, group="place", exclusive=True)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal beside the file or beneath the fields."""
        self.hold(False)
        if error.field == "file" or error.code == "storage":
            self._say("#note", error.message, is_refused=True)
            self.query_one(Input).focus()
        else:
            self._say("#refusal", error.message, is_refused=True)

    def do_export_cancel(self) -> None:
        """Close without exporting."""
        self.dismiss(None)
