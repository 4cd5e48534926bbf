"""What one was told, and what a shift hands over (NT-4, NT-8)."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context
from ads_tui.errors import AdsError, NotFoundError
from ads_tui.i18n import N_

NOTIFICATIONS = "notifications"
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class NotificationsContext(Context):
    """`there` is whether anything is under the bar, `unread` whether anything shown is unread."""

    there: bool = False
    unread: bool = False


def _is_there(context: NotificationsContext) -> AdsError | None:
    return None if context.there else NotFoundError("not_found", N_("There is nothing under the bar"))


def _is_unread(context: NotificationsContext) -> AdsError | None:
    return None if context.unread else NotFoundError("not_found", N_("All of it was read"))


ACTIONS = (
    Action(
        "notifications.open",
        ("enter",),
        N_("Open"),
        N_("Open the order, and count this as read"),
        (NOTIFICATIONS,),
        allowed=_is_there,
    ),
    Action(
        "notifications.read",
        ("space", "F8"),
        N_("Read"),
        N_("Count this as read and go to the next"),
        (NOTIFICATIONS,),
        allowed=_is_there,
    ),
    Action(
        "notifications.read_all",
        ("a", "F2"),
        N_("All read"),
        N_("Count all of this and what is older as read"),
        (NOTIFICATIONS,),
        allowed=_is_unread,
    ),
    Action("notifications.close", ("escape",), N_("Close"), N_("Go back"), (NOTIFICATIONS,)),
    Action("digest.open", ("enter",), N_("Open"), N_("Open the order under the bar"), (DIGEST,)),
    Action("digest.close", ("escape",), N_("Close"), N_("Go back"), (DIGEST,)),
)
