"""The choice of how the console looks."""

from collections.abc import Iterable

from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.themes import CAPTIONS
from ads_tui.i18n import _


class ThemeDialog(ChoiceDialog):
    """Answers the name of a theme: our own come first, by what they are."""

    def __init__(self, names: Iterable[str]) -> None:
        ours = [Choice(name, _(caption)) for name, caption in CAPTIONS.items()]
        super().__init__(_("Theme"), [*ours, *(Choice(name, name) for name in sorted(names) if name not in CAPTIONS)])
