"""`ads quarter …`."""

from ads_tui.cli.nouns import noun_app
from ads_tui.i18n import _

app = noun_app("quarter", _("Quarters."))
