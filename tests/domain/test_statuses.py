import pytest

from ads_tui.domain.statuses import (
    BASES,
    BUILTIN_STATUSES,
    FINAL,
    ServiceTraits,
    after_approval,
    allowed,
    initial_status,
    is_open,
    may_choose,
    right_for,
)

PLAIN = ServiceTraits()
CONTROLLED = ServiceTraits(quality_control=True)


def test_the_table_of_statuses_is_that_of_the_specification() -> None:
    assert [(status.code, status.caption, status.colour, status.position) for status in BUILTIN_STATUSES] == [
        ("pending", "Pending", "red", 1),
        ("in_progress", "In progress", "blue", 2),
        ("done", "Done", "green", 3),
        ("paused", "Paused", "grey", 4),
        ("cancelled", "Cancelled", "yellow", 5),
        ("cancelled_by_client", "Cancelled by client", "yellow", 6),
        ("reopened", "Reopened", "purple", 7),
        ("approval", "Approval", "cyan", 8),
        ("clarification", "Needs clarification", "orange", 9),
        ("quality_control", "Quality control", "teal", 10),
    ]


@pytest.mark.parametrize("base", BASES)
def test_an_order_is_open_unless_done_or_cancelled(base: str) -> None:
    assert is_open(base) is (base not in {"done", "cancelled", "cancelled_by_client"})


@pytest.mark.parametrize(
    ("traits", "status", "approved"),
    [
        (ServiceTraits(), "pending", "pending"),
        (ServiceTraits(appointment=True), "in_progress", "in_progress"),
        (ServiceTraits(approval=True), "approval", "pending"),
        (ServiceTraits(appointment=True, approval=True), "approval", "in_progress"),
    ],
)
def test_st_1_first_status(traits: ServiceTraits, status: str, approved: str) -> None:
    assert initial_status(traits) == status
    assert after_approval(traits) == approved


@pytest.mark.parametrize(
    ("base", "traits", "targets"),
    [
        ("pending", PLAIN, "in_progress cancelled cancelled_by_client"),
        ("in_progress", PLAIN, "done paused cancelled cancelled_by_client"),
        ("in_progress", CONTROLLED, "quality_control paused cancelled cancelled_by_client"),
        ("paused", PLAIN, "in_progress"),
        ("quality_control", CONTROLLED, "done in_progress cancelled cancelled_by_client"),
        ("quality_control", PLAIN, "done in_progress cancelled cancelled_by_client"),
        ("done", PLAIN, "reopened"),
        ("reopened", PLAIN, "in_progress cancelled cancelled_by_client"),
        ("approval", ServiceTraits(approval=True), "cancelled cancelled_by_client"),
        ("clarification", ServiceTraits(approval=True), "approval cancelled cancelled_by_client"),
        ("cancelled", PLAIN, ""),
        ("cancelled_by_client", PLAIN, ""),
    ],
)
def test_st_2_transitions_an_employee_may_choose(base: str, traits: ServiceTraits, targets: str) -> None:
    assert " ".join(allowed(base, traits)) == targets


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("traits", [PLAIN, CONTROLLED])
def test_st_2_leads_to_built_in_statuses_and_never_to_itself(base: str, traits: ServiceTraits) -> None:
    targets = allowed(base, traits)
    assert set(targets) <= set(BASES) - {base}
    assert (targets == ()) is (base in FINAL)


@pytest.mark.parametrize(
    ("base", "right"),
    [
        ("in_progress", "orders.edit"),
        ("paused", "orders.edit"),
        ("quality_control", "orders.edit"),
        ("reopened", "orders.edit"),
        ("approval", "orders.edit"),
        ("done", "orders.complete"),
        ("cancelled", "orders.cancel"),
        ("cancelled_by_client", "orders.cancel"),
    ],
)
def test_ro_2_each_status_needs_its_right(base: str, right: str) -> None:
    assert right_for(base) == right


@pytest.mark.parametrize(
    ("present", "target", "rights", "is_controller", "may"),
    [
        ("quality_control", "done", set(), True, True),
        ("quality_control", "done", {"orders.manage_any"}, False, True),
        ("quality_control", "done", {"orders.edit", "orders.complete"}, False, False),
        ("quality_control", "in_progress", set(), True, True),
        ("quality_control", "in_progress", {"orders.manage_any"}, False, True),
        ("quality_control", "in_progress", {"orders.edit"}, False, False),
        ("quality_control", "cancelled", {"orders.edit", "orders.cancel"}, False, True),
        ("quality_control", "cancelled", set(), True, False),
        ("in_progress", "quality_control", {"orders.edit"}, False, True),
        ("in_progress", "quality_control", set(), True, False),
        ("in_progress", "cancelled", {"orders.cancel"}, False, False),
        ("in_progress", "done", {"orders.complete", "orders.manage_any"}, True, False),
    ],
)
def test_st_9_control_is_for_controllers_and_holders_of_manage_any(
    present: str, target: str, rights: set[str], is_controller: bool, may: bool
) -> None:
    assert may_choose(present, target, CONTROLLED, rights, is_controller) is may


def test_st_9_holds_only_where_control_is_mandatory() -> None:
    assert may_choose("quality_control", "done", PLAIN, {"orders.edit", "orders.complete"}, is_controller=False)
    assert not may_choose("quality_control", "done", PLAIN, {"orders.edit"}, is_controller=True)
