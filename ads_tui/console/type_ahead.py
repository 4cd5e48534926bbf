"""Keys in the order of typing: the next one waits until what the last one began can take it.

A line that is slow delivers several keys at once, and a key that opens a dialog must not be overtaken by the letters
that were typed into it.
"""

import time
from collections import deque
from collections.abc import Sequence
from functools import cache

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

from ads_tui.console.guarded import Guarded

# Something that swallowed the mark of a key must not hold the keyboard up; a busy machine may need long for one.
_LONGEST_S = 3.0
# A key makes a widget send a message, such as that a field was submitted, which goes the same way after the key.
_ROUNDS = 2
# Whoever presses these does not wait for an answer any longer.
_LEAVING = frozenset({"escape", "ctrl+q"})
# By a method of such a name a widget hears all keys; by `key_enter` and the like just that one.
_OF_ALL_KEYS = frozenset({"on_key", "_on_key", "handle_key", "on_event"})

Typed = events.Key | events.Paste


class KeyDone(Message, bubble=True):
    """Follows a key on its way through the widgets: when it comes to the console, the key has been dealt with."""

    def __init__(self, number: int, way: Widget, rounds: int) -> None:
        super().__init__()
        self.number = number
        self.way = way
        self.rounds = rounds
        # Nobody on the way handles it, and looking for handlers would hold the painting up.
        self.prevent_default()


class ScreenReady(Message):
    """A screen has come to the top and has its focus: it can take keys."""


class TypeAheadApp(Guarded, App[int]):
    """Hands keys and pastes to the screens one by one."""

    def __init__(self, driver_class: type | None) -> None:
        super().__init__(driver_class=driver_class)
        self._held: deque[Typed] = deque()
        self._number = 0
        self._under_way = False
        self._way: Widget | None = None
        self._since = 0.0

    def is_ready(self) -> bool:
        """Whether the present screen can take keys."""
        return True

    def is_holding(self) -> bool:
        """Whether the present screen lets keys wait for an answer."""
        return False

    def typed_before(self) -> list[events.Key]:
        """Keys that the present screen got when it could not use them yet, and can use now."""
        return []

    def type_again(self, keys: Sequence[Typed]) -> None:
        """Hand what one screen could not use to the next, before what was typed since."""
        self._held.extendleft(reversed(keys))

    @property
    def is_at_rest(self) -> bool:
        """Whether every key has been dealt with."""
        return not self._under_way and not self._held

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while an earlier one is under way."""
        if isinstance(event, Typed) and not event.is_forwarded:
            self._hold(event)
            if not self._under_way:
                await self._hand_on_next()
        else:
            await super().on_event(event)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, KeyDone):
            await self._take_mark(message)
        else:
            await super()._on_message(message)

    async def _take_mark(self, event: KeyDone) -> None:
        """The key under way has been dealt with."""
        if event.number != self._number or not self.screen_stack:
            return
        if event.rounds and self._follow(self._way_from(event.way), event.rounds - 1):
            return
        self._under_way = False
        await self._hand_on_next()

    async def on_screen_ready(self, event: ScreenReady) -> None:
        """The screen that the last key has opened, or filled anew, takes the next."""
        # What the key has removed takes its mark along.
        if self._way is not None and not self._way.is_attached:
            self._under_way = False
        if not self._under_way:
            await self._hand_on_next()

    def _hold(self, event: Typed) -> None:
        self._held.append(event)
        if len(self._held) == 1 and (self._under_way or not self.is_ready()):
            if not self._under_way:
                self._since = time.monotonic()
            self.set_timer(_LONGEST_S, self._let_go)

    async def _let_go(self) -> None:
        """Go on where nobody has said for a while that the key under way is done, or the screen ready."""
        if not self._held or not self.screen_stack:
            return
        if time.monotonic() - self._since >= _LONGEST_S:
            self._under_way = False
            if self.is_holding():
                self._leave_out_what_nobody_waits_for()
            if self._held and (not self.is_holding() or _is_leaving(self._held[0])):
                await self._hand_on(self._held.popleft())
        if self._held:
            self.set_timer(_LONGEST_S, self._let_go)

    def _leave_out_what_nobody_waits_for(self) -> None:
        """What was typed before somebody left has nothing to come to."""
        if any(_is_leaving(event) for event in self._held):
            while not _is_leaving(self._held[0]):
                self._held.popleft()

    async def _hand_on_next(self) -> None:
        # A console that ends has no screen to hand a key to.
        if not self.screen_stack or not self.is_ready():
            return
        self._held.extendleft(reversed(self.typed_before()))
        if self._held:
            await self._hand_on(self._held.popleft())

    async def _hand_on(self, event: Typed) -> None:
        way = self.focused or self.screen
        self._number += 1
        self._way = way
        self._under_way = True
        self._since = time.monotonic()
        rounds = _ROUNDS
        try:
            if isinstance(event, events.Key) and only_binds(way, event):
                rounds -= 1
                await self._act_on(event)
            else:
                await super().on_event(event)
        finally:
            if not self._follow(self._way_from(way), rounds - 1):
                self._under_way = False

    async def _act_on(self, event: events.Key) -> None:
        """Do at once what a key is bound to; handed from widget to widget it would be painted a third later."""
        self.app_focus = True
        self.screen._clear_tooltip()
        if not await self._check_bindings(event.key, priority=True):
            event._set_forwarded()
            await super().on_event(event)

    def _way_from(self, way: Widget) -> Widget:
        """Where messages of the key under way are met: on the present screen, where the key has opened another."""
        return way if way.is_attached and way.screen is self.screen else self.screen

    def _follow(self, way: Widget, rounds: int) -> bool:
        return way.post_message(KeyDone(self._number, way, rounds))


def only_binds(widget: Widget, key: events.Key) -> bool:
    """Whether a key means nothing to a widget and those around it but what is bound to it."""
    names = _OF_ALL_KEYS.union(*({f"key_{name}", f"_key_{name}"} for name in key.name_aliases))
    kinds = {type(node) for node in widget.ancestors_with_self if isinstance(node, Widget)}
    return not any(names & _handlers(kind) for kind in kinds)


@cache
def _handlers(kind: type[Widget]) -> frozenset[str]:
    """What the class and those it is made of, up to the library's widget, do with keys."""
    names = {name for base in kind.__mro__ if base not in Widget.__mro__ for name in vars(base)}
    return frozenset(name for name in names if name in _OF_ALL_KEYS or name.startswith(("key_", "_key_")))


def _is_leaving(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key in _LEAVING
