"""What works on every screen and in every dialog."""

from ads_tui.console.actions import EVERYWHERE, Action, Context
from ads_tui.errors import AccessError, AdsError
from ads_tui.i18n import N_


def _signed_in(context: Context) -> AdsError | None:
    if context.actor is None:
        return AccessError("not_signed_in", N_("Nobody is signed in here"))
    return None


def _reads_reports(context: Context) -> AdsError | None:
    """The handover belongs to the section of reports (RO-1)."""
    if context.actor is None or "reports" in context.actor.sections:
        return _signed_in(context)
    return AccessError("forbidden", N_("Your role lacks the section of reports; an administrator can give it"))


ACTIONS = (
    Action(
        "help",
        ("F1", "?"),
        N_("Help"),
        N_("Show what can be done here, and by which keys"),
        (EVERYWHERE,),
    ),
    Action(
        "palette",
        ("ctrl+p", "F12"),
        N_("Palette"),
        N_("Find anything that can be done here by its name"),
        (EVERYWHERE,),
    ),
    Action(
        "theme",
        ("F10",),
        N_("Theme"),
        N_("Change how the console looks: dark, light, high contrast, 16 colours"),
        (EVERYWHERE,),
        footer=False,
    ),
    Action(
        "lock",
        ("ctrl+l",),
        N_("Lock"),
        N_("Hide everything until your password is typed"),
        (EVERYWHERE,),
        allowed=_signed_in,
        footer=False,
    ),
    Action(
        "notifications",
        ("ctrl+n",),
        N_("Notifications"),
        N_("Show what you were told, newest first"),
        (EVERYWHERE,),
        allowed=_signed_in,
        footer=False,
    ),
    Action(
        "digest",
        ("ctrl+t",),
        N_("Shift handover"),
        N_("Show what the shift hands over: open, promised, due, waiting, changed"),
        (EVERYWHERE,),
        allowed=_reads_reports,
        footer=False,
    ),
    Action("quit", ("ctrl+q",), N_("Quit"), N_("Leave the console"), (EVERYWHERE,), footer=False),
)
