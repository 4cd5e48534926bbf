"""The palette: everything that can be done on a screen, found by its name in the user's language."""

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Action, Context
from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.keys import key_caption
from ads_tui.i18n import _


class PaletteDialog(ChoiceDialog):
    """Shows what can be done on a screen, and answers the id of the action to do there."""

    def __init__(self, screen: ActingScreen[object]) -> None:
        context = screen.context()
        choices = [_choice(screen, action, context) for action in screen.actions() if action.id != "palette"]
        super().__init__(_("Palette"), choices)


def _choice(screen: ActingScreen[object], action: Action, context: Context) -> Choice:
    refusal = action.allowed(context)
    return Choice(
        action.id,
        _(action.title),
        note=_(action.tooltip) if refusal is None else refusal.message,
        mark=" ".join(key_caption(key) for key in screen.host.registry.keys(action.id)),
        possible=refusal is None,
    )
