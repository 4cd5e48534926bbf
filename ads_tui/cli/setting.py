"""`ads setting …`: the organization's settings (CL-17)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.moved_orders import save
from ads_tui.cli.nouns import TAKES_ANY_VALUE
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.settings import SettingView

app = typer.Typer(help=_("Settings of the organization."), no_args_is_help=True)


# With another zone calendars are others, and this calendar is that of many services.
_MOVING = ("organization.zone", "organization.calendar")


def _keys() -> list[str]:
    from ads_tui.domain.settings import SETTINGS

    return list(SETTINGS)


Key = Annotated[str, typer.Argument(metavar="KEY", help=_("Key, as the list prints it"), autocompletion=_keys)]


@app.command("list", help=_("List the settings."))
def list_command() -> None:
    """All settings with their meaning."""
    from ads_tui.services.settings import list_settings

    with current.reading() as reading:
        views = list_settings(reading)
    tell(
        {"settings": [asdict(view) for view in views]},
        lambda: print_table(
            [_("Key"), _("Value"), _("Default"), _("Meaning")],
            ([view.key, view.value, view.default, view.meaning] for view in views),
        ),
    )


@app.command(help=_("Show a setting."))
def get(key: Key) -> None:
    """One setting."""
    from ads_tui.services.settings import get_setting

    with current.reading() as reading:
        view = get_setting(reading, key)
    _tell_one(view)


@app.command("set", context_settings=TAKES_ANY_VALUE, help=_("Change a setting."))
def set_command(key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help=_("Its value"))]) -> None:
    """Give a setting a value."""
    from ads_tui.services.settings import set_setting

    if key in _MOVING:
        save(lambda work: set_setting(work, key, value), _tell_one)
    else:
        _tell_one(current.perform(lambda work: set_setting(work, key, value)))


def _tell_one(view: "SettingView") -> None:
    pairs = [
        (_("Key"), view.key),
        (_("Value"), view.value),
        (_("Default"), view.default),
        (_("Type"), view.type),
        (_("Meaning"), view.meaning),
    ]
    tell(asdict(view), lambda: print_pairs(pairs))
