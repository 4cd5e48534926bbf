"""The terminal itself: one that is gone, stalled or speaks no UTF-8 neither hangs nor ends the console badly."""

import contextlib
import os
import queue
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from ads_tui.console.thin_line import thin

if TYPE_CHECKING:
    from ads_tui.console.base_app import BaseApp

_PATIENCE_S = 0.2
_LEAVING_S = 2.0
_LISTEN_S = 0.1
_HUNG_UP = 129


class KeyParser(XTermParser):
    """Takes Escape with the key that comes right after it as these two keys, not as that key with Alt.

    Most terminals send the same for both, a slow line delivers two keys at once, and no key of ours has Alt. Signs that
    one system types with that key, such as ™, are taken as two keys too.
    """

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and isinstance(ANSI_SEQUENCES_KEYS.get(sequence), str):
            sequence, alt = sequence[1:], True
        if alt:
            yield events.Key("escape", "\x1b")
        yield from super()._sequence_to_key_events(sequence)


class ConsoleDriver(LinuxDriver):
    """Writes for as long as somebody reads, and takes keys whatever bytes stand between them."""

    given_up = False

    def write(self, data: str) -> None:
        """Write; where the terminal is gone, or a signal has told to leave it stalled, what is written is lost."""
        thread = self._writer_thread
        lean = thin(data)
        while thread is not None and thread.is_alive():
            try:
                # The library's own call would wait for a dead thread for ever.
                thread._queue.put(lean, timeout=_PATIENCE_S)
                return
            except queue.Full:
                if self.given_up:
                    return

    def close(self) -> None:
        """End the writing thread; one that is stuck in a stalled terminal ends with the process."""
        thread = self._writer_thread
        if thread is not None and thread.is_alive():
            with contextlib.suppress(queue.Full):
                thread._queue.put(None, timeout=_LEAVING_S)
            thread.join(_LEAVING_S)

    def _has_alt_keys(self) -> bool:
        """Whether the key map of its user has keys with Alt."""
        registry = cast("BaseApp", self._app).registry
        return any(key.startswith("alt+") for action in registry for key in registry.keys(action.id))

    def run_input_thread(self) -> None:
        """Read keys until the console ends, or the terminal does; bytes that are no UTF-8 are dropped."""
        parser = (XTermParser if self._has_alt_keys() else KeyParser)(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LISTEN_S):
                    try:
                        data = os.read(self.fileno, 4_096)
                    except OSError:
                        data = b""
                    if not data:
                        self._loop.call_soon_threadsafe(self._app.exit, None, _HUNG_UP)
                        return
                    # Half a letter is no text yet, and no text is the end to the parser.
                    if text := decode(data):
                        for message in parser.feed(text):
                            self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
