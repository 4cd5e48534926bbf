from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.rights import RIGHTS
from ads_tui.domain.status_changes import Bookkeeping, Standing, StatusChange, bookkeeping, check_change
from ads_tui.domain.statuses import BASES, ServiceTraits, Status, allowed
from ads_tui.errors import AdsError

NOW = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)
EVERY_RIGHT = frozenset(RIGHTS)
CONTROLLED = ServiceTraits(quality_control=True)
DOCUMENTED = ServiceTraits(requires_document=True)
PAID = ServiceTraits(requires_payment=True)


def status(code: str, base: str | None = None) -> Status:
    return Status(code, base or code)


def standing(base: str, **values: object) -> Standing:
    """An order that stands well: with an active executor."""
    return replace(Standing(status(base), has_active_executor=True), **values)  # type: ignore[arg-type]


def change(base: str, **values: object) -> StatusChange:
    """A change with whatever its status asks for."""
    given: dict[str, object] = {}
    if base in ("paused", "cancelled", "in_progress"):
        given["comment"] = "waiting for the part"
    if base == "cancelled_by_client":
        given["reasons"] = frozenset({"changed_mind"})
    return replace(StatusChange(status(base)), **(given | values))  # type: ignore[arg-type]


def refusal(order: Standing, wanted: StatusChange, rights: frozenset[str] = EVERY_RIGHT, **more: bool) -> str | None:
    try:
        check_change(order, wanted, rights=rights, **more)
    except AdsError as error:
        return error.code
    return None


@pytest.mark.parametrize("traits", [ServiceTraits(), CONTROLLED])
@pytest.mark.parametrize("target", BASES)
@pytest.mark.parametrize("present", BASES)
def test_st_2_everything_else_is_refused(present: str, target: str, traits: ServiceTraits) -> None:
    expected = None if target in allowed(present, traits) else "transition_not_allowed"
    if target == present and target in ("paused", "in_progress", "cancelled", "cancelled_by_client"):
        expected = None  # the comment or the reasons are new: ST-13
    assert refusal(standing(present, traits=traits), change(target)) == expected


@pytest.mark.parametrize(
    ("present", "target", "traits", "code"),
    [
        ("pending", "in_progress", ServiceTraits(), "executor_required"),
        ("paused", "in_progress", ServiceTraits(), "executor_required"),
        ("in_progress", "done", ServiceTraits(), "executor_required"),
        ("quality_control", "done", CONTROLLED, "executor_required"),
        ("in_progress", "quality_control", CONTROLLED, None),
        ("in_progress", "paused", ServiceTraits(), None),
        ("in_progress", "cancelled", ServiceTraits(), None),
        ("done", "reopened", ServiceTraits(), None),
    ],
)
def test_st_4_work_and_completion_need_an_active_executor(
    present: str, target: str, traits: ServiceTraits, code: str | None
) -> None:
    order = standing(present, traits=traits, has_active_executor=False)
    assert refusal(order, change(target)) == code


@pytest.mark.parametrize("comment", [None, "", "  \t\n"])
@pytest.mark.parametrize("target", ["paused", "cancelled"])
def test_st_5_comment_is_required_and_one_left_over_does_not_count(target: str, comment: str | None) -> None:
    order = standing("in_progress", comment="left over")
    assert refusal(order, change(target, comment=comment)) == "comment_required"
    assert refusal(order, change(target, comment="left over")) is None


@pytest.mark.parametrize(("present", "target"), [("done", "reopened"), ("pending", "in_progress")])
def test_st_5_elsewhere_no_comment_is_needed(present: str, target: str) -> None:
    assert refusal(standing(present), change(target, comment=None)) is None


@pytest.mark.parametrize(
    ("required", "resume_on", "code"),
    [(True, None, "resume_on_required"), (True, date(2026, 9, 1), None), (False, None, None)],
)
def test_st_6_date_to_resume_on_by_setting(required: bool, resume_on: date | None, code: str | None) -> None:
    wanted = change("paused", resume_on=resume_on)
    assert refusal(standing("in_progress"), wanted, resume_on_required=required) == code


@pytest.mark.parametrize(
    ("reasons", "comment", "collect", "code"),
    [
        (set(), None, True, "reason_required"),
        (set(), "he rang", True, "reason_required"),
        ({"mistake"}, None, True, None),
        ({"mistake", "too_long"}, None, True, None),
        ({"other"}, None, True, "comment_required"),
        ({"other", "mistake"}, " ", True, "comment_required"),
        ({"other"}, "moved away", True, None),
        (set(), None, False, None),
        ({"other"}, None, False, "comment_required"),
    ],
)
def test_st_7_reasons_of_the_client(reasons: set[str], comment: str | None, collect: bool, code: str | None) -> None:
    wanted = change("cancelled_by_client", reasons=frozenset(reasons), comment=comment)
    assert refusal(standing("pending"), wanted, collect_reasons=collect) == code


