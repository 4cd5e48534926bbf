"""What a shift hands over to the next: five lists of orders, each with its count; Enter opens one (NT-8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.option_bar import PagedOptions
from ads_tui.console.safe_text import content, safe_line
from ads_tui.console.scopes.notifications import DIGEST as SCOPE
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.day_first import show_moment
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.orders.columns import address
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.shifts import DIGEST, Digest, digest
from ads_tui.store.work import Reading

# So many of each list are shown, the newest.
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class _Read:
    """The digest, and the rows of those that are shown, by number."""

    digest: Digest
    rows: Mapping[int, OrderRow]


def _read(reading: Reading) -> _Read:
    found = digest(reading)
    numbers = {number for name in DIGEST for number in _newest(found, name)}
    return _Read(found, {row.number: row for row in fetch_rows(reading, sorted(numbers))})


def _newest(found: Digest, name: str) -> list[int]:
    numbers: tuple[int, ...] = getattr(found, name)
    return list(reversed(numbers[-_SHOWN:]))


class ShiftDigestDialog(HoldsKeys, ConsoleDialog[None]):
    """The handover of the present shift."""

    SCOPE = SCOPE
    AUTO_FOCUS = "OptionList"

    DEFAULT_CSS = """
    ShiftDigestDialog > .dialog {
        width: 100;
    }
    ShiftDigestDialog OptionList {
        height: auto;
        margin-top: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def title_text(self) -> str:
        """What it shows."""
        return _("Shift handover")

    def compose_body(self) -> ComposeResult:
        """Of which shift, and the lists."""
        yield Static(id="shift")
        yield PagedOptions(markup=False)

    def on_resize(self) -> None:
        """What does not fit is scrolled to."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 9, 2)

    def on_mount(self) -> None:
        """Read it."""
        self.read(_read, self._show, group="digest", instead=self._give_up)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    def _show(self, found: _Read) -> None:
        assert self.host.session is not None
        zone, shift = self.host.session.zone, found.digest
        text = _("This shift: {start} – {end}. The next one ends: {until}").format(
            start=show_moment(shift.this[0], zone), end=show_moment(shift.this[1], zone),
            until=show_moment(shift.until, zone),
        )  # fmt: skip
        self.query_one("#shift", Static).update(content(text))
        choices = self.query_one(OptionList)
        for name, caption in DIGEST.items():
            count = len(getattr(shift, name))
            choices.add_option(Option(Content.styled(f"{_(caption)}: {count}", "bold"), disabled=True))
            shown = [found.rows[number] for number in _newest(shift, name) if number in found.rows]
            choices.add_options([Option(self._prompt(row), id=f"{name}-{row.number}") for row in shown])
            if count > _SHOWN:
                more = _("{count} more before these").format(count=count - _SHOWN)
                choices.add_option(Option(Content.styled(f"    {more}", "dim"), disabled=True))
        choices.action_first()
        self.hold(False)

    def _prompt(self, row: OrderRow) -> Content:
        parts = [
            f"{glyph('number')} {row.number}",
            _(row.status_name),
            row.service.name,
            address(row),
            ", ".join(row.executor_names) or glyph("none"),
        ]
        return Content("    " + safe_line("  ".join(parts)))

    @on(OptionList.OptionSelected)
    def do_digest_open(self) -> None:
        """Open the order under the bar."""
        from ads_tui.screens.card.screen import CardScreen

        chosen = self.query_one(OptionList).highlighted_option
        if chosen is not None and chosen.id is not None:
            number = int(chosen.id.rpartition("-")[2])
            self.app.push_screen(CardScreen(number, lambda _by, number: number))

    def do_digest_close(self) -> None:
        """Go back."""
        self.dismiss(None)
