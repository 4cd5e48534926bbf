"""The registry of export fields beside the table of XL-1 (XL-1, CL-13)."""

import pytest

from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, GROUPS, ORDER_FIELDS, parse_fields
from ads_tui.errors import InputError

XL_1 = {
    "main": "number external_number channel priority service_type service crm_name essence department incident"
    " duplicate_of visit_from visit_to created_at created_by updated_at labels has_attachments",
    "client": "client client_phone client_email client_status client_tags registered debt",
    "building": "organization group quarter quarter_manager building premise entrance floor",
    "responsible": "executors executors_all controllers approvers approved approved_at accepted_by closed_by",
    "rating": "rating rating_comment",
    "status": "status status_comment resume_on reopened cancel_reasons cancel_comment",
    "deadlines": "accepted_at first_in_progress_at reaction_due_at reaction due_at execution localization localized_at"
    " done_at closed_at",
    "finance": "sum paid costs refund refund_state invoice_states",
}
# Fields whose data a later piece of work makes; it takes them out of here.
WAITING = {
    "incidents": {"incident"},
    "duplicates": {"duplicate_of"},
    "documents": {"has_attachments"},
    "approval": {"approved", "approved_at"},
    "residents": {"rating", "rating_comment"},
    "money": {"sum", "paid", "costs", "refund", "refund_state", "invoice_states"},
}


def test_xl_1_every_field_is_offered_in_the_order_of_the_table_or_waits_for_a_piece_of_work() -> None:
    waiting = set[str]().union(*WAITING.values())
    ready = [(group, key) for group, keys in XL_1.items() for key in keys.split() if key not in waiting]

    assert [(field.group, key) for key, field in ORDER_FIELDS.items()] == ready
    assert list(GROUPS) == list(dict.fromkeys(group for group, _key in ready))
    assert waiting <= {key for keys in XL_1.values() for key in keys.split()}


def test_xl_3_no_two_columns_have_one_caption() -> None:
    captions = [field.caption for field in ORDER_FIELDS.values()]
    assert len(captions) == len(set(captions))


def test_cl_13_fields_come_in_the_order_asked_for_each_once() -> None:
    assert parse_fields("status, NUMBER,,status ,floor") == ("status", "number", "floor")
    assert parse_fields(",".join(ALL_ORDER_FIELDS)) == ALL_ORDER_FIELDS


@pytest.mark.parametrize(
    ("text", "code"), [("numbr", "invalid_value"), ("sum", "invalid_value"), (" , ", "field_required")]
)
def test_cl_8_what_is_no_field_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_fields(f"number,{text}" if code == "invalid_value" else text)
    assert (refused.value.code, refused.value.field) == (code, "fields")
    if code == "invalid_value":
        assert text in refused.value.message
        assert "external_number" in refused.value.message
