"""`ads tui`: the console."""

from typing import Annotated

import typer

from ads_tui.cli.opening import open_console
from ads_tui.i18n import _

HELP = _("Open the console.")


def run(
    order: Annotated[int | None, typer.Option(metavar="N", min=1, help=_("Open this order first"))] = None,
) -> None:
    """Open the console."""
    raise typer.Exit(open_console(order))
