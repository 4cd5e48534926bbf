"""What is done with the orders selected in the list: status, executors, unread, and taking that back (BK-1 … BK-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ads_tui.console.keys import key_caption
from ads_tui.errors import AdsError, ConflictError, NotFoundError
from ads_tui.i18n import _, ngettext
from ads_tui.screens.orders.search_line import OrderSearch

if TYPE_CHECKING:
    from ads_tui.services.orders.bulk import BulkResult
    from ads_tui.services.orders.window import OrderList
    from ads_tui.store.work import Work

# Of what was done at this console so many changes can be taken back.
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class _Batch:
    """A change of several orders, of an employee by his id."""

    id: int
    by: int | None


class BulkActs(OrderSearch):
    """The acts on several orders of a screen with a list of them."""

    def __init__(self) -> None:
        super().__init__()
        self._batches: list[_Batch] = []

    @property
    def selected(self) -> list[int]:
        """The numbers of the selected orders."""
        return sorted(key for key in self.table.selection if isinstance(key, int))

    @property
    def can_undo(self) -> bool:
        """Whether a change of several orders can be taken back here."""
        return self._last_batch is not None

    @property
    def _last_batch(self) -> _Batch | None:
        actor = self.host.actor
        return next((one for one in reversed(self._batches) if actor is not None and one.by == actor.id), None)

    def do_list_status(self) -> None:
        """Change the status of the selected orders, or of the one under the cursor."""
        if not self.table.selection:
            super().do_list_status()
            return
        from ads_tui.screens.bulk_status_dialog import BulkStatusDialog

        self.app.push_screen(BulkStatusDialog(self.selected, self.which), self._after_change)

    def do_list_executors(self) -> None:
        """Choose who does the selected orders, or the one under the cursor."""
        if not self.table.selection:
            super().do_list_executors()
            return
        from ads_tui.screens.bulk_executors_dialog import BulkExecutorsDialog

        self.app.push_screen(BulkExecutorsDialog(self.selected, self.which), self._after_change)

    def do_list_unread(self) -> None:
        """Mark the selected orders unread, or the one under the cursor."""
        numbers, which = self.selected, self.which
        if numbers:
            self.write(lambda work: _mark_unread(work, numbers, which), self._after_unread)
        else:
            self._with_order(lambda number: self.write(lambda work: _mark_unread(work, [number]), self._after_unread))

    # What was done

    def _after_change(self, result: "BulkResult | None") -> None:
        if result is None:
            return
        if result.batch is not None:
            self._batches.append(_Batch(result.batch, self.host.signed_in.id))
            del self._batches[:-_MOST_KEPT]
        changed = len(result.done) - len(result.unchanged)
        text = _("Nothing has changed")
        if changed:
            text = ngettext("{count} order changed", "{count} orders changed", changed).format(count=changed)
            keys = self.host.registry.keys("list.undo")
            key = key_caption(keys[0]) if keys else _("Undo")
            text = _("{changed}; {key} takes it back").format(changed=text, key=key)
        self._tell(text, result, can_undo=changed > 0)

    def _after_unread(self, result: "BulkResult") -> None:
        count = len(result.done)
        text = ngettext("{count} order is unread again", "{count} orders are unread again", count).format(count=count)
        self._tell(text if count else _("Nothing has changed"), result)

    def _tell(self, text: str, result: "BulkResult", *, can_undo: bool = False) -> None:
        """Tell what was done; what was refused stays selected, as far as it stands in the list still."""
        stays = [one.order for one in result.refused if not isinstance(one.error, (ConflictError, NotFoundError))]
        self.table.keep_selected(stays)
        self.reread()
        self.refresh_actions()
        self._show(text, result, can_undo=can_undo)

    def _show(self, text: str, result: "BulkResult", *, can_undo: bool = False) -> None:
        if not result.refused:
            self.host.tell(text)
        elif not result.done and len(result.refused) == 1 and not self.table.selection:
            self.host.tell(f"{result.refused[0].order}: {result.refused[0].message}", "warning")
        else:
            from ads_tui.screens.bulk_result import BulkResultDialog

            def answer(takes_back: bool | None) -> None:
                if takes_back:
                    self.do_list_undo()

            self.app.push_screen(BulkResultDialog(text, result.refused, can_undo=can_undo), answer)

    # Taking it back

    def do_list_undo(self) -> None:
        """Take the last change of several orders back, once it is known what that does."""
        last = self._last_batch
        if last is None:
            return

        def tried(result: "BulkResult") -> None:
            self.hold(False)
            self._ask_undo(last, result)

        self.hold(True)
        self.try_out(
            lambda work: _undo(work, last),
            tried,
            group="undo",
            instead=lambda error: self._cannot_undo(last, error),
        )

    def _ask_undo(self, batch: _Batch, result: "BulkResult") -> None:
        count = len(result.done)
        if not count:
            self._batches.remove(batch)
            self._show(_("None of these orders can be given back what it had"), result)
            self.refresh_actions()
            return
        from ads_tui.console.confirm_dialog import ConfirmDialog

        text = ngettext(
            "{count} order gets back what it had before the change.",
            "{count} orders get back what they had before the change.",
            count,
        ).format(count=count)
        if result.refused:
            left = len(result.refused)
            rest = ngettext(
                "{count} has been changed since, or may not be restored, and stays as it is.",
                "{count} have been changed since, or may not be restored, and stay as they are.",
                left,
            )
            text = f"{text}\n{rest.format(count=left)}"

        def answer(yes: bool | None) -> None:
            if yes:
                # What is pressed next is meant for what is there then.
                self.hold(True)
                self.write(
                    lambda work: _undo(work, batch),
                    lambda undone: self._after_undo(batch, undone),
                    instead=lambda error: self._cannot_undo(batch, error),
                )

        self.app.push_screen(ConfirmDialog(_("Take the last change of several orders back"), text), answer)

    def _after_undo(self, batch: _Batch, result: "BulkResult") -> None:
        self.hold(False)
        self._batches.remove(batch)
        count = len(result.done)
        text = ngettext("{count} order is as it was before", "{count} orders are as they were before", count)
        self.reread()
        self.refresh_actions()
        self._show(text.format(count=count), result)

    def _cannot_undo(self, batch: _Batch, error: AdsError) -> None:
        """It was undone elsewhere, or may be undone no longer; what cannot be asked now is asked again later."""
        self.hold(False)
        if error.code != "unreachable":
            self._batches.remove(batch)
        self.refresh_actions()
        self.host.tell_refusal(error)


# What acts need is imported when they are done: the list opens without it.


def _mark_unread(work: "Work", numbers: Sequence[int], which: "OrderList | None" = None) -> "BulkResult":
    from ads_tui.services.orders.listed_acts import act_on_listed
    from ads_tui.services.orders.viewing import mark_unread

    return mark_unread(work, numbers) if which is None else act_on_listed(work, which, numbers, mark_unread)


def _undo(work: "Work", batch: _Batch) -> "BulkResult":
    from ads_tui.services.orders.undoing import undo_batch

    return undo_batch(work, batch.id)
