"""The terminal itself: one that is gone, stalled or speaks no UTF-8 neither hangs nor ends the console badly."""

import queue

from textual.drivers.linux_driver import LinuxDriver

from ads_tui.console.thin_line import thin

_PATIENCE_S = 0.2
_LEAVING_S = 2.0


class ConsoleDriver(LinuxDriver):
    """Writes for as long as somebody reads, and forgives bytes that are no text."""

    given_up = False

    def write(self, data: str) -> None:
        """Write; where the terminal is gone, or a signal has told to leave it stalled, what is written is lost."""
        thread, data = self._writer_thread, thin(data)
        while thread is not None and thread.is_alive():
            try:
                # The library's own call would wait for a dead thread for ever.
                thread._queue.put(data, timeout=_PATIENCE_S)
                return
            except queue.Full:
                if self.given_up:
                    return

    def close(self) -> None:
        """End the writing thread; one that is stuck in a stalled terminal ends with the process."""
        thread = self._writer_thread
        if thread is not None and thread.is_alive():
            self.write_end(thread._queue)
            thread.join(_LEAVING_S)

    def write_end(self, waiting: "queue.Queue[str | None]") -> None:
        """Tell the writing thread that nothing more comes."""
        try:
            waiting.put(None, timeout=_LEAVING_S)
        except queue.Full:
            self.given_up = True

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
                return
            except UnicodeDecodeError:
                # What was read with the bytes that are no UTF-8 is dropped, what comes next is not.
                continue
            except OSError:
                self._loop.call_soon_threadsafe(self._app.exit, None, 129)
                return
