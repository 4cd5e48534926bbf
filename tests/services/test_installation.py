from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.rights import RIGHTS, SECTIONS
from ads_tui.domain.statuses import BUILTIN_STATUSES
from ads_tui.errors import AdsError
from ads_tui.models.catalogue import CancelReason, Status
from ads_tui.models.ground import Installation
from ads_tui.models.people import Employee, Role
from ads_tui.services.accounts import check_password, sign_in
from ads_tui.services.installation import install, is_demonstration, is_installed
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store


def test_st_12_a_database_begins_with_the_built_in_statuses(store: Store) -> None:
    with store.reading(SYSTEM) as reading:
        statuses = list(reading.session.scalars(sa.select(Status).order_by(col(Status.position))))
    assert [(one.code, one.base, one.colour) for one in statuses] == [
        (one.code, one.code, one.colour) for one in BUILTIN_STATUSES
    ]
    assert all(one.builtin and not one.hidden for one in statuses)
    assert [one.code for one in statuses if not one.in_load] == ["done", "cancelled", "cancelled_by_client"]


def test_st_7_a_database_begins_with_the_cancel_reasons(store: Store) -> None:
    with store.reading(SYSTEM) as reading:
        reasons = reading.session.scalars(sa.select(CancelReason).order_by(col(CancelReason.position)))
        assert [reason.code for reason in reasons] == ["changed_mind", "solved_himself", "too_long", "mistake", "other"]


def test_ro_1_a_database_begins_with_the_roles_that_ship(store: Store) -> None:
    with store.reading(SYSTEM) as reading:
        roles = {role.code: role for role in reading.session.scalars(sa.select(Role))}
    assert sorted(roles) == ["administrator", "dispatcher", "executor", "observer", "supervisor"]
    assert roles["administrator"].rights == list(RIGHTS)
    assert roles["administrator"].sections == list(SECTIONS)
    assert roles["observer"].rights == ["orders.view_all", "reports.view"]
    assert all(role.all_services for role in roles.values())


def test_the_first_administrator_may_do_and_see_all(admin: Actor) -> None:
    assert (admin.login, admin.role, admin.buildings, admin.services) == ("admin", "administrator", None, None)
    assert admin.rights == frozenset(RIGHTS)


def test_an_installed_database_is_not_installed_again(store: Store) -> None:
    with pytest.raises(AdsError) as refused:
        store.perform(SYSTEM, lambda work: install(work, admin_login="other", os_user="somebody"))
    assert refused.value.code == "taken"
    with store.reading(SYSTEM) as reading:
        assert list(reading.session.scalars(sa.select(col(Employee.login)))) == ["admin"]
        assert reading.session.scalar(sa.select(sa.func.count()).select_from(Installation)) == 1


def test_an_empty_database_is_not_installed(upgraded_url: str) -> None:
    store = Store(make_engine(upgraded_url), Clock())
    with store.reading(SYSTEM) as reading:
        assert (is_installed(reading.session), is_demonstration(reading.session)) == (False, False)
    i18n.activate("ru")
    store.perform(
        SYSTEM,
        lambda work: install(work, admin_login="root", os_user="alice", password="long enough", demonstration=True),
    )
    with store.reading(SYSTEM) as reading:
        assert (is_installed(reading.session), is_demonstration(reading.session)) == (True, True)
        assert reading.session.scalar(sa.select(col(Status.name)).where(col(Status.code) == "paused")) == i18n._(
            "Paused"
        )
    assert sign_in(store, login=None, os_user="alice").login == "root"
    assert check_password(store, "root", "long enough").actor is not None
    store.engine.dispose()


@pytest.mark.parametrize(
    ("login", "password", "field"),
    [("Root", None, "admin"), ("1st", None, "admin"), ("a", None, "admin"), ("root", "short", "password")],
)
def test_a_bad_login_or_password_leaves_the_database_empty(
    upgraded_url: str, login: str, password: str | None, field: str
) -> None:
    store = Store(make_engine(upgraded_url), Clock())
    with pytest.raises(AdsError) as refused:
        store.perform(SYSTEM, lambda work: install(work, admin_login=login, os_user=None, password=password))
    assert (refused.value.code, refused.value.field) == ("invalid_value", field)
    with store.reading(SYSTEM) as reading:
        assert not is_installed(reading.session)
    store.engine.dispose()


def test_of_two_who_install_at_one_moment_one_is_refused(upgraded_url: str) -> None:
    store = Store(make_engine(upgraded_url), Clock())

    def attempt(login: str) -> str:
        try:
            store.perform(SYSTEM, lambda work: install(work, admin_login=login, os_user=None))
        except AdsError as error:
            return error.code
        return "installed"

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(attempt, ("anna", "boris", "clara", "dora")))
    assert sorted(ends) == ["installed", "taken", "taken", "taken"]
    with store.reading(SYSTEM) as reading:
        assert len(list(reading.session.scalars(sa.select(col(Employee.login))))) == 1
        assert reading.session.scalar(sa.select(sa.func.count()).select_from(Installation)) == 1
    store.engine.dispose()
