"""`ads group …`."""

from ads_tui.cli.nouns import noun_app
from ads_tui.i18n import _

app = noun_app("group", _("Building groups."))
