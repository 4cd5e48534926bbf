import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.assignment import Candidate, check_controllers, check_executors, fitting_defaults
from ads_tui.domain.statuses import BASES
from ads_tui.errors import RuleError

PEOPLE = {
    "belov": Candidate(),
    "erofeev": Candidate(),
    "moroz": Candidate(),
    "foreign": Candidate(department_ok=False),
    "far": Candidate(access_ok=False),
    "gone": Candidate(blocked=True),
    "foreign_and_far": Candidate(department_ok=False, access_ok=False),
}


def executors(present: str, add: str = "", remove: str = "", maximum: int = 2, base: str = "pending") -> str:
    after = check_executors(
        set(present.split()),
        add=set(add.split()),
        remove=set(remove.split()),
        maximum=maximum,
        status_base=base,
        candidates=PEOPLE,
    )
    return " ".join(sorted(after))


def controllers(present: str, add: str = "", remove: str = "", offered: bool = True, base: str = "pending") -> str:
    after = check_controllers(
        set(present.split()),
        add=set(add.split()),
        remove=set(remove.split()),
        offered=offered,
        status_base=base,
        candidates=PEOPLE | {f"c{number}": Candidate() for number in range(7)},
    )
    return " ".join(sorted(after))


@pytest.mark.parametrize(
    ("present", "add", "remove", "after"),
    [
        ("", "belov", "", "belov"),
        ("belov", "erofeev", "", "belov erofeev"),
        ("belov", "belov", "", "belov"),
        ("belov", "", "moroz", "belov"),
        ("belov erofeev", "", "belov", "erofeev"),
        ("belov", "erofeev", "belov", "erofeev"),
        ("belov", "", "belov", ""),
        ("foreign far gone", "", "gone", "far foreign"),
    ],
)
def test_pe_1_executors_are_added_and_removed(present: str, add: str, remove: str, after: str) -> None:
    assert executors(present, add, remove) == after


@pytest.mark.parametrize(
    ("present", "add", "code", "named"),
    [
        ("belov erofeev", "moroz", "too_many_executors", "3"),
        ("", "belov erofeev moroz", "too_many_executors", "3"),
        ("", "foreign", "wrong_department", "foreign"),
        ("", "far", "no_access", "far"),
        ("", "gone", "no_access", "gone"),
        ("", "gone far", "no_access", "far, gone"),
        ("", "foreign_and_far", "wrong_department", "foreign_and_far"),
        ("belov", "foreign far", "too_many_executors", "3"),
        ("", "belov far", "no_access", "far"),
    ],
)
def test_pe_1_who_does_not_fit_is_refused_and_named(present: str, add: str, code: str, named: str) -> None:
    with pytest.raises(RuleError) as caught:
        executors(present, add)
    assert (caught.value.code, caught.value.field) == (code, "login")
    assert named in caught.value.message
    assert "belov" not in caught.value.message


def test_pe_1_who_is_there_already_is_not_judged_again() -> None:
    assert executors("foreign far", "", "far") == "foreign"
    assert executors("foreign", "belov") == "belov foreign"
    assert executors("belov erofeev moroz", "", "moroz", maximum=1) == "belov erofeev"


@pytest.mark.parametrize("base", BASES)
def test_pe_1_people_of_an_order_that_is_not_open_cannot_be_changed(base: str) -> None:
    if base in ("done", "cancelled", "cancelled_by_client"):
        for change in (executors, controllers):
            with pytest.raises(RuleError) as caught:
                change("", "belov", base=base)
            assert (caught.value.code, caught.value.details) == ("not_editable", {"because": "status"})
    else:
        assert executors("", "belov", base=base) == controllers("", "belov", base=base) == "belov"


def test_cl_10_what_changes_nothing_is_not_refused() -> None:
    assert executors("belov", "belov", "moroz", base="done") == "belov"
    assert controllers("belov", "belov", "moroz", base="done", offered=False) == "belov"


@pytest.mark.parametrize("base", BASES)
def test_pe_3_the_last_executor_is_replaced_not_removed(base: str) -> None:
    if base in ("in_progress", "paused", "quality_control"):
        with pytest.raises(RuleError) as caught:
            executors("belov", "", "belov", base=base)
        assert caught.value.code == "last_executor"
        assert "belov" in caught.value.message
        assert executors("belov", "moroz", "belov", base=base) == "moroz"
        assert executors("belov moroz", "", "belov", base=base) == "moroz"


@pytest.mark.parametrize("base", ["pending", "reopened", "approval", "clarification"])
def test_pe_3_elsewhere_the_last_executor_goes(base: str) -> None:
    assert executors("belov", "", "belov", base=base) == ""


@pytest.mark.parametrize(
    ("present", "add", "offered", "code"),
    [
        ("", "c1", False, "not_offered"),
        ("c1 c2 c3 c4 c5", "c6", True, "too_many_controllers"),
        ("", "far", True, "no_access"),
        ("", "gone", True, "no_access"),
        ("", "far gone", False, "not_offered"),
    ],
)
def test_pe_5_controllers_are_refused(present: str, add: str, offered: bool, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        controllers(present, add, offered=offered)
    assert (caught.value.code, caught.value.field) == (code, "login")


def test_pe_5_controllers_are_of_any_department_and_at_most_five() -> None:
    assert controllers("c1 c2 c3 c4", "foreign") == "c1 c2 c3 c4 foreign"
    assert controllers("c1", "", "c1", base="in_progress") == ""
    assert controllers("c1 c2 c3 c4 c5", "c6", "c1") == "c2 c3 c4 c5 c6"


def test_pe_1_a_default_who_does_not_fit_is_left_out_and_told() -> None:
    assert fitting_defaults(["gone", "belov", "foreign", "far", "belov", "unknown", "moroz", "erofeev"], PEOPLE, 2) == (
        ("belov", "moroz"),
        (
            ("gone", "blocked"),
            ("foreign", "wrong_department"),
            ("far", "no_access"),
            ("unknown", "no_access"),
            ("erofeev", "too_many"),
        ),
    )


LOGINS = st.frozensets(st.sampled_from(sorted(PEOPLE)))


@given(LOGINS, LOGINS, LOGINS, st.integers(1, 4), st.sampled_from(BASES))
def test_pe_1_what_passes_holds_every_rule(
    present: frozenset[str], add: frozenset[str], remove: frozenset[str], maximum: int, base: str
) -> None:
    try:
        after = check_executors(present, add=add, remove=remove, maximum=maximum, status_base=base, candidates=PEOPLE)
    except RuleError:
        return
    added = after - present
    assert add <= after <= present | add
    assert not (remove - add) & after
    assert all(PEOPLE[login] == Candidate() for login in added)
    assert not added or len(after) <= maximum


@given(st.lists(st.sampled_from(sorted(PEOPLE))), st.integers(0, 4))
def test_pe_1_every_default_fits_or_is_told(defaults: list[str], maximum: int) -> None:
    fit, left_out = fitting_defaults(defaults, PEOPLE, maximum)
    assert sorted({*fit, *(login for login, _ in left_out)}) == sorted(set(defaults))
    assert len(fit) + len(left_out) == len(set(defaults))
    assert len(fit) <= maximum
