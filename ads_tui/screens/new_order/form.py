"""The column of fields of a new order: what stands where, what was taken, where the keys go next."""

from datetime import datetime
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from ads_tui.clock import Clock
from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.channels import CHANNELS, DEFAULT_PRIORITY, PRIORITY_CAPTIONS, RESIDENTS_CHANNELS
from ads_tui.i18n import _
from ads_tui.screens.new_order.choices import FixedField
from ads_tui.screens.new_order.fields import Field, LineField
from ads_tui.screens.new_order.offered import Information
from ads_tui.screens.new_order.offers import (
    Unregistered,
    building_offer,
    client_offer,
    decision_text,
    premise_offer,
    service_offer,
)
from ads_tui.screens.new_order.questions import question_fields
from ads_tui.screens.new_order.readings import (
    DUE_EXAMPLES,
    VISIT_EXAMPLES,
    due_reader,
    email_reader,
    phone_reader,
    visit_reader,
)
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.new_order.typed import Chosen, Typed, as_comment
from ads_tui.services.orders.callers import Caller
from ads_tui.services.orders.choosing import BuildingChoice, PremiseChoice, ServiceChoice
from ads_tui.services.orders.deciding import Decision

# What a comment about another order does not repeat: the other has it.
_NOT_IN_COMMENT = frozenset({"service", "building", "premise", "channel", "priority"})
# Captions have so many cells at least: those of the form itself fit.
_CAPTIONS = 18
_UNREGISTERED = ("client_name", "client_phone", "client_email")
# The fields that tell who calls.
CALLER_FIELDS = ("client", *_UNREGISTERED)


