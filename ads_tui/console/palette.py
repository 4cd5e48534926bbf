"""The palette: everything that can be done on a screen, found by its name in the user's language."""

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Action
from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.keys import key_caption
from ads_tui.i18n import _


def open_palette(screen: ActingScreen[object]) -> None:
    """Show what can be done on the screen, and do what is chosen there."""
    context = screen.context()

    def choice(action: Action) -> Choice:
        refusal = action.allowed(context)
        return Choice(
            action.id,
            _(action.title),
            note=_(action.tooltip) if refusal is None else refusal.message,
            mark=" ".join(key_caption(key) for key in screen.host.registry.keys(action.id)),
            possible=refusal is None,
        )

    async def do(action_id: str | None) -> None:
        if action_id is not None:
            await screen.action_do(action_id)

    choices = [choice(action) for action in screen.actions() if action.id != "palette"]
    screen.host.push_screen(ChoiceDialog(_("Palette"), choices), do)
