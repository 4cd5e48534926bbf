"""A status that another has changed meanwhile, side by side with yours (ST-11)."""

from ads_tui.i18n import _
from ads_tui.screens.conflict_dialog import Collision
from ads_tui.screens.status_fields import in_words
from ads_tui.screens.status_form import Beginning, StatusForm
from ads_tui.services.orders.opening import FieldChange


def collision_of(field: str, form: StatusForm, beginning: Beginning, change: FieldChange | None) -> Collision:
    """What the form holds and what `beginning` holds now, of the field that the service refused."""
    choices, wish = beginning.choices, form.wish()
    names, resuming = dict(choices.reasons), choices.resume_on
    present = in_words(resuming.at.astimezone(beginning.zone)) if resuming else ""
    reasons = [
        ", ".join(_(names.get(code, code)) for code in given) for given in (wish.reasons, choices.cancel_reasons)
    ]
    values = {
        "status": (_("Status"), _(form.chosen.name), _(choices.status_name)),
        "status_comment": (_("Comment"), wish.comment or "", choices.comment),
        "cancel_comment": (_("Cancel comment"), wish.comment or "", choices.cancel_comment),
        "resume_on": (_("Resume on"), form.resume_on.text, present),
        "cancel_reasons": (_("Reasons of the client"), reasons[0], reasons[1]),
    }
    by, at = (change.by, change.at) if change else (None, None)
    return Collision(*values[field], by, at)
