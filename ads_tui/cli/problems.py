"""Prints what `db check` and `doctor` found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ads_tui.cli.output import print_table, say
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.problems import Problem


def print_problems(problems: "Sequence[Problem]") -> None:
    """A table of problems with what to do, or that there are none."""
    if not problems:
        say(_("Nothing wrong was found."))
        return
    print_table(
        [_("Check"), _("Order"), _("What is wrong"), _("What to do")],
        ([one.check, one.order, one.message, one.advice] for one in problems),
    )
