"""Screens that let keys wait while what the keys would meet is on its way."""

from textual.message_pump import MessagePump

from ads_tui.console.type_ahead import ScreenReady


class HoldsKeys(MessagePump):
    """Mixed into screens, before their class: holds keys from the beginning, and whenever `hold` says so."""

    _taking_keys = False
    _holding = True

    @property
    def ready(self) -> bool:
        """Whether keys can be taken now."""
        return self._taking_keys and not self._holding

    @ready.setter
    def ready(self, taking_keys: bool) -> None:
        self._taking_keys = taking_keys

    @property
    def holding(self) -> bool:
        """Whether keys wait."""
        return self._holding

    def hold(self, holding: bool) -> None:
        """Let keys wait, or wait no longer."""
        self._holding = holding
        if not holding:
            self.app.post_message(ScreenReady())
