"""What goes with a status and another has changed meanwhile, side by side with yours (ST-11)."""

from collections.abc import Collection, Mapping

from ads_tui.i18n import _
from ads_tui.screens.conflict_dialog import Collision
from ads_tui.screens.status_fields import in_words
from ads_tui.screens.status_form import StatusForm
from ads_tui.services.orders.opening import FieldChange
from ads_tui.services.orders.status_choices import StatusChoice


def colliding_field(
    form: StatusForm, chosen: StatusChoice, changes: Mapping[str, FieldChange], settled: Collection[str]
) -> str | None:
    """The first field, as history names it, where another has put something else than the form holds; None for none.

    `form` shows the order as it is now, where `chosen` may be offered no longer. Raises AdsError for what cannot be
    read, a moment that has passed by now for one.
    """
    choices, wish = form.choices, form.wish()
    by_client = chosen.base == "cancelled_by_client"
    comment = choices.cancel_comment if by_client else choices.comment
    again = chosen.code == choices.status
    differs = {
        "status": not again,
        "resume_on": wish.resume_on is not None and form.resume_on.moment != choices.resume_on,
        "cancel_comment" if by_client else "status_comment": again and wish.comment not in (None, comment),
        "cancel_reasons": again and bool(wish.reasons) and set(wish.reasons) != set(choices.cancel_reasons),
    }
    return next((field for field in differs if differs[field] and field in changes and field not in settled), None)


def collision_of(field: str, form: StatusForm, chosen: StatusChoice, change: FieldChange) -> Collision:
    """What the form holds of a field and what the order holds now."""
    assert form.beginning is not None
    choices, resuming, zone = form.choices, form.choices.resume_on, form.beginning.zone
    names = dict(choices.reasons)
    reasons = [
        ", ".join(_(names.get(code, code)) for code in given) for given in (form.reasons.ticked, choices.cancel_reasons)
    ]
    values = {
        "status": (_("Status"), _(chosen.name), _(choices.status_name)),
        "status_comment": (_("Comment"), form.comment.text, choices.comment),
        "cancel_comment": (_("Cancel comment"), form.comment.text, choices.cancel_comment),
        "resume_on": (
            _("Resume on"),
            form.resume_on.text,
            in_words(resuming.at.astimezone(zone)) if resuming else "",
        ),
        "cancel_reasons": (_("Reasons of the client"), reasons[0], reasons[1]),
    }
    return Collision(*values[field], change.by, change.at)
