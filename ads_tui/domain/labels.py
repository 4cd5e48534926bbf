"""The labels of orders (LB-1): one entry each, added by the work that owns the data."""

from collections.abc import Mapping
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
    "unread": Label("flag", N_("Unread order")),
}


def labels_of(unread_messages: int, important: bool, unread: bool) -> tuple[str, ...]:
    """The labels of an order; `unread` is the mark of whoever looks, where he is its executor."""
    # Most orders have none, and this is asked of every row of every page.
    if not (unread_messages or important or unread):
        return ()
    has = {"message": unread_messages > 0, "important": important, "unread": unread}
    return tuple(label for label in LABELS if has[label])
