"""What is said when a rule or a calendar was saved: how many open orders it would move (SL-12)."""

from ads_tui.cli.invocation import current
from ads_tui.cli.output import end_progress, progress_line, say
from ads_tui.i18n import _, ngettext


def show_progress(done: int, of: int) -> None:
    """Tell how many of how many orders were looked at or moved."""
    progress_line(_("{done} of {of}").format(done=done, of=of))


def tell_moved() -> None:
    """Say how many open orders what was saved would move; it holds for later ones only (SL-12)."""
    from ads_tui.services.sla.recomputing import orders_to_move

    if current.json:
        return
    with current.reading() as reading:
        count = len(orders_to_move(reading, show_progress))
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
