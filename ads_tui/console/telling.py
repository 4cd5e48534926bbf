"""What the console tells: toasts, refusals, and failures that end nothing."""

from typing import Literal

from textual._context import active_message_pump
from textual.notifications import Notify
from textual.screen import Screen
from textual.widgets._toast import ToastHolder, ToastRack
from textual.worker import WorkerFailed

from ads_tui.console.safe_text import safe_text
from ads_tui.console.toast import Told
from ads_tui.console.type_ahead import TypeAheadApp
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.logs import log_unexpected

Severity = Literal["information", "warning", "error"]

# A screen that fails whenever it is drawn would fail for ever.
_MOST_IN_A_ROW = 20


class TellingApp(TypeAheadApp):
    """Tells refusals as toasts and unexpected failures in a dialog, and goes on."""

    def __init__(self, driver_class: type | None) -> None:
        super().__init__(driver_class)
        self.failures = 0
        self._in_a_row = 0

    def tell(self, text: str, severity: Severity = "information") -> None:
        """Show a sentence for some seconds."""
        self.post_message(Notify(Told(safe_text(text), severity=severity, timeout=self.NOTIFICATION_TIMEOUT)))

    def on_notify(self, event: Notify) -> None:
        """Called before the library shows a toast: an equal one goes, so that it is shown anew, not twice."""
        told = event.notification
        gone = [one for one in self._notifications if (one.message, one.severity) == (told.message, told.severity)]
        for shown in gone:
            self._unnotify(shown, refresh=False)
        holders = {ToastRack._toast_id(one) for one in gone}
        for screen in self.screen_stack if gone else ():
            for holder in screen.query(ToastHolder):
                # The library would take away the toast and leave what holds it, or miss a toast not yet in its holder.
                if holder.id in holders:
                    holder.remove()

    def tell_refusal(self, error: AdsError) -> None:
        """Show why something was refused."""
        self.tell(error.message, "error" if error.exit_code == 6 else "warning")

    def fail(self, error: BaseException) -> None:
        """Log an unexpected failure and show it; the console lives on, unless it fails without end."""
        from ads_tui.console.error_dialog import ErrorDialog

        self.failures += 1
        self._in_a_row += 1
        if self._in_a_row > _MOST_IN_A_ROW:
            self.give_up(error)
            return
        place = log_unexpected(error)
        if not any(isinstance(screen, ErrorDialog) for screen in self.screen_stack):
            self.push_screen(ErrorDialog(error, place), self._go_on)

    def _go_on(self, _answer: None) -> None:
        self._in_a_row = 0

    def give_up(self, error: BaseException) -> None:
        """Log a failure after which there is nothing to go on with, and leave."""
        text = _("Something unexpected happened; nothing was half-saved. Details: {place}")
        self.exit(return_code=70, message=text.format(place=log_unexpected(error)))

    def _handle_exception(self, error: Exception) -> None:
        """Called by the library with whatever no handler has caught."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit or self._closing or (self._is_mounted and not self._running):
            # Widgets that are taken apart may miss each other; nobody is there to be told.
            log_unexpected(cause)
        elif not self._is_mounted:
            self._exception = self._exception or error
            self.give_up(cause)
        elif isinstance(cause, AdsError):
            self.tell_refusal(cause)
        else:
            self._leave_unbuilt()
            self.fail(cause)

    def _leave_unbuilt(self) -> None:
        """Take a screen away that failed while it was built: whoever opened it is better off without."""
        pump = active_message_pump.get(None)
        if isinstance(pump, Screen) and not pump._is_mounted and len(self.screen_stack) > 1 and pump is self.screen:
            self.pop_screen()
