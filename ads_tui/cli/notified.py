"""The words by which kinds and channels of notifications are named (NT-1)."""

from typing import Annotated

import typer

from ads_tui.cli.nouns import keys_in_help
from ads_tui.i18n import N_, _


def _kinds() -> list[tuple[str, str]]:
    from ads_tui.domain.notifications import KINDS

    return [(kind, _(caption)) for kind, caption in KINDS.items()]


def _channels() -> list[tuple[str, str]]:
    from ads_tui.domain.notifications import CHANNELS

    return [(channel, _(caption)) for channel, caption in CHANNELS.items()]


Kind = Annotated[str, typer.Argument(metavar="KIND", help=_("Kind, see below"), autocompletion=_kinds)]
Channel = Annotated[str, typer.Argument(metavar="CHANNEL", help=_("console, email or other"), autocompletion=_channels)]
KINDS_IN_HELP = keys_in_help(_kinds, N_("Kinds"))
