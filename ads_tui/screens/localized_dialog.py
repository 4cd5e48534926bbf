"""Asks since when an accident is localized, or why that mark is taken back (SL-10)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ads_tui.console.text_dialog import TextDialog
from ads_tui.domain.day_first import iso_past_moment, show_moment
from ads_tui.domain.moments import resolve_local
from ads_tui.i18n import _
from ads_tui.services.sla.localizing import mark_localized, take_back_localized

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen
    from ads_tui.services.sla.explaining import Why
    from ads_tui.store.work import Work


def ask_localized(screen: "ActingScreen[None]", why: "Why", zone: ZoneInfo, then: Callable[[], object]) -> None:
    """Let the accident of an order be marked as localized, or the mark be taken back; then call `then`."""

    def done(saved: str | None) -> None:
        if saved is not None:
            then()

    marked = why.localized_at
    dialog = (
        MarkDialog(why.order, screen.host.local_now()) if marked is None else TakeBackDialog(why.order, marked, zone)
    )
    screen.app.push_screen(dialog, done)


class _SavingDialog(TextDialog):
    """Saves what was typed; a refusal is told beneath the field, and what is typed stays."""

    def save(self, operation: "Callable[[Work], None]") -> None:
        """Save, and answer what was typed."""
        self.write(operation, lambda _nothing: self.dismiss(""), instead=self.refuse)


class MarkDialog(_SavingDialog):
    """Marks an order, since now where nothing else is typed."""

    def __init__(self, number: int, now: datetime) -> None:
        """`now` is in the zone of whoever looks, as what is typed is meant."""
        assert isinstance(now.tzinfo, ZoneInfo)
        self._number = number
        self._now, self._zone = now, now.tzinfo
        self._present = show_moment(now, now.tzinfo)
        super().__init__(
            _("Order {number}: the accident is localized").format(number=number),
            _("Since when, such as 14:30"),
            self._present,
        )

    def take(self, text: str) -> None:
        """Mark the order."""
        at = None if text.strip() in ("", self._present) else self._iso(text)
        self.save(lambda work: mark_localized(work, self._number, at))

    def _iso(self, text: str) -> str:
        """What was typed, in the zone in which it was meant; as it is where it cannot be read."""
        told = iso_past_moment(text, self._now)
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            return told
        return told if moment.tzinfo else resolve_local(moment, self._zone).isoformat()


class TakeBackDialog(_SavingDialog):
    """Takes the mark back with a comment."""

    def __init__(self, number: int, marked: datetime, zone: ZoneInfo) -> None:
        self._number = number
        since = show_moment(marked, zone)
        super().__init__(
            _("Order {number}: take back that it is localized since {moment}").format(number=number, moment=since),
            _("Why"),
        )

    def take(self, text: str) -> None:
        """Take it back."""
        self.save(lambda work: take_back_localized(work, self._number, text))
