"""Lists of options whose bar is moved, also from a line above the list that has the keys."""

from typing import Literal

from textual.widgets import OptionList

_ACTIONS = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
MOVES = frozenset(_ACTIONS)


class PagedOptions(OptionList):
    """Options that have pages only where they have room: the library fails to find a page of a list without any."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)


def move_bar(options: PagedOptions, key: str) -> None:
    """Move the bar by one of `MOVES`, by an arrow also in a list that was filled and not laid out yet."""
    getattr(options, f"action_{_ACTIONS[key]}")()
