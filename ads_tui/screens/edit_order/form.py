"""The fields of an order that is edited: what they held, what has been changed, what is to be saved (ED-1, ED-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ads_tui.clock import Clock
from ads_tui.domain.channels import PRIORITY_CAPTIONS
from ads_tui.domain.form_answers import kept_answers
from ads_tui.domain.forms import Form
from ads_tui.i18n import _
from ads_tui.screens.edit_order.texts import answer_texts, due_text, visit_text
from ads_tui.screens.new_order.choices import FixedField
from ads_tui.screens.new_order.fields import Field, LineField
from ads_tui.screens.new_order.form import NewOrderForm
from ads_tui.screens.new_order.offered import Offer
from ads_tui.screens.new_order.offers import (
    Unregistered,
    building_offer,
    client_offer,
    premise_offer,
    service_offer,
)
from ads_tui.screens.new_order.readings import due_reader, email_reader, phone_reader, visit_reader
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.new_order.typed import FORM
from ads_tui.services.load import Load
from ads_tui.services.orders.callers import Caller, ClientChoice
from ads_tui.services.orders.choosing import ServiceChoice
from ads_tui.services.orders.edit_target import AUTO, NONE, Edit
from ads_tui.services.orders.editable import Editable

_DUE = "20.08, 20.08 18:00, 18:00"
_VISIT = "20.08 10:00-12:00"
_SEARCHED = ("service", "building", "premise", "client")
UNREGISTERED = ("client_name", "client_phone", "client_email")


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in a changed field: the thing taken by searching, or the texts."""

    offer: Offer | None
    values: Sequence[str]


