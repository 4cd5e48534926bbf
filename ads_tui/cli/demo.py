"""`ads demo`: a demonstration database, and what is new in it (CL-15)."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.invocation import current, os_user
from ads_tui.cli.output import end_progress, print_table, progress_line, say, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.demonstration.company import Login

HELP = _("Make a demonstration database and show it.")

_MOST_ORDERS = 10_000_000


def run(
    orders: Annotated[
        int, typer.Option(metavar="N", min=0, max=_MOST_ORDERS, help=_("How many orders of a year"))
    ] = 2_000,
    seed: Annotated[int, typer.Option(metavar="S", help=_("The same seed gives the same data"))] = 1,
    no_tui: Annotated[bool, typer.Option("--no-tui", help=_("Make it only, open no console"))] = False,
) -> None:
    """Make it where --db or ADS_DATABASE_URL say, else in a file of its own, print its logins, open the console."""
    from ads_tui.clock import clock_from_environment
    from ads_tui.config import database_url, demo_database_url
    from ads_tui.services.demonstration.making import make_demonstration
    from ads_tui.store.engine import shown_url

    named = current.db or os.environ.get("ADS_DATABASE_URL", "").strip()
    url = database_url(current.db) if named else demo_database_url()
    now = clock_from_environment().now()
    try:
        made = make_demonstration(url, orders=orders, seed=seed, now=now, os_user=os_user(), progress=_tell_progress)
    finally:
        end_progress()
    logins = [{"login": login.login, "role": login.role, "password": login.password} for login in made.logins]
    document = {"database": shown_url(url), "orders": made.orders, "logins": logins}
    tell(document, lambda: _show(url, made.logins))
    if not (no_tui or current.json) and sys.stdin.isatty() and sys.stdout.isatty():
        from ads_tui.cli.opening import open_console

        raise typer.Exit(open_console(None))


def _tell_progress(stage: str, done: int, total: int) -> None:
    progress_line(_("{stage}: {done} of {total}").format(stage=_(stage), done=done, total=total))


def _show(url: str, logins: "tuple[Login, ...]") -> None:
    """The logins, and what a dispatcher sees first."""
    from ads_tui.cli.order import list_command

    print_table((_("Login"), _("Role"), _("Password")), ((login.login, login.role, login.password) for login in logins))
    current.db, current.login = url, logins[0].login
    list_command(tab="new")
    command = f'ads --db "{url}" order list'
    say(_("Go on with: {command}").format(command=command))
