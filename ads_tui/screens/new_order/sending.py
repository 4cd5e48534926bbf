"""What becomes of what is typed: sent, refused at a field, handed over to another order, thrown away."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ads_tui.console.acting import WRITE
from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.glyphs import glyph
from ads_tui.console.reading import Failed
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.another_call import WhoseCallScreen
from ads_tui.screens.new_order.offers import service_offer
from ads_tui.screens.new_order.typed import FORM
from ads_tui.services.drafts import drop_draft
from ads_tui.services.orders.choosing import ServiceChoice, service_of_code
from ads_tui.services.orders.creating import create_order
from ads_tui.services.orders.similar import hand_over

if TYPE_CHECKING:
    from ads_tui.store.work import Store, Work


class SendingScreen(WhoseCallScreen):
    """The acts of the form."""

    _sends = False

    # Actions

    def do_new_order_save(self) -> None:
        """Register it; its draft goes in the same transaction."""
        if self.holding or self._sends or self.asks_whose_typed(self.do_new_order_save):
            return
        new, key = self.form.typed.new_order(), self.draft_key
        for field in self.form.fields:
            field.accept()

        def operation(work: "Work") -> int:
            number = create_order(work, new)
            drop_draft(work, *key)
            return number

        self._send(lambda store: store.perform(self.host.signed_in, operation), self._open)

    def _send(self, call: "Callable[[Store], int]", then: Callable[[int], None]) -> None:
        """Do it once no draft can be written behind it; refused, the draft is kept again."""
        self.hold(True)
        self._sends = True
        keeper, key = self.keeper, self.draft_key

        def settled(store: "Store") -> int:
            keeper.settle(*key)
            return call(store)

        self.ask(settled, then, group=WRITE, instead=self._refused)

    def _refused(self, error: AdsError) -> None:
        self._sends = False
        self.keep()
        service = self.form.chosen.service
        if service is None or not any((one.field or "").startswith(FORM) for one in (error, *error.others)):
            self.refuse(error)
            self.hold(False)
            return
        # The service may ask something else by now.
        self.read(
            lambda reading: service_of_code(reading, service.code),
            lambda found: self.call_next(self._refuse_answers, found, error),
            group="questions",
            instead=lambda _unreadable: self.call_next(self._refuse_answers, service, error),
        )

    async def _refuse_answers(self, service: ServiceChoice | None, error: AdsError) -> None:
        present = self.form.chosen.service
        changed = service is not None and (present is None or service.form != present.form)
        if service is not None and changed:
            self.form.search("service").show(service_offer(service))
            await self.form.ask_questions(service)
            self.look_around()
            self.host.tell(_("The service asks something else by now: look at its questions"))
            self.form.go_on(self.form.search("service"))
        else:
            self.refuse(error)
        self.hold(False)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal, and all others of the same sending, at their fields, and go to the first of those."""
        if self.form.field(error.field or "") is None:
            super().refuse(error)
            return
        # Of several at one field the first is told.
        told = {one.field: one for one in reversed((error, *error.others))}
        refused = [field for field in self.form.fields if field.key in told]
        self.form.focus_field(refused[0])
        for field in refused:
            field.refuse(field.message(told[field.key]))
        refused[0].call_after_refresh(refused[0].scroll_visible, animate=False)

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays and is kept again; what is being sent is waited for."""
        self._sends = self._sends and event.group != WRITE
        if not self._sends:
            self.keep()

    def go_unanswered(self, group: str) -> None:
        """While an order is being sent, keys wait for that."""
        if not self._sends:
            super().go_unanswered(group)

    def _open(self, number: int, *, commenting: bool = False) -> None:
        from ads_tui.screens.card.screen import CardScreen

        app, card = self.app, CardScreen(number, self.step)
        # The list beneath has not heard of the order yet: it looks for it before it is walked.
        self.step(0, number)
        self.dismiss(None)
        app.push_screen(card)
        if commenting:
            card.call_later(card.do_card_comment)

    def do_new_order_similar(self) -> None:
        """Open the order that is there already, the one of several that is chosen."""
        if self.asks_whose_typed(self.do_new_order_similar):
            return
        if len(self.similar) == 1:
            self._hand_over(str(self.similar[0].number))
            return
        choices = [
            Choice(str(order.number), f"{glyph('number')} {order.number}", f"{_(order.status)} {order.essence}")
            for order in self.similar
        ]
        self.app.push_screen(ChoiceDialog(_("Open orders on this place and service"), choices), self._hand_over)

    def _hand_over(self, chosen: str | None) -> None:
        if chosen is None:
            return
        number, text, key = int(chosen), self.form.comment(), self.draft_key

        def operation(work: "Work") -> int:
            hand_over(work, number, text, key)
            return number

        then = partial(self._open, commenting=True)
        self._send(lambda store: store.perform(self.host.signed_in, operation), then)

    def do_new_order_clear(self) -> None:
        """Empty the form, asking first where something is typed."""
        if self.form.typed.payload() == self.empty:
            self.call_next(self._clear, True)
        else:
            question = _("What is typed here will be thrown away.")
            self.app.push_screen(ConfirmDialog(_("Clear the form?"), question), self._clear)

    async def _clear(self, wanted: bool | None) -> None:
        if wanted:
            await self.begin_clean()
            self.look_around()

    def do_new_order_back(self) -> None:
        """Leave; what is typed is kept."""
        self.keeper.flush()
        self.dismiss(None)
