"""Puts widgets together on the screen: of each only the rows that are painted (P8), and no closed screen stays."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.style import Style
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class RowsCompositor(Compositor):
    """The library's own has header, footer and every container drawn whole, and throws away what is not painted.

    It also leaves the screens that it drew in the context of the task that drew them, which may go on for days: here
    they are let go of once they are drawn.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """What is drawn of each widget: its region, the part of the screen that is asked for, and its lines there."""
        if crop is None:
            yield from super()._get_renders()
            return
        for widget, (region, clip) in self.visible_widgets.items():
            wanted = clip.intersection(Region(clip.x, crop.y, clip.width, crop.height))
            part = region.intersection(wanted)
            if part:
                yield region, wanted, widget.render_lines(part.translate(-region.offset))

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        """What is to be painted anew; None where nothing is."""
        update = super().render_update(full, screen_stack, simplify)
        visible_screen_stack.set([])
        return update

    def get_style_at(self, x: int, y: int) -> Style:
        """How a cell of the screen looks."""
        style = super().get_style_at(x, y)
        visible_screen_stack.set([])
        return style

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget at a cell of the screen, and the place within it."""
        found = super().get_widget_and_offset_at(x, y)
        visible_screen_stack.set([])
        return found
