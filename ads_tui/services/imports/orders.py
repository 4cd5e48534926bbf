"""Importing orders (CL-16); what is made on the way asks for the right of its own (RO-2)."""

from collections.abc import Sequence

from ads_tui.i18n import N_
from ads_tui.services.imports.batches import Outcome
from ads_tui.services.imports.fields import FieldReader
from ads_tui.services.imports.maps import ImportMap, place_of, wrong
from ads_tui.services.imports.order_plans import OrderPlanner, statuses_of
from ads_tui.services.imports.order_rows import ORDER_FIELDS, OrderDraft, read_order
from ads_tui.services.imports.readers import Row
from ads_tui.services.imports.writing import write_orders_of
from ads_tui.store.work import Reading, Work


class OrderImporter:
    """Orders: known again by their external number."""

    fields = ORDER_FIELDS
    required = ("external_number", "service", "building")
    right = "orders.create"

    def __init__(self, reading: Reading, reader: FieldReader, import_map: ImportMap) -> None:
        """Raises InputError `invalid_value` where the map names a status that there is not."""
        self._reader = reader
        self._settings = reading.settings
        self._make = import_map.make
        self._judging = OrderPlanner(reading, import_map.make)
        _demand_statuses(reading, import_map)

    def read(self, row: Row) -> OrderDraft:
        """The draft of a row."""
        return read_order(row, self._reader, self._settings)

    def judge(self, reading: Reading, drafts: Sequence[OrderDraft]) -> Outcome:
        """What would become of a batch."""
        return self._judging.plan(reading, drafts).outcome

    def take(self, work: Work, drafts: Sequence[OrderDraft]) -> Outcome:
        """Write a batch with all that is made for it."""
        planner = OrderPlanner(work, self._make)
        batch = planner.plan(work, drafts)
        planner.make_things(work)
        write_orders_of(work, batch.plans)
        return batch.outcome


def _demand_statuses(reading: Reading, import_map: ImportMap) -> None:
    """A status that the map alone names would refuse every row: it is told at once."""
    known = statuses_of(reading)
    named = {place_of("values.status", theirs): ours for theirs, ours in import_map.values.get("status", {}).items()}
    if "status" in import_map.default:
        named["default.status"] = import_map.default["status"]
    for place, code in named.items():
        if code.lower() not in known:
            raise wrong(place, N_("{field} is one of: {choices}"), choices=", ".join(known))
