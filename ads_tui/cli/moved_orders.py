"""What is said when a rule or a calendar was saved: how many open orders it would move (SL-12)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ads_tui.cli.invocation import current
from ads_tui.cli.output import end_progress, progress_line, say
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.sla.norms import InForce
    from ads_tui.store.work import Work

T = TypeVar("T")


def show_progress(done: int, of: int) -> None:
    """Tell how many of how many orders were looked at or moved."""
    progress_line(_("{done} of {of}").format(done=done, of=of))


def save(operation: "Callable[[Work], T]", told: Callable[[T], None]) -> T:
    """Save a rule or a calendar, print it by `told`, and say how many open orders it would move (SL-12)."""
    from ads_tui.services.sla.norms import read_in_force

    before, saved = current.perform(lambda work: (read_in_force(work), operation(work)))
    told(saved)
    if not current.json:
        _tell_moved(before)
    return saved


def _tell_moved(before: "InForce") -> None:
    from ads_tui.services.sla.recomputing import orders_to_move

    with current.reading() as reading:
        count = len(orders_to_move(reading, show_progress, since=before))
    end_progress()
    if count:
        text = ngettext(
            "It holds for later orders; 'ads sla recompute' would move {count} open order",
            "It holds for later orders; 'ads sla recompute' would move {count} open orders",
            count,
        )
        say(text.format(count=count))
    else:
        say(_("It holds for later orders, and moves no open one"))
