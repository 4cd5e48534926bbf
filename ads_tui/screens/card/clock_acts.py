"""The clocks on the card: they count, are explained, and the accident is marked as localized (SL-8, SL-10)."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from ads_tui.screens.card.acts import CardActs
from ads_tui.services.orders.card_details import CardDetails
from ads_tui.services.sla.explaining import Why, explain

_LOOK_S = 30.0


class CardClocks(CardActs):
    """`details` are those of the order that is shown, None while none has been read."""

    def __init__(self, number: int, step: Callable[[int, int], int | None]) -> None:
        super().__init__(number, step)
        self.details: CardDetails | None = None
        self._awaited: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone of whoever looks."""
        assert self.host.session is not None
        return self.host.session.zone

    def show_clocks(self, why: Why) -> None:
        """Show what the clocks are by now."""
        raise NotImplementedError

    def follow_clocks(self) -> None:
        """Let the clocks count: no event tells that time passes."""
        self.set_interval(_LOOK_S, self.look_at_clocks)

    def look_at_clocks(self) -> None:
        """Read the clocks anew where one runs."""
        if self.details is None or not any(one.clock.runs for one in self.details.why.clocks):
            return
        number = self.number
        self.read(
            lambda reading: explain(reading, number), self._take_clocks, group="clocks", instead=lambda _error: None
        )

    def _take_clocks(self, why: Why) -> None:
        if self.details is not None and why.order == self.details.why.order:
            self.details = replace(self.details, why=why)
            self.show_clocks(why)

    def do_what_awaited_the_order(self) -> None:
        """Do what was asked for before the order had been read."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None and self.is_current:
            self.call_next(self.action_do, awaited)

    def do_card_why(self) -> None:
        """Explain the due."""
        from ads_tui.screens.card.why_popup import WhyPopup

        if self.details is None:
            self._awaited = "card.why"
        else:
            self.app.push_screen(WhyPopup(self.details.why, self.zone))

    def do_card_localized(self) -> None:
        """Mark the accident as localized, or take the mark back."""
        from ads_tui.screens.localized_dialog import ask_localized

        if self.details is None:
            self._awaited = "card.localized"
        else:
            ask_localized(self, self.details.why, self.zone, self.load)
