"""Asks, once, whether a draft that was taken up again has made way for the call of somebody else (CR-10)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from ads_tui.i18n import _
from ads_tui.screens.new_order.base import FormScreen
from ads_tui.screens.new_order.form import CALLER_FIELDS
from ads_tui.screens.new_order.offers import is_phone
from ads_tui.screens.new_order.typed import Chosen, Typed
from ads_tui.screens.new_order.whose import Whose, whose_typed

if TYPE_CHECKING:
    from ads_tui.screens.new_order.another_call_dialog import AnotherCallDialog

# What is done once it is known.
Then = Callable[[], Awaitable[None]]


class WhoseCallScreen(FormScreen):
    """The form that another's address and answers do not slip into."""

    asks = False

    def look_around(self) -> None:
        """Read anew what is known of orders like this one."""
        raise NotImplementedError

    async def begin_clean(self) -> None:
        """Empty the form and throw its draft away."""
        self.before = None
        await self.form.clear()
        self.empty = self.form.typed.payload()
        self.keeper.drop(*self.draft_key)
        self.tell("#draft", "")

    def asks_whose(self, now: Whose, same: Then, another: Then) -> bool:
        """Whether it is asked if this is another call; then `another` is done in a clean form, else `same` in this.

        Both say where the keys go on.
        """
        before, region = self.before, self.form.phone_region
        if self.asks or before is None or not now or before.is_same(now, region):
            return self.asks
        if not self._has_more():
            # Nothing of the other call is left.
            self.before = None
            return False
        from ads_tui.screens.new_order.another_call_dialog import AnotherCallDialog

        self.asks = True
        self.hold(True)
        question = _(
            "What stands here was typed for {before}. Now it is {now}.\n"
            "Yes: a clean form for the new caller; what stood here is thrown away.\n"
            "No: only the caller changes; all else stays."
        ).format(before=before.told(region), now=now.told(region))
        dialog = AnotherCallDialog(_("Is this another call?"), question)
        self.app.push_screen(dialog, partial(self._go_on, dialog, same, another))
        return True

    async def _go_on(self, dialog: "AnotherCallDialog", same: Then, another: Then, clean: bool | None) -> None:
        self.before = None
        if clean:
            await self.begin_clean()
        await (another if clean else same)()
        self.asks = False
        self.keep()
        self.look_around()
        self.host.type_again(dialog.kept)
        self.hold(False)

    def _has_more(self) -> bool:
        """Whether more stands here than who calls."""
        payload = self.form.typed.payload()
        return any(
            {key: given for key, given in payload[part].items() if key not in CALLER_FIELDS} != self.empty[part]
            for part in ("taken", "texts")
        )

    # Whoever is typed and not taken

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys have left a field that may tell who calls; what was only begun there tells nobody yet."""
        client = self.form.search("client")
        text = client.line.value.strip()
        left = self.form.field_of(event.widget) is not client and client.taken is None
        if self.before is not None and left and (not text or is_phone(text)):
            self.asks_whose_typed()

    def asks_whose_typed(self, then: Callable[[], object] | None = None) -> bool:
        """As `asks_whose`, of whoever stands in the form, and stays there; `then` is done where it is the same call."""
        typed, place = self.form.typed, self.place

        async def same() -> None:
            if then is not None:
                # Behind the answer, which lets keys go on.
                self.call_next(then)

        return self.asks_whose(whose_typed(typed), same, partial(self._put_caller, typed.texts, self.before, place))

    @property
    def place(self) -> str:
        """The key of the field that has the keys."""
        return self.form.last.key if self.form.last is not None else "client"

    async def _put_caller(self, texts: Mapping[str, Sequence[str]], before: Whose | None, place: str) -> None:
        """Of who calls fill in again what the other call did not have."""
        given = {key: list(texts.get(key, ())) for key in ("client", "client_name", "client_phone")}
        if given["client"] or before is None:
            new = {"client": given["client"]}
        else:
            had = {"client": [], "client_name": [before.name], "client_phone": [before.phone]}
            new = {key: here for key, here in given.items() if here != had[key]}
        await self.form.fill(Typed(Chosen(), {**self.form.typed.texts, **new}))
        self.form.return_to(place)
