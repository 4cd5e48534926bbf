import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.rights import BUILTIN_ROLES, NEEDS_EDIT, RIGHTS, SECTIONS, effective

ROLES = {role.code: role for role in BUILTIN_ROLES}


def test_ro_2_every_right_is_listed_once_in_the_order_of_the_table() -> None:
    assert " ".join(RIGHTS) == (
        "orders.view_all orders.view_own orders.create orders.edit orders.cancel orders.complete orders.approve "
        "orders.manage_any orders.export chat.send chat.delete_any comments.add incidents.manage invoices.edit "
        "invoices.discount refunds.make payments.view clients.edit services.edit filters.share reports.view admin"
    )


def test_ro_1_every_section_is_listed_in_the_order_of_the_table() -> None:
    assert " ".join(SECTIONS) == (
        "orders my_orders incidents clients buildings services prices payments calls reports administration"
    )


@pytest.mark.parametrize(
    ("role", "rights", "sections"),
    [
        ("administrator", " ".join(RIGHTS), " ".join(SECTIONS)),
        (
            "supervisor",
            "orders.view_all orders.view_own orders.create orders.edit orders.cancel orders.complete orders.approve "
            "orders.manage_any orders.export chat.send comments.add incidents.manage invoices.edit invoices.discount "
            "refunds.make payments.view clients.edit filters.share reports.view",
            "orders my_orders incidents clients buildings services prices payments calls reports",
        ),
        (
            "dispatcher",
            "orders.view_all orders.create orders.edit orders.cancel orders.complete orders.export chat.send "
            "comments.add incidents.manage invoices.edit clients.edit",
            "orders my_orders incidents clients buildings services prices calls",
        ),
        ("executor", "orders.view_own orders.edit orders.complete chat.send comments.add", "my_orders"),
        ("observer", "orders.view_all reports.view", "orders incidents reports"),
    ],
)
def test_ro_2_built_in_roles_are_those_of_the_table(role: str, rights: str, sections: str) -> None:
    assert ROLES[role].rights == set(rights.split())
    assert ROLES[role].sections == set(sections.split())


@pytest.mark.parametrize(
    "right",
    [
        "orders.cancel",
        "orders.complete",
        "chat.send",
        "chat.delete_any",
        "comments.add",
        "invoices.edit",
        "invoices.discount",
        "refunds.make",
    ],
)
def test_ro_2_a_right_that_needs_editing_does_not_work_without_it(right: str) -> None:
    assert effective({right}) == frozenset()
    assert effective({right, "orders.edit"}) == {right, "orders.edit"}


@pytest.mark.parametrize("right", ["orders.approve", "orders.create", "orders.manage_any", "orders.export", "admin"])
def test_ro_2_other_rights_work_without_editing(right: str) -> None:
    assert effective({right}) == {right}


@given(st.frozensets(st.sampled_from(sorted(RIGHTS))))
def test_ro_2_what_works_is_held_and_stays_so(rights: frozenset[str]) -> None:
    works = effective(rights)
    assert works <= rights
    assert effective(works) == works
    assert rights - works <= NEEDS_EDIT