class EditForm(NewOrderForm):
    """The fields of one order."""

    def __init__(self, clock: Clock, order: Editable) -> None:
        super().__init__(clock)
        self.order = order
        self.phone_region = order.region
        self.zone = order.zone
        self._base: dict[str, list[str]] = {}
        self._form: Form | None = None

    def compose(self) -> ComposeResult:
        """In the order of a call, as in a new order."""
        yield SearchField("client", _("Client"), example=_("Phone, name or address"))
        yield LineField("client_name", _("Client's name"), required=True)
        yield LineField("client_phone", _("Client's phone"), reader=phone_reader("client_phone", self._region))
        yield LineField("client_email", _("Client's e-mail"), reader=email_reader("client_email"))
        yield SearchField("building", _("Building"), required=True)
        yield SearchField("premise", _("Premise"), example=_("Empty for the whole building"))
        yield SearchField("service", _("Service"), required=True)
        yield Static(id="decision")
        yield Vertical(id="questions")
        priorities = [(code, _(caption)) for code, caption in PRIORITY_CAPTIONS.items()]
        yield FixedField("priority", _("Priority"), priorities)
        yield FixedField("department", _("Department"), self.order.departments)
        yield LineField("visit", _("Visit time"), example=_VISIT, reader=visit_reader(self._now))
        yield LineField("due", _("Due"), example=_DUE, reader=due_reader(self._now))

    # What the order holds

    async def show(self, order: Editable) -> None:
        """Fill in the order as it is."""
        self.order = order
        await self._ask(order.service)
        client, gone = order.client, order.unregistered
        self._show_unregistered(None)
        offers = {
            "service": service_offer(order.service),
            "building": building_offer(order.building) if order.building else None,
            "premise": premise_offer(order.premise) if order.premise else None,
            "client": client_offer(client, order.region) if client else None,
        }
        if gone is not None and order.hides_contacts:
            # Written down anew he would lose the contacts that are not shown here.
            offers["client"] = Offer(Caller(ClientChoice(0, None, gone.name)), gone.name)
        elif gone is not None:
            self._show_unregistered(Unregistered(gone.name, gone.phone or "", gone.email or ""))
        for key, offer in offers.items():
            self.search(key).show(offer)
        texts = {"due": due_text(order), "visit": visit_text(order)}
        texts |= {"priority": order.priority, "department": order.department or ""}
        for key, text in texts.items():
            self._put(key, [text] if text else [])
        self._put_answers(order.answers)
        self._base = {field.key: self.given(field) for field in self.fields if not field.has_class("-gone")}

    async def _ask(self, service: ServiceChoice | None) -> None:
        """Show the questions of a service; those that are shown already stay, with the keys where they are."""
        form = service.form if service is not None else None
        if form != self._form:
            await super().ask_questions(service)
            self._form = form

    def _put(self, key: str, values: Sequence[str]) -> None:
        field = self.field(key)
        if field is not None:
            field.put(values)

    def _put_answers(self, answers: Mapping[str, Any]) -> None:
        service = self.chosen.service
        for question in service.form.fields if service else ():
            self._put(
                f"{FORM}{question.key}", answer_texts(answers.get(question.key), question.kind, self.order.region)
            )

    async def ask_questions(self, service: ServiceChoice | None) -> None:
        """Show the questions of another service: answers stay that it asks for too, as does what was typed (ED-2)."""
        typed = {key: kept for key, kept in self.changed().items() if key.startswith(FORM)}
        await self._ask(service)
        kept = self._kept_answers(service)
        self._put_answers(kept)
        self._base = {key: base for key, base in self._base.items() if not key.startswith(FORM)}
        self._base |= {field.key: self.given(field) for field in self.fields if field.key.startswith(FORM)}
        for key, answer in typed.items():
            self._put(key, answer.values)
        # The service decides the department, unless another was chosen.
        same = service is not None and service.id == self.order.service.id
        present = [self.order.department] if same and self.order.department else []
        department = self.field("department")
        if department is not None and self.given(department) == self._base.get("department", []):
            department.put(present)
            self._base["department"] = present

    def _kept_answers(self, service: ServiceChoice | None) -> Mapping[str, Any]:
        order = self.order
        if service is None:
            return {}
        if service.id == order.service.id:
            return order.answers
        return kept_answers(order.service.form, order.answers, service.form)[0]

    # What was changed

    def given(self, field: Field) -> list[str]:
        """What stands in a field, by which it is compared: a thing that was taken is its code."""
        taken = field.taken if isinstance(field, SearchField) and field.key in _SEARCHED else None
        if taken is None:
            return field.values
        match field.key:
            case "client":
                return [taken.thing.client.code or taken.title]
            case "premise":
                return [taken.thing.name, taken.thing.building.code]
            case _:
                return [taken.thing.code]

    def changed(self) -> dict[str, Kept]:
        """The fields that hold something else than the order."""
        found = {}
        for field in self.fields:
            if field.has_class("-gone") or self.given(field) == self._base.get(field.key, []):
                continue
            taken = field.taken if isinstance(field, SearchField) and field.key in _SEARCHED else None
            found[field.key] = Kept(taken, field.values)
        return found

    async def restore(self, kept: Mapping[str, Kept]) -> None:
        """Fill in again what was changed; the service first, since it brings its questions."""
        service = kept.get("service")
        if service is not None:
            self.search("service").show(service.offer)
            if service.offer is None:
                self.search("service").put(service.values)
            else:
                await self.ask_questions(service.offer.thing)
        if any(key in kept for key in UNREGISTERED):
            names = [next(iter(kept[key].values), "") if key in kept else "" for key in UNREGISTERED]
            self.search("client").show(None)
            self._show_unregistered(Unregistered(*names))
        elif "client" in kept:
            self._show_unregistered(None)
        for key, one in kept.items():
            field = self.field(key)
            if field is None or key in ("service", *UNREGISTERED):
                continue
            if isinstance(field, SearchField):
                field.show(one.offer)
            if one.offer is None:
                field.put(one.values)

    def edit(self, *, confirm: bool) -> Edit:
        """The change that is to be saved."""
        changed = self.changed()
        texts = {key: self._text(key) for key in changed}
        clients = {key: self._text(key) for key in UNREGISTERED}
        renamed = any(key in changed for key in UNREGISTERED)
        nobody = (renamed and not any(clients.values())) or (
            not renamed and "client" in changed and not texts["client"]
        )
        written = renamed and not nobody
        executor = self.field("executor")
        return Edit(
            service=texts.get("service"),
            building=texts.get("building"),
            premise=texts["premise"] or NONE if "premise" in changed else None,
            client=NONE if nobody else None if written else texts.get("client"),
            client_name=clients["client_name"] if written else None,
            client_phone=clients["client_phone"] if written else None,
            client_email=clients["client_email"] if written else None,
            form={key.removeprefix(FORM): self._values(key) or [""] for key in changed if key.startswith(FORM)},
            department=texts["department"] or NONE if "department" in changed else None,
            priority=texts.get("priority"),
            due=texts["due"] or AUTO if "due" in changed else None,
            visit=texts["visit"] or NONE if "visit" in changed else None,
            executors=executor.values if executor is not None else (),
            confirm=confirm,
        )

    def _values(self, key: str) -> list[str]:
        field = self.field(key)
        return self.given(field) if field is not None and not field.has_class("-gone") else []

    def _text(self, key: str) -> str:
        return next(iter(self._values(key)), "")

    # A new executor in the same change (ED-2)

    async def ask_executor(self, people: Sequence[Load]) -> Field:
        """Show the field for whoever is to do the order from now on."""
        known = self.field("executor")
        if known is not None:
            await known.remove()
        choices = [(load.login, f"{load.name} ({load.login})  {load.open}") for load in people]
        field = FixedField("executor", _("New executor"), choices, required=True)
        await self.mount(field, after=self.field("department"))
        self.fit_captions()
        return field
