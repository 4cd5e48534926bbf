"""The labels of orders (LB-1): one entry each, added by the work that owns the data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Label:
    """A label is never colour alone: the name of its sign in the console, and its word (LB-5)."""

    sign: str
    caption: str


# By their names in CL-7, in the order in which they are shown.
LABELS: Mapping[str, Label] = {
    "message": Label("message", N_("Unread messages")),
    "important": Label("important", N_("Important comment")),
    "reaction_broken": Label("late_reaction", N_("Reaction SLA broken")),
    "execution_broken": Label("late_execution", N_("Execution SLA broken")),
    "localization_broken": Label("late_localization", N_("Localization SLA broken")),
    "unread": Label("flag", N_("Unread order")),
}


def labels_of(unread_messages: int, important: bool, unread: bool, broken: Collection[str]) -> tuple[str, ...]:
    """The labels of an order: `unread` is the mark of whoever looks, where he is its executor.

    `broken` are the kinds of its clocks that are broken.
    """
    # Most orders have none, and this is asked of every row of every page.
    if not (unread_messages or important or unread or broken):
        return ()
    has = {"message": unread_messages > 0, "important": important, "unread": unread}
    has |= {f"{kind}_broken": True for kind in broken}
    return tuple(label for label in LABELS if has.get(label))
