"""Opens the console; a call that plainly asks for it needs no parser, whose import would hold the first frame up."""

import gc
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ads_tui.cli.invocation import check_language, current, os_user

if TYPE_CHECKING:
    from ads_tui.app import Home

_OPTIONS = {"--db": "db", "--as": "login", "--lang": "lang"}
_ORDER = re.compile("[1-9][0-9]{0,17}")
# Every painted line is garbage that only a look for it finds, so the looks must be often enough to keep the memory
# down (P11), and short enough that no key notices.
_COLLECT_AFTER = 10_000, 3, 3


@dataclass(slots=True)
class PlainCall:
    """What a call said that asks for the console and nothing else."""

    db: str | None = None
    login: str | None = None
    lang: str | None = None
    order: str | None = None


def plain_call(argv: Sequence[str]) -> PlainCall | None:
    """`ads [--db URL] [--as LOGIN] [--lang en|ru] [tui [--order N]]`; None for all else, which the parser reads."""
    if "_ADS_COMPLETE" in os.environ:
        return None
    call, known = PlainCall(), dict(_OPTIONS)
    words = iter(argv)
    for word in words:
        if word == "tui" and "--order" not in known:
            known = {"--order": "order"}
            continue
        name, equals, value = word.partition("=")
        value = value if equals else next(words, "")
        if name not in known or not value or value.startswith("-"):
            return None
        setattr(call, known[name], value)
    return None if call.order is not None and not _ORDER.fullmatch(call.order) else call


def open_as_asked(call: PlainCall) -> int:
    """Open the console for a plain call; the exit code. Raises AdsError."""
    current.db, current.login, current.lang = call.db, call.login, check_language(call.lang)
    return open_console(None if call.order is None else int(call.order))


def open_console(order: int | None) -> int:
    """Show the console until somebody leaves it; the exit code. Raises AdsError."""
    from ads_tui.app import run_console
    from ads_tui.clock import clock_from_environment

    login = current.login or os.environ.get("ADS_EMPLOYEE") or None
    clock = clock_from_environment()
    return run_console(
        lambda: current.store(clock=clock),
        import_home,
        clock,
        login=login,
        os_user=None if login else os_user(),
        order=order,
        language_is_chosen=bool(current.lang or os.environ.get("ADS_LANG")),
    )


def import_home() -> "Home":
    """Import the order list, and have neither garbage nor freed memory hold up whoever works with it."""
    from ads_tui.console.freed_memory import keep_no_freed_blocks
    from ads_tui.screens.orders.screen import OrdersScreen

    # What was imported stays; looking through it for garbage would hold keys up by a tenth of a second each time.
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    keep_no_freed_blocks()
    return OrdersScreen
