"""Passwords as they are given: asked for without echo, or read from stdin where that is no terminal (CL-15)."""

import sys

import typer

from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

_LONGEST_LINE = 100_000


def read_password() -> str:
    """The password of who signs in; empty where nothing is given."""
    return _asked(_("Password: ")) if _is_terminal() else _first_line()


def read_new_password() -> str:
    """A new password, at a terminal asked for twice; raises InputError `invalid_value` where the two differ."""
    if not _is_terminal():
        return _first_line()
    password = _asked(_("New password: "))
    if password and _asked(_("Once more: ")) != password:
        raise InputError("invalid_value", N_("The two passwords differ"), field="password")
    return password


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(caption: str) -> str:
    import getpass

    try:
        return getpass.getpass(caption)
    except EOFError:
        raise typer.Abort from None


def _first_line() -> str:
    """Whatever bytes come are a password, so that a wrong one is refused as wrong and not as unreadable."""
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.readline(_LONGEST_LINE).decode("utf-8", "surrogateescape").rstrip("\r\n")
