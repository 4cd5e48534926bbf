"""The reasons of `cancelled_by_client` that ship (ST-7)."""

from dataclasses import dataclass

from ads_tui.i18n import N_

OTHER = "other"


@dataclass(frozen=True, slots=True)
class BuiltinReason:
    """A reason that every database begins with; `other` asks for a comment."""

    code: str
    caption: str


# In the order in which they are offered.
BUILTIN_REASONS: tuple[BuiltinReason, ...] = (
    BuiltinReason("changed_mind", N_("Changed his mind")),
    BuiltinReason("solved_himself", N_("Solved it himself")),
    BuiltinReason("too_long", N_("Takes too long")),
    BuiltinReason("mistake", N_("Created by mistake")),
    BuiltinReason(OTHER, N_("Other reason")),
)
