"""What becomes of an edit: saved, refused at a field, confirmed, or settled with somebody else's (ED-2, ST-11)."""

from collections.abc import Iterable, Mapping

from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.conflict_dialog import Collision, ConflictDialog, Verdict
from ads_tui.screens.edit_order.form import UNREGISTERED
from ads_tui.screens.edit_order.screen import EditScreen
from ads_tui.screens.edit_order.texts import told_parts
from ads_tui.screens.new_order.fields import Field
from ads_tui.services.drafts import drop_draft
from ads_tui.services.load import Load
from ads_tui.services.orders.editable import Editable, editable_order, fitting_executors
from ads_tui.services.orders.editing import edit_order
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.store.work import Reading, Store, Work

# Fields of history that are parts of one field here, or called otherwise.
_FIELDS = {"due_at": "due", "due_by_hand": "due", "visit_from": "visit", "visit_to": "visit"}
# What makes executors fit no longer; once it changes, dropping them must be confirmed again.
_MOVES = frozenset({"service", "building", "department"})


class SavingScreen(EditScreen):
    """The acts of the fields."""

    _confirmed = False

    def on_field_edited(self, event: Field.Edited) -> None:
        """What was confirmed was confirmed for another change."""
        if event.field.key in _MOVES:
            self._confirmed = False

    def do_edit_order_save(self) -> None:
        """Save all changed fields in one transaction; their draft goes in it too."""
        if self.holding:
            return
        form, key, number, version = self.form, self.draft_key, self.number, self.version
        for field in form.fields:
            field.accept()
        edit, keeper, actor = form.edit(confirm=self._confirmed), self.keeper, self.host.signed_in
        if edit.is_empty:
            keeper.drop(*key)
            self.host.tell(_("Nothing was changed"))
            self.dismiss(None)
            return

        def operation(work: Work) -> None:
            edit_order(work, number, edit, version=version)
            drop_draft(work, *key)

        def settled(store: Store) -> None:
            keeper.settle(*key)
            store.perform(actor, operation)

        self.hold(True)
        self.ask(settled, self._close, group="write", instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(None)
        self.then()

    def _refused(self, error: AdsError) -> None:
        self.keep()
        match error.code:
            case "conflict":
                self._look_at_theirs(error)
                return
            case "executors_do_not_fit":
                self._ask_to_drop(error)
            case "last_executor":
                self._ask_for_executor(error)
                return
            case _:
                self.refuse(error)
        self.hold(False)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal at its field, and go there."""
        key = _FIELDS.get(error.field or "", error.field or "")
        field = self.form.field(key)
        if field is None or field.has_class("-gone"):
            super().refuse(error)
        else:
            self._refuse_at(field, error)

    def _refuse_at(self, field: Field, error: AdsError) -> None:
        self.form.focus_field(field)
        field.refuse(field.message(error))
        field.call_after_refresh(field.scroll_visible, animate=False)

    # Executors who no longer fit (ED-2)

    def _ask_to_drop(self, error: AdsError) -> None:
        logins = ", ".join(error.details["logins"])
        text = _("No longer fit and would be taken off the order: {logins}").format(logins=logins)
        self.app.push_screen(ConfirmDialog(_("Executors"), text), self._drop)

    def _drop(self, agreed: bool | None) -> None:
        if agreed:
            self._confirmed = True
            self.do_edit_order_save()

    def _ask_for_executor(self, error: AdsError) -> None:
        number, edit = self.number, self.form.edit(confirm=False)

        def operation(reading: Reading) -> list[Load]:
            return fitting_executors(
                reading, number, building=edit.building, service=edit.service, department=edit.department
            )

        async def show(people: list[Load]) -> None:
            self._refuse_at(await self.form.ask_executor(people), error)
            self.hold(False)

        self.read(operation, lambda people: self.call_next(show, people), group="executor", instead=self._refused)

    # Others have changed the same (ST-11)

    def _look_at_theirs(self, error: AdsError) -> None:
        number, seen = self.number, self.version

        def operation(reading: Reading) -> tuple[Editable, dict[str, FieldChange]]:
            return editable_order(reading, number), changed_since(reading, number, seen)

        def show(theirs: tuple[Editable, dict[str, FieldChange]]) -> None:
            self._ask_whose(error, *theirs)

        self.read(operation, show, group="conflict", instead=self._refused_for_good)

    def _refused_for_good(self, error: AdsError) -> None:
        self.refuse(error)
        self.hold(False)

    def _ask_whose(self, error: AdsError, order: Editable, changes: Mapping[str, FieldChange]) -> None:
        told, form = told_parts(order), self.form
        by_key = {key: change for field, change in changes.items() for key in _keys(field)}
        fields = [field for key in form.changed() if key in by_key and (field := form.field(key)) is not None]
        collisions = [
            _collision(field.caption, field.told, told.get(field.key, ""), by_key[field.key])
            for field in fields
            if field.told != told.get(field.key, "")
        ]
        people = changes.get("executors") if error.field == "executors" else None
        if people is not None:
            yours, theirs = (", ".join(error.details[side]) for side in ("yours", "theirs"))
            collisions.append(_collision(_("Executors"), yours, theirs, people))
        collided = {field.key for field in fields}
        self.hold(False)

        def settle(verdict: Verdict | None) -> None:
            if verdict is not None:
                self.call_next(self._settle, verdict, order, collided)

        self.app.push_screen(ConflictDialog(self.number, collisions), settle)

    async def _settle(self, verdict: Verdict, order: Editable, collided: Iterable[str]) -> None:
        """Go on from the present version: with all that was typed, or without what collided."""
        kept = self.form.changed()
        if verdict == "theirs":
            kept = {key: one for key, one in kept.items() if key not in collided}
        await self.fill_again(order, kept)
        if verdict == "mine" or (kept and collided) or not kept:
            self.do_edit_order_save()


def _keys(field: str) -> tuple[str, ...]:
    """The fields here that stand for a field of history."""
    return ("client", *UNREGISTERED) if field == "client" else (_FIELDS.get(field, field),)


def _collision(caption: str, yours: str, theirs: str, change: FieldChange) -> Collision:
    return Collision(caption, yours, theirs, change.by, change.at)
