"""A table over a list of any length: draws the lines on the screen only, and asks for rows by messages (decision 9)."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip

from ads_tui.i18n import _
from ads_tui.widgets.arranged_list import ArrangedList
from ads_tui.widgets.columns import Column
from ads_tui.widgets.loaded_rows import Entry
from ads_tui.widgets.table_painter import Look

R = TypeVar("R")

_WHEEL = 3


# Made for every line at every key, which named tuples are quicker at than dataclasses.
class _Line(NamedTuple):
    """What a line of the screen shows, as far as it decides whether it is to be drawn again."""

    entry: Entry[Any] | None
    look: Look
    notice: str | None = None


class VirtualTable(ArrangedList[R], can_focus=True):
    """Shows `columns` of a list; the mouse works by itself, keys are the screen's business.

    It has neither border nor padding: a container around it may.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--header",
        "virtual-table--newer",
        "virtual-table--mark",
        "virtual-table--cursor",
        "virtual-table--gone",
        "virtual-table--notice",
    }
    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        width: 1fr;
    }
    VirtualTable > .virtual-table--header {
        color: $text-muted;
        text-style: bold;
    }
    VirtualTable > .virtual-table--newer {
        color: $accent;
        text-style: bold;
    }
    VirtualTable > .virtual-table--mark {
        color: $accent;
        text-style: bold;
    }
    VirtualTable > .virtual-table--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: $block-cursor-text-style;
    }
    VirtualTable > .virtual-table--gone {
        color: $text-disabled;
        text-style: italic;
    }
    VirtualTable > .virtual-table--notice {
        color: $text-warning;
    }
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        selectable: bool = True,
        empty: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty` is what a list without rows says, in the language of the process."""
        super().__init__(columns, selectable=selectable, id=id, classes=classes)
        self._empty = empty
        self._lines: list[_Line] = []
        self._header_height = 1
        self._drags = False

    # What is shown

    def set_selectable(self, selectable: bool) -> None:
        """Whether rows can be selected from now on; where they cannot, there is no place for their marks."""
        if selectable != self.selectable:
            self.selectable = selectable
            self._painter.set_selectable(selectable)
            self.clear_selection()
            self.redraw()

    def set_count(self, count: int | None) -> None:
        """Tell how many rows the list has: from then on the place in it is shown."""
        self.window.count = count
        self.look()

    def set_empty(self, text: str) -> None:
        """What a list without rows says."""
        self._empty = text
        self.look()

    def set_trouble(self, text: str) -> None:
        """Say what is wrong, in place of the captions or of the rows that are not there; nothing where all is well."""
        self._trouble = text
        self.look()

    def redraw(self) -> None:
        """Draw everything anew: what cells show depends on something that has changed, such as the time."""
        self._painter.forget()
        self._lines = []
        self.refresh()
        self.look()

    def look_anew(self) -> None:
        """Draw those rows anew whose cells say something else by now, such as the time left."""
        painter, lines = self._painter, self._lines
        if not self.is_attached or not painter.has_styles:
            return
        shown = [(y, line.entry, line.look) for y, line in enumerate(lines) if line.entry is not None]
        before = [painter.row(entry, look) for _y, entry, look in shown]
        painter.forget_rows()
        top = self._header_height
        regions = [
            Region(0, top + y, painter.width, 1)
            for (y, entry, look), strip in zip(shown, before, strict=True)
            if painter.row(entry, look) != strip
        ]
        if regions:
            self.refresh(*regions)

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll, sideways with Shift."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        self._wheel(event, -1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll sideways."""
        event.stop()
        self.shift_columns(1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll back sideways."""
        event.stop()
        self.shift_columns(-1)

    def on_click(self, event: events.Click) -> None:
        """Go to the row, select it where its mark is clicked or Ctrl is held, open it at the second click."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        event.stop()
        line = offset.y - self._header_height
        if line < 0:
            self.click_header(offset.x)
            return
        if offset.x >= self._painter.bar_x and self.window.position is not None:
            return
        begun = self.window.cursor_line
        if event.shift and self.selectable:
            self._steer(lambda: self.window.extend(line - begun))
        elif self._go_to(line):
            if event.ctrl or self._painter.is_mark(offset.x):
                self.toggle()
            elif event.chain == 2:
                self.open()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar, or of a caption or its edge."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        if self.take_hold(offset.x if offset.y < self._header_height else None):
            self.capture_mouse()
        elif offset.y >= self._header_height and offset.x >= self._painter.bar_x and self.window.position is not None:
            self._drags = True
            self.capture_mouse()
            self._drag(offset.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag what was taken hold of."""
        if self._drags:
            self._drag(event.y - self.content_offset.y)
        self.pull(event.x - self.content_offset.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let it go."""
        if self.app.mouse_captured is self:
            self._drags = False
            self.pull(event.x - self.content_offset.x)
            self.let_go()
            self.release_mouse()

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        event.stop()
        event.prevent_default()
        if event.shift or event.ctrl:
            self.shift_columns(direction)
        else:
            self._steer(lambda: self.window.scroll(direction * _WHEEL))

    def _drag(self, y: int) -> None:
        last = max(self.window.height - 1, 1)
        self._steer(lambda: self.window.jump((y - self._header_height) / last))

    def cell_at(self, offset: Offset) -> tuple[Entry[R], str] | None:
        """The row and the column that the content shows there, None where there is neither."""
        line, place = offset.y - self._header_height, self._painter.head.place_at(offset.x)
        if not 0 <= line < len(self.window.visible) or place is None:
            return None
        return self.window.visible[line], self._painter.layout.columns[place][0].id

    def _go_to(self, line: int) -> bool:
        found = False

        def go() -> None:
            nonlocal found
            found = self.window.go_to_line(line)

        self._steer(go)
        return found

    # Drawing

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._measure()
        self.refresh()
        self._act(lambda: None)

    def _measure(self) -> None:
        width, height = self.size
        self._header_height = 1 if height > 2 else 0
        self._painter.resize(width)
        self.window.resize(height - self._header_height)
        self._lines = []

    def notify_style_update(self) -> None:
        """Another theme: nothing that was drawn is good any longer."""
        super().notify_style_update()
        self._painter.forget()
        self._lines = []

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as the library wants them, past its own drawing of borders and paddings: a table has none."""
        if (self._painter.width, self._header_height + self.window.height) != self.size:
            # Painted before it was told of its size.
            self._measure()
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self._painter.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """A line of the content: the header, a row, a notice, or nothing."""
        painter = self._painter
        if not painter.has_styles:
            painter.take_styles(self.rich_style, self.get_component_rich_style)
        y -= self._header_height
        if y < 0:
            return painter.header(*self._header_seen())
        lines = self._lines
        if not lines:
            lines = self._lines = self._see()
        if y >= len(lines):
            return painter.blank()
        line = lines[y]
        if line.notice is not None:
            return painter.notice(line.notice)
        return painter.blank(bar=line.look.bar) if line.entry is None else painter.row(line.entry, line.look)

    def _header_seen(self) -> tuple[int, str]:
        return self.window.newer, self._trouble if self.window.visible else ""

    def _see(self) -> list[_Line]:
        """What the lines are to show by now."""
        window = self.window
        cursor, gone, selected = window.cursor, window.gone, window.selection
        first, last = self._painter.thumb(window.position, window.height)
        lines = [
            _Line(entry, Look(entry.key == cursor, entry.key in selected, entry.key == gone, first <= y < last))
            for y, entry in enumerate(window.visible)
        ]
        lines += [_Line(None, Look(bar=first <= y < last)) for y in range(len(lines), window.height)]
        for y, text in self._notices(not window.visible):
            lines[y] = _Line(None, Look(), text)
        return lines

    def _notices(self, is_bare: bool) -> Iterable[tuple[int, str]]:
        """What is to be said in words, by lines."""
        height = self.window.height
        if not is_bare:
            return []
        text = self._trouble or (self._empty if self.window.is_loaded else _("Reading…"))
        found = self._painter.wrap(text)[:height]
        begin = min(1, height - len(found))
        return [(begin + place, line) for place, line in enumerate(found)]

    def look(self) -> None:
        """Have those lines drawn that are to show something else than they do."""
        if not self.is_attached or not self._lines:
            return
        lines, before = self._see(), self._lines
        self._lines = lines
        if len(lines) != len(before):
            self.refresh()
            return
        width, top = self._painter.width, self._header_height
        regions = []
        for y, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old == new:
                continue
            marks_only = old.entry is new.entry is not None and old.look.differs_in_marks(new.look)
            regions.append(Region(0, top + y, self._painter.marks_width if marks_only else width, 1))
        if top and self._painter.header_drawn != self._header_seen():
            regions.append(Region(0, 0, width, 1))
        if regions:
            self.refresh(*regions)
