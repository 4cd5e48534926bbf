"""The bar of a list of options, moved while a line above the list has the keys."""

from textual.widgets import OptionList

_ACTIONS = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
MOVES = frozenset(_ACTIONS)


def move_bar(options: OptionList, key: str) -> None:
    """Move the bar by one of `MOVES`, by an arrow also in a list that was filled and not laid out yet."""
    # A list without room has no pages, and the library fails to find the one before.
    if key in ("up", "down") or options.scrollable_content_region:
        getattr(options, f"action_{_ACTIONS[key]}")()