class NewOrderForm(VerticalScroll):
    """All fields, one below the other."""

    can_focus = False

    DEFAULT_CSS = """
    NewOrderForm {
        height: 1fr;
        width: 1fr;
        padding: 0 1;
    }
    NewOrderForm > #questions {
        height: auto;
    }
    NewOrderForm > #decision {
        display: none;
        height: auto;
        margin-left: 18;
        padding-left: 1;
        color: $text-muted;
    }
    NewOrderForm > #decision.-told {
        display: block;
    }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.last: Field | None = None
        self._answers: dict[str, list[str]] = {}
        self.phone_region = ""
        self.zone = ZoneInfo("UTC")

    def _region(self) -> str:
        return self.phone_region

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self.zone)

    def compose(self) -> ComposeResult:
        """Who calls, from where, about what, then the rest."""
        yield SearchField("client", _("Client"), example=_("Phone, name or address"))
        yield LineField("client_name", _("Client's name"), required=True)
        yield LineField("client_phone", _("Client's phone"), reader=phone_reader("client_phone", self._region))
        yield LineField("client_email", _("Client's e-mail"), rare=True, reader=email_reader("client_email"))
        yield SearchField("building", _("Building"), required=True)
        yield SearchField("premise", _("Premise"), example=_("Empty for the whole building"))
        yield SearchField("service", _("Service"), required=True)
        yield Static(id="decision")
        yield Vertical(id="questions")
        yield LineField("visit", _("Visit time"), example=VISIT_EXAMPLES, reader=visit_reader(self._now))
        yield LineField("due", _("Due"), example=DUE_EXAMPLES, reader=due_reader(self._now))
        priorities = [(code, _(caption)) for code, caption in PRIORITY_CAPTIONS.items()]
        yield FixedField("priority", _("Priority"), priorities, default=DEFAULT_PRIORITY)
        channels = [(code, _(caption)) for code, caption in CHANNELS.items() if code not in RESIDENTS_CHANNELS]
        yield FixedField("channel", _("Channel"), channels, required=True, default="call_in")

    def on_mount(self) -> None:
        """Nobody is unregistered yet."""
        self._show_unregistered(None)

    def on_resize(self) -> None:
        """Another width has other room for captions."""
        self.fit_captions()

    def fit_captions(self) -> None:
        """Give captions the room that the longest needs, as far as enough is left for the values."""
        fields = self.fields
        longest = max((field.caption_cells for field in fields), default=0) + 1
        column = max(_CAPTIONS, min(longest, self.size.width * 2 // 5))
        for field in fields:
            field.begin_value_at(column)
        self.query_one("#decision").styles.margin = (0, 0, 0, column)

    # Fields

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Note where the keys are."""
        self.last = self.field_of(event.widget)

    @property
    def fields(self) -> list[Field]:
        """All fields, in their order; asked for several times at every key, so nothing deeper is looked at."""
        places = (
            place for child in self.children for place in (child.children if child.id == "questions" else (child,))
        )
        return [place for place in places if isinstance(place, Field)]

    def field(self, key: str) -> Field | None:
        """The field that refusals call so."""
        return next((field for field in self.fields if field.key == key), None)

    def _values(self, key: str) -> list[str]:
        field = self.field(key)
        return [] if field is None or field.has_class("-gone") else field.values

    def field_of(self, widget: Widget) -> Field | None:
        """The field around a widget."""
        return next((other for other in widget.ancestors_with_self if isinstance(other, Field)), None)

    def search(self, key: str) -> SearchField:
        """A field whose answer is searched for in the database."""
        field = self.field(key)
        assert isinstance(field, SearchField)
        return field

    def focus_field(self, field: Field) -> None:
        """Type into this field next."""
        self.screen.set_focus(field.value)

    def go_on(self, field: Field) -> None:
        """Type into the next field that is empty, else into the next."""
        fields = [other for other in self.fields if other is field or not other.has_class("-gone")]
        behind = fields[fields.index(field) + 1 :]
        if behind:
            self.focus_field(next((other for other in behind if not other.rare and not other.values), behind[0]))

    def begin_again(self) -> None:
        """Type whoever calls, in place of what stands there."""
        client = self.search("client")
        self.focus_field(client)
        client.line.action_select_all()

    def return_to(self, key: str) -> None:
        """Type into this field again, into the next where it is gone, into the first where there is none."""
        keys = [field.key for field in self.fields]
        behind = self.fields[keys.index(key) if key in keys else 0 :]
        self.focus_field(next(field for field in behind if not field.has_class("-gone")))

    def step(self, field: Field, by: int) -> None:
        """Type into the field before or behind."""
        fields = [other for other in self.fields if not other.has_class("-gone")]
        place = fields.index(field) + by
        if 0 <= place < len(fields):
            self.focus_field(fields[place])

    # What stands here

    @property
    def chosen(self) -> Chosen:
        """What was taken by searching."""
        client, building, premise, service = (
            offer.thing if (offer := self.search(key).taken) else None
            for key in ("client", "building", "premise", "service")
        )
        # Whoever is written down with the call stands in the field for a moment only.
        return Chosen(client.client if isinstance(client, Caller) else None, building, premise, service)

    @property
    def nearest(self) -> Information | None:
        """What is known of the thing taken nearest above the keys, else nearest below; None where none is taken."""
        fields = self.fields
        here = fields.index(self.last) if self.last in fields else 0
        for field in (*reversed(fields[: here + 1]), *fields[here + 1 :]):
            if isinstance(field, SearchField) and field.taken is not None and field.taken.information is not None:
                return field.taken.information
        return None

    @property
    def typed(self) -> Typed:
        """All that stands here."""
        return Typed(self.chosen, {field.key: field.values for field in self.fields if not field.has_class("-gone")})

    def comment(self) -> str:
        """What was typed, for a comment on another order."""
        given = [field for field in self.fields if field.key not in _NOT_IN_COMMENT and not field.has_class("-gone")]
        return as_comment((field.caption, field.told) for field in given)

    # Filling in

    def take_caller(self, caller: Caller | Unregistered) -> str:
        """Fill in who calls and from where; the key of the field to go on behind."""
        search = self.search("client")
        if isinstance(caller, Caller) and caller.client is not None and caller.client.code is None:
            self.take_place(caller.building, caller.premise)
            caller = Unregistered(caller.client.name, caller.client.phone)
        if isinstance(caller, Unregistered):
            here = Unregistered(*(next(iter(self._values(key)), "") for key in _UNREGISTERED))
            search.show(None)
            self._show_unregistered(caller)
            # Whoever is typed again by his phone keeps what was written down with it.
            if not caller.name and self._values("client_phone") == [here.phone]:
                self._show_unregistered(here)
            return "client"
        self._show_unregistered(None)
        search.show(client_offer(caller.client, self.phone_region) if caller.client else None)
        self.take_place(caller.building, caller.premise)
        return "premise" if caller.premise else "building" if caller.building else "client"

    def take_place(self, building: BuildingChoice | None, premise: PremiseChoice | None) -> None:
        """Fill in building and premise; a building alone takes a premise of another away."""
        if building is None:
            return
        self.search("building").show(building_offer(building))
        self.search("building").accept()
        here = self.search("premise")
        of_another = here.taken is not None and here.taken.thing.building.id != building.id
        if premise is not None or of_another:
            here.show(premise_offer(premise) if premise else None)
            here.accept()

    async def ask_questions(self, service: ServiceChoice | None) -> None:
        """Show the questions of a service, none without one; answers to questions of the same name stay.

        Those of other questions are there again with their service.
        """
        self.tell_decision(None)
        place = self.query_one("#questions", Vertical)
        self._answers |= {field.key: field.values for field in place.query(Field)}
        await place.remove_children()
        questions = question_fields(service.form, self._region, self._now) if service else []
        await place.mount(*questions)
        for question in questions:
            if self._answers.get(question.key):
                question.put(self._answers[question.key])
        visit = self.field("visit")
        assert visit is not None
        visit.demand(service is not None and service.appointment)
        self.fit_captions()

    def tell_decision(self, decision: Decision | None) -> None:
        """Tell beneath the service what it decides (CR-7); nothing for None."""
        place = self.query_one("#decision", Static)
        place.update(content(f"{glyph('right')} {decision_text(decision)}" if decision else ""))
        place.set_class(decision is not None, "-told")

    async def fill(self, typed: Typed) -> None:
        """Fill in a draft."""
        chosen, texts = typed.chosen, {key: list(given) for key, given in typed.texts.items()}
        await self.ask_questions(chosen.service)
        for field in self.fields:
            field.put(texts.get(field.key, []))
        if chosen.client is not None:
            self.search("client").show(client_offer(chosen.client, self.phone_region))
        self.take_place(chosen.building, chosen.premise)
        if chosen.service is not None:
            self.search("service").show(service_offer(chosen.service))
        client = Unregistered(*(next(iter(texts.get(key, [])), "") for key in _UNREGISTERED))
        if client:
            self._show_unregistered(client)

    async def clear(self) -> None:
        """Empty everything."""
        await self.ask_questions(None)
        self._answers.clear()
        for field in self.fields:
            field.accept()
            field.begin()
        self._show_unregistered(None)
        self.focus_field(self.search("client"))

    def _show_unregistered(self, client: Unregistered | None) -> None:
        """Show or hide the fields of a client who is written down with the call."""
        texts = (client.name, client.phone, client.email) if client else ("", "", "")
        for key, text in zip(_UNREGISTERED, texts, strict=True):
            field = self.field(key)
            assert field is not None
            field.set_class(client is None, "-gone")
            field.put([text] if text else [])
            field.leave()
