"""`ads login`: checks a password (AU-1)."""

import time
from typing import Annotated

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.output import print_pairs, tell
from ads_tui.cli.passwords import read_password
from ads_tui.i18n import _

HELP = _("Check a password, asked for or read from stdin.")


def run(login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login"))]) -> None:
    """Check a password and print whose it is."""
    from ads_tui.domain.text import required_line
    from ads_tui.services.accounts import check_password

    required_line(login, "login")
    store = current.store()
    check = check_password(store, login, read_password())
    time.sleep(check.wait_s)
    if check.refusal is not None:
        raise check.refusal
    assert check.actor is not None
    found = check.actor.login
    tell({"login": found}, lambda: print_pairs([(_("Login"), found)]))
