from zoneinfo import ZoneInfo

from ads_tui.domain.actors import Actor
from ads_tui.services.accounts import sign_in
from ads_tui.services.employees import set_employee, set_password
from ads_tui.services.session import Session, session_of
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Store


def session(store: Store) -> Session:
    with store.reading(sign_in(store, login="admin", os_user=None)) as reading:
        return session_of(reading)


def test_a_session_tells_who_works_where_and_in_which_zone(store: Store, admin: Actor) -> None:
    store.perform(admin, lambda work: set_setting(work, "organization.name", "Green Park"))
    store.perform(admin, lambda work: set_setting(work, "lock.minutes", "3"))
    assert session(store) == Session(
        admin, "Administrator", "Green Park", ZoneInfo("Europe/Moscow"), has_password=False, lock_minutes=3
    )


def test_ones_own_zone_goes_before_the_organizations(store: Store, admin: Actor) -> None:
    store.perform(admin, lambda work: set_employee(work, "admin", "zone", "Asia/Yekaterinburg"))
    assert session(store).zone == ZoneInfo("Asia/Yekaterinburg")


def test_who_has_a_password_can_unlock(store: Store, admin: Actor) -> None:
    store.perform(admin, lambda work: set_password(work, "admin", "hash"))
    assert session(store).has_password
