"""Signing in, and the lock."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

ACTIONS = (
    Action("sign_in.go", ("enter",), N_("Sign in"), N_("Sign in with this login and password"), ("sign_in",)),
    Action("unlock.go", ("enter",), N_("Unlock"), N_("Go on where you stopped"), ("lock",)),
)
