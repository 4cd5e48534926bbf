"""How many orders may be acted on at once (BK-1)."""

from ads_tui.errors import RuleError
from ads_tui.i18n import N_

MOST_SELECTED = 100


def demand_few(count: int) -> None:
    """Raise RuleError `too_many_selected` for more than 100."""
    if count > MOST_SELECTED:
        raise RuleError("too_many_selected", N_("At most {most} orders at once"), most=MOST_SELECTED)