@pytest.mark.parametrize(
    ("traits", "has_document", "invoices", "unpaid", "code"),
    [
        (DOCUMENTED, False, 0, 0, "document_required"),
        (DOCUMENTED, True, 0, 0, None),
        (PAID, False, 0, 0, "payment_required"),
        (PAID, False, 2, 1, "payment_required"),
        (PAID, False, 2, 0, None),
        (ServiceTraits(), False, 2, 2, None),
        (ServiceTraits(requires_document=True, requires_payment=True), False, 0, 0, "document_required"),
    ],
)
def test_st_8_completion_needs_document_and_payment(
    traits: ServiceTraits, has_document: bool, invoices: int, unpaid: int, code: str | None
) -> None:
    order = standing("in_progress", traits=traits, has_document=has_document, invoices=invoices, unpaid=unpaid)
    assert refusal(order, change("done")) == code
    assert refusal(order, change("paused")) is None


def test_st_8_quality_control_needs_neither_but_completion_after_it_does() -> None:
    traits = ServiceTraits(quality_control=True, requires_document=True, requires_payment=True)
    assert refusal(standing("in_progress", traits=traits), change("quality_control")) is None
    assert refusal(standing("quality_control", traits=traits), change("done")) == "document_required"


@pytest.mark.parametrize(
    ("target", "comment", "rights", "is_controller", "code"),
    [
        ("done", None, set(), True, None),
        ("done", None, {"orders.manage_any"}, False, None),
        ("done", None, {"orders.edit", "orders.complete"}, False, "forbidden"),
        ("in_progress", "paint is missing", set(), True, None),
        ("in_progress", "paint is missing", {"orders.manage_any"}, False, None),
        ("in_progress", "paint is missing", {"orders.edit"}, False, "forbidden"),
        ("in_progress", None, set(), True, "comment_required"),
        ("cancelled", "not wanted", set(), True, "forbidden"),
    ],
)
def test_st_9_mandatory_quality_control(
    target: str, comment: str | None, rights: set[str], is_controller: bool, code: str | None
) -> None:
    order = standing("quality_control", traits=CONTROLLED, comment="left over")
    wanted = change(target, comment=comment)
    assert refusal(order, wanted, frozenset(rights), is_controller=is_controller) == code


@pytest.mark.parametrize(
    ("present", "target", "rights", "code"),
    [
        ("in_progress", "done", {"orders.edit", "orders.complete"}, None),
        ("in_progress", "done", {"orders.edit"}, "forbidden"),
        ("in_progress", "done", {"orders.complete"}, "forbidden"),
        ("pending", "cancelled", {"orders.edit", "orders.cancel"}, None),
        ("pending", "cancelled", {"orders.cancel"}, "forbidden"),
        ("pending", "cancelled_by_client", {"orders.edit"}, "forbidden"),
        ("pending", "in_progress", {"orders.edit"}, None),
        ("pending", "in_progress", {"orders.complete", "orders.cancel"}, "forbidden"),
        ("clarification", "approval", {"orders.edit"}, None),
    ],
)
def test_ro_2_rights_by_status(present: str, target: str, rights: set[str], code: str | None) -> None:
    assert refusal(standing(present), change(target), frozenset(rights)) == code


@pytest.mark.parametrize(
    ("present", "target", "values", "code"),
    [
        ("in_progress", Status("waiting_parts", "paused"), {"comment": "ordered"}, None),
        ("in_progress", Status("waiting_parts", "paused"), {}, "comment_required"),
        ("pending", Status("waiting_parts", "paused"), {"comment": "ordered"}, "transition_not_allowed"),
        ("in_progress", Status("on_site", "in_progress"), {}, None),
        ("paused", Status("waiting_parts", "paused"), {"comment": "ordered"}, None),
        ("cancelled", Status("spam", "cancelled"), {"comment": "again"}, None),
        ("approval", Status("asked_back", "clarification"), {}, "transition_not_allowed"),
        ("in_progress", Status("accepted_work", "done"), {}, None),
    ],
)
def test_st_12_custom_statuses_stand_where_their_base_does(
    present: str, target: Status, values: dict[str, object], code: str | None
) -> None:
    assert refusal(standing(present), replace(StatusChange(target), **values)) == code  # type: ignore[arg-type]


def test_st_12_custom_statuses_lead_where_their_base_does() -> None:
    order = standing("pending", status=Status("on_site", "in_progress"))
    assert refusal(order, change("done")) is None
    assert refusal(order, change("reopened")) == "transition_not_allowed"


