"""Puts widgets together on the screen: of each only the rows that are painted (P8)."""

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class RowsCompositor(Compositor):
    """The library's own has header, footer and every container drawn whole, and throws away what is not painted."""

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
