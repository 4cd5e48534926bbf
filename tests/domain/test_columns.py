"""The registry of columns holds what has data today; what waits, waits for a named piece of work (CO-1, CO-2, CO-4)."""

from ads_tui.domain.columns import COLUMNS, DEFAULT_COLUMNS, FIXED_COLUMN, SORTED_BY
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.sorts import parse_sort

# CO-1 but for the selection, by the names of XL-1 where it has one.
_CO_1 = """
    status number external_number service_type service crm_name channel essence client client_status debt rating
    building entrance floor premise due_at executors executors_all controllers approvers approved approved_at
    accepted_by accepted_at closed_by closed_at updated_at created_at quarter_manager has_attachments labels history
    sla_clock sum costs refund unread_messages priority visit
"""
_CO_4 = """
    status number type service crm_name channel building client premise entrance floor due approved approved_at approver
    created updated rating sum priority left
"""
# What has no data yet, and the work that brings it.
WAITING = {
    "executors_all": "the list's columns: those who were, read beside the rows where it is shown",
    "quarter_manager": "the list's columns: read beside the rows where it is shown",
    "history": "the list's columns: the last event, read beside the rows where it is shown",
    "rating": "the card: what residents answer",
    "approvers": "the card: the approval route",
    "approved": "the card: the approval route",
    "approved_at": "the card: the approval route",
    "has_attachments": "the card: documents and the chat",
    "debt": "money: accounts of premises",
    "sum": "money: invoices",
    "costs": "money: invoices",
    "refund": "money: refunds",
}
WAITING_SORTS = {
    "rating": "rating",
    "approver": "approvers",
    "approved": "approved",
    "approved_at": "approved_at",
    "sum": "sum",
}


def test_co_1_every_column_is_there_or_waits_for_its_data() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert set(names) & set(WAITING) == set()
    assert set(names) | set(WAITING) == set(_CO_1.split())


def test_co_1_the_value_of_a_column_is_a_key_of_a_row() -> None:
    assert {column.value for column in COLUMNS} <= set(OrderRow.__dataclass_fields__)


def test_co_2_the_columns_shown_by_default() -> None:
    shown = {"status", "number", "service", "building", "client", "executors", "labels", "updated_at"}
    assert set(DEFAULT_COLUMNS) == shown and len(DEFAULT_COLUMNS) == len(shown)
    assert shown <= {column.name for column in COLUMNS} and DEFAULT_COLUMNS[0] == FIXED_COLUMN


def test_co_4_every_sort_is_there_or_waits_for_its_column() -> None:
    assert len(set(SORTED_BY)) == len(SORTED_BY)
    assert set(SORTED_BY) & set(WAITING_SORTS) == set()
    assert set(SORTED_BY) | set(WAITING_SORTS) == set(_CO_4.split())
    assert set(WAITING_SORTS.values()) <= set(WAITING)


def test_co_4_every_sort_is_walked_one_way() -> None:
    for name in SORTED_BY:
        sort = parse_sort(name)
        assert bool(sort.segments) != (sort.grouping is not None), name
