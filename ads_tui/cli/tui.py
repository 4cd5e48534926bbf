"""`ads` and `ads tui`: the console."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.invocation import current, os_user
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.app import Home


HELP = _("Open the console.")


def run(
    order: Annotated[int | None, typer.Option(metavar="N", min=1, help=_("Open this order first"))] = None,
) -> None:
    """Open the console."""
    open_console(order)


def open_console(order: int | None) -> None:
    """Show the console until somebody leaves it; its exit code is the command's."""
    from ads_tui.app import run_console

    login = current.login or os.environ.get("ADS_EMPLOYEE") or None
    code = run_console(
        current.store,
        _import_home,
        login=login,
        os_user=None if login else os_user(),
        order=order,
        language_is_chosen=bool(current.lang or os.environ.get("ADS_LANG")),
    )
    if code:
        raise typer.Exit(code)


def _import_home() -> "Home":
    from ads_tui.screens.orders.screen import OrdersScreen

    return OrdersScreen
