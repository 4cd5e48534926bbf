"""Bordered blocks of facts: caption and value in two columns, the key of an act at the end of its line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells, content, fit, safe_line
from ads_tui.domain.phones import show_phone
from ads_tui.services.people import Person

if TYPE_CHECKING:
    from ads_tui.console.base_app import BaseApp

_MOST_CAPTION = 20
# Beneath its caption stands a value that would have less room, or whose caption is longer than that.
_LEAST_VALUE = 14


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is, its value, and the id of the action that changes it, whose key stands at the end."""

    caption: str
    value: Content
    action: str = ""


@dataclass(frozen=True, slots=True)
class FactsOf:
    """What a block shows: its title, its facts, and the id of the action whose key stands beside the title."""

    title: str
    facts: Sequence[Fact]
    action: str = ""


def facts(pairs: Iterable[tuple[str, Content | str]]) -> list[Fact]:
    """Facts of what is known: pairs without a value are left out."""
    told = ((caption, value if isinstance(value, Content) else content(value)) for caption, value in pairs)
    return [Fact(caption, value) for caption, value in told if value]


def person_link(login: str, person: Person | None) -> Content:
    """A name whose click opens the person's popup (PE-7); the login of whoever is known no more."""
    name = content(person.name if person else login)
    return name.stylize(Style.from_meta({"@click": f"screen.person({login!r})"}))


def phone_link(phone: str, region: str) -> Content:
    """A phone in its national form; the terminal dials it at its user's side (OSC 8)."""
    return content(show_phone(phone, region)).stylize(Style(link=f"tel:{quote(phone, safe='+')}"))


def email_link(email: str) -> Content:
    """An e-mail address; the terminal opens a letter to it at its user's side (OSC 8)."""
    return content(email).stylize(Style(link=f"mailto:{quote(email, safe='@+')}"))


def together(parts: Iterable[Content], separator: str = ", ") -> Content:
    """Parts in one line; those without text are left out."""
    return Content(separator).join([part for part in parts if part])


class FactsBlock(Widget):
    """Shows facts in a border, once there are any; it is as high as they need."""

    DEFAULT_CSS = """
    FactsBlock {
        height: auto;
        border: round $border;
        border-title-style: bold;
        padding: 0 1;
        link-style: none;
        link-style-hover: underline;
        link-color: $foreground;
        link-background: transparent;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown = FactsOf("", ())
        self.visible = False
        self._lines: tuple[int, list[Content]] | None = None

    def show(self, shown: FactsOf) -> None:
        """Show other facts."""
        self._shown, self._lines = shown, None
        self.visible = True
        hint = self._hint(shown.action)
        title = Content("  ").join([content(shown.title), hint]) if hint else content(shown.title)
        self.border_title = cast(str, title)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the facts need."""
        return len(self._wrapped(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._wrapped(self.content_size.width))

    def _wrapped(self, width: int) -> list[Content]:
        if self._lines is None or self._lines[0] != width:
            self._lines = (width, lay_out_facts(self._shown.facts, width, self._hint))
        return self._lines[1]

    def _hint(self, action_id: str) -> Content:
        """The key of an action that exists for whoever works here."""
        host = cast("BaseApp", self.app)
        keys = host.registry.keys(action_id) if action_id else ()
        if not keys or not host.registry[action_id].exists(host.actor):
            return Content("")
        style = Style(bold=True) + Style.from_meta({"@click": f"screen.do({action_id!r})"})
        return Content(key_caption(keys[0])).stylize(style)


def lay_out_facts(shown: Sequence[Fact], width: int, hint: Callable[[str], Content]) -> list[Content]:
    """The facts as lines of at most `width` cells: captions aligned, values wrapped beside or beneath them."""
    if width <= 0:
        return []
    sizes = [cells(safe_line(fact.caption)) for fact in shown]
    size = max((one for one in sizes if one <= _MOST_CAPTION), default=0)
    lines: list[Content] = []
    for fact, own in zip(shown, sizes, strict=True):
        key = hint(fact.action)
        room = width - size - 1 - (key.cell_length + 1 if key else 0)
        if room < _LEAST_VALUE or own > size:
            lines += content(safe_line(fact.caption), "dim").wrap(max(width, 2))
            lines += [Content("  ") + line for line in fact.value.wrap(max(width - 2, 2))]
            continue
        for place, line in enumerate(fact.value.wrap(room)):
            caption = content(fit(fact.caption, size) if place == 0 else " " * size, "dim")
            parts = [caption, Content(" "), line.rstrip()]
            if key and place == 0:
                parts += [Content(" " * (room - line.rstrip().cell_length + 1)), key]
            lines.append(Content("").join(parts))
    return lines