@pytest.mark.parametrize(
    ("present", "values", "code"),
    [
        ("paused", {}, "transition_not_allowed"),
        ("paused", {"comment": "old"}, "transition_not_allowed"),
        ("paused", {"comment": "new"}, None),
        ("paused", {"comment": ""}, "comment_required"),
        ("paused", {"resume_on": date(2026, 9, 2)}, None),
        ("paused", {"resume_on": date(2026, 9, 1)}, "transition_not_allowed"),
        ("cancelled", {"comment": " "}, "comment_required"),
        ("in_progress", {"comment": ""}, None),
        ("done", {"comment": "old"}, "transition_not_allowed"),
        ("done", {"comment": "new"}, None),
        ("cancelled_by_client", {"reasons": frozenset({"mistake"})}, "transition_not_allowed"),
        ("cancelled_by_client", {"reasons": frozenset({"other"})}, None),
        ("cancelled_by_client", {"reasons": frozenset({"other"}), "comment": ""}, "comment_required"),
        ("cancelled_by_client", {"comment": ""}, None),
    ],
)
def test_st_13_present_status_again(present: str, values: dict[str, object], code: str | None) -> None:
    order = standing(
        present,
        has_active_executor=False,
        traits=DOCUMENTED,
        comment="old",
        reasons=frozenset({"mistake"} if present == "cancelled_by_client" else ()),
        resume_on=date(2026, 9, 1) if present == "paused" else None,
    )
    wanted = replace(StatusChange(status(present)), **values)  # type: ignore[arg-type]
    assert refusal(order, wanted, resume_on_required=True) == code


def test_st_13_clearing_the_comment_that_other_needs_is_refused() -> None:
    order = standing("cancelled_by_client", comment="moved away", reasons=frozenset({"other"}))
    assert refusal(order, StatusChange(status("cancelled_by_client"), comment="")) == "comment_required"


@pytest.mark.parametrize(
    ("target", "values", "field"),
    [
        ("cancelled", {"reasons": frozenset({"mistake"})}, "reason"),
        ("in_progress", {"resume_on": date(2026, 9, 1)}, "resume_on"),
    ],
)
def test_what_does_not_go_with_the_status_is_refused(target: str, values: dict[str, object], field: str) -> None:
    with pytest.raises(AdsError) as caught:
        check_change(standing("pending"), change(target, **values), rights=EVERY_RIGHT)
    assert (caught.value.code, caught.value.field) == ("invalid_value", field)


def test_cl_8_the_first_of_several_faults_is_told() -> None:
    traits = ServiceTraits(requires_document=True, requires_payment=True)
    order = Standing(status("pending"), traits)
    bare = StatusChange(status("paused"))
    assert refusal(order, bare, frozenset(), resume_on_required=True) == "forbidden"
    assert refusal(order, bare, resume_on_required=True) == "transition_not_allowed"
    working = replace(order, status=status("in_progress"))
    assert refusal(working, bare, resume_on_required=True) == "comment_required"
    assert refusal(working, StatusChange(status("done"))) == "executor_required"
    assert refusal(replace(working, has_active_executor=True), StatusChange(status("done"))) == "document_required"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "pending", Bookkeeping()),
        (None, "in_progress", Bookkeeping(first_in_progress_at=NOW)),
        ("pending", "in_progress", Bookkeeping(first_in_progress_at=NOW)),
        ("in_progress", "done", Bookkeeping(done_at=NOW, closes=True)),
        ("quality_control", "done", Bookkeeping(done_at=NOW, closes=True)),
        ("done", "reopened", Bookkeeping(closes=False, reopens=True)),
        ("in_progress", "paused", Bookkeeping()),
        ("paused", "paused", Bookkeeping()),
        ("done", "done", Bookkeeping()),
        ("pending", "cancelled", Bookkeeping()),
    ],
)
def test_st_10_moments_beside_the_status(before: str | None, after: str, expected: Bookkeeping) -> None:
    assert bookkeeping(before, after, NOW) == expected


def test_st_10_first_in_progress_is_set_once() -> None:
    earlier = datetime(2026, 8, 1, tzinfo=UTC)
    assert bookkeeping("reopened", "in_progress", NOW, earlier) == Bookkeeping()


def test_st_13_leaving_paused_empties_the_date_to_resume_on() -> None:
    assert bookkeeping("paused", "in_progress", NOW, NOW) == Bookkeeping(clears_resume=True)


@given(
    standing=st.builds(
        Standing,
        st.builds(Status, st.sampled_from(("own", *BASES)), st.sampled_from(BASES)),
        st.builds(ServiceTraits, quality_control=st.booleans(), requires_document=st.booleans()),
        has_active_executor=st.booleans(),
        comment=st.sampled_from(("", "old")),
    ),
    wanted=st.builds(
        StatusChange,
        st.builds(Status, st.sampled_from(("own", *BASES)), st.sampled_from(BASES)),
        comment=st.sampled_from((None, "", "old", "new")),
        reasons=st.frozensets(st.sampled_from(("mistake", "other"))),
    ),
    rights=st.frozensets(st.sampled_from(sorted(RIGHTS))),
    controller=st.booleans(),
)
def test_what_is_let_through_with_fewer_rights_is_let_through_with_more(
    standing: Standing, wanted: StatusChange, rights: frozenset[str], controller: bool
) -> None:
    if refusal(standing, wanted, rights, is_controller=controller) is None:
        assert refusal(standing, wanted, EVERY_RIGHT, is_controller=controller) is None
