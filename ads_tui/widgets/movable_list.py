"""A list whose lines are ticked, carried up and down by the mouse, and have two signs to be clicked."""

from typing import Any

from textual import events
from textual.message import Message

from ads_tui.console.glyphs import glyph
from ads_tui.widgets.tick_list import TickList


class MovableList(TickList):
    """Tells what the mouse does to its lines; its owner shows them anew."""

    class Carried(Message):
        """A line is carried to that place, from 0."""

        def __init__(self, value: str, place: int) -> None:
            super().__init__()
            self.value = value
            self.place = place

    class Turned(Message):
        """The sign on the left (-1) or on the right (1) of a line was clicked."""

        def __init__(self, value: str, by: int) -> None:
            super().__init__()
            self.value = value
            self.by = by

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: str | None = None
        self._place = 0
        self._is_carried = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a line."""
        place = self._place_at(event)
        if event.button == 1 and 0 <= place < self.option_count:
            self._held, self._place, self._is_carried = self.get_option_at_index(place).value, place, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Carry it; beyond the edge of what is seen the lines follow."""
        place = min(max(self._place_at(event), 0), self.option_count - 1)
        if self._held is not None and place != self._place:
            self._place, self._is_carried = place, True
            self.post_message(self.Carried(self._held, place))

    def on_mouse_up(self) -> None:
        """Let it go."""
        if self._held is not None:
            self._held = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Tick, unless the line was carried or a sign of it was clicked."""
        place = self._place_at(event)
        if self._is_carried:
            event.prevent_default().stop()
        elif 0 <= place < self.option_count:
            ways = {glyph("left"): -1, glyph("right"): 1}
            by = ways.get(self.render_line(event.y).text[event.x : event.x + 1])
            if by is not None:
                event.prevent_default().stop()
                self.post_message(self.Turned(self.get_option_at_index(place).value, by))

    def _place_at(self, event: events.MouseEvent) -> int:
        return self.scroll_offset.y + event.y
