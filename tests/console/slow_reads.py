"""What dialogs read comes when a trial lets it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ads_tui.console.acting import ActingScreen
from tests.console.trial import LONG_S

_HELD = {"status", "people", "take", "begin", "draft"}


@contextmanager
def slow_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What dialogs read comes when the event is set."""
    let_go = threading.Event()
    read = ActingScreen.read

    def slowly(self: Any, operation: Any, then: Any, *, group: str = "read", **others: Any) -> Any:
        def wait(reading: Any) -> Any:
            assert let_go.wait(LONG_S)
            return operation(reading)

        return read(self, wait if group in _HELD else operation, then, group=group, **others)

    monkeypatch.setattr(ActingScreen, "read", slowly)
    yield let_go
    let_go.set()
