"""What the console needs of the terminal that it is started in."""

from collections.abc import Mapping
from typing import TextIO

from ads_tui.errors import InputError
from ads_tui.i18n import N_


def demand_terminal(environ: Mapping[str, str], *streams: TextIO | None) -> None:
    """Raise InputError `usage` where there is no terminal, or one that cannot place its cursor (R14)."""
    if not all(stream is not None and stream.isatty() for stream in streams):
        text = N_("The console needs a terminal: run it in one (over SSH with 'ssh -t'), or use the commands, 'ads -h'")
        raise InputError("usage", text)
    if environ.get("TERM", "") in ("", "dumb", "unknown"):
        text = N_("This terminal (TERM={term}) cannot place its cursor: use another, or the commands, 'ads -h'")
        raise InputError("usage", text, term=environ.get("TERM", ""))
