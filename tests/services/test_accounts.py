from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AccessError, AdsError
from ads_tui.models.ground import SignInLock
from ads_tui.models.people import Employee
from ads_tui.services.accounts import (
    LONGEST_PASSWORD,
    PasswordCheck,
    check_password,
    hash_password,
    new_password_hash,
    sign_in,
)
from ads_tui.store.work import Store
from tests import housing

PASSWORD = "правильный пароль"


@pytest.fixture
def signing(store: Store) -> Store:
    """The store, its administrator having a password that is quick to judge."""
    kept = housing.quick_hash(PASSWORD)
    store.perform(SYSTEM, lambda work: work.session.execute(sa.update(Employee).values(password_hash=kept)))
    return store


def attempt(store: Store, login: str, password: str) -> PasswordCheck:
    return check_password(store, login, password)


def fail(store: Store, login: str, times: int) -> None:
    """Let a login have failed some times in a row."""
    for _ in range(times):
        attempt(store, login, "wrong")


def failures(store: Store) -> dict[str, int]:
    with store.reading(SYSTEM) as reading:
        rows = reading.session.execute(sa.select(col(SignInLock.login_key), col(SignInLock.failures)))
        return {row.login_key: row.failures for row in rows}


def later(store: Store, minutes: float) -> Store:
    return Store(store.engine, Clock(store.clock.now() + timedelta(minutes=minutes)))


def code_of(check: PasswordCheck) -> str | None:
    return check.refusal.code if check.refusal else None


def test_au_1_the_right_password_signs_in(signing: Store) -> None:
    check = attempt(signing, "admin", PASSWORD)
    assert (check.refusal, check.wait_s) == (None, 0)
    assert check.actor is not None
    assert (check.actor.login, check.actor.role) == ("admin", "administrator")


@pytest.mark.parametrize("login", ["admin", "nobody.here"])
def test_au_1_failures_are_slowed_from_the_third_and_locked_after_ten(signing: Store, login: str) -> None:
    checks = [attempt(signing, login, "wrong") for _ in range(11)]
    assert [check.wait_s for check in checks] == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0]
    assert [code_of(check) for check in checks] == ["wrong_password"] * 10 + ["locked"]
    refusal = checks[-1].refusal
    assert refusal is not None
    assert refusal.details == {"until": signing.clock.now() + timedelta(minutes=15)}


def test_au_1_a_locked_login_refuses_the_right_password_until_fifteen_minutes_have_passed(signing: Store) -> None:
    fail(signing, "admin", 10)
    assert code_of(attempt(signing, "admin", PASSWORD)) == "locked"
    assert code_of(attempt(later(signing, 14.99), "admin", PASSWORD)) == "locked"
    assert attempt(later(signing, 15), "admin", PASSWORD).actor is not None
    assert failures(signing) == {}


def test_au_1_after_a_lock_the_count_starts_anew(signing: Store) -> None:
    fail(signing, "admin", 10)
    after = later(signing, 15)
    checks = [attempt(after, "admin", "wrong") for _ in range(10)]
    assert [check.wait_s for check in checks] == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert code_of(attempt(after, "admin", PASSWORD)) == "locked"


def test_au_1_a_success_ends_the_row_of_failures(signing: Store) -> None:
    fail(signing, "admin", 9)
    assert attempt(signing, "admin", PASSWORD).actor is not None
    assert [attempt(signing, "admin", "wrong").wait_s for _ in range(3)] == [0, 0, 1]


def test_au_1_failures_are_counted_per_login_however_it_is_written(signing: Store) -> None:
    for login in ("admin", "ADMIN", " Admin ", "other"):
        attempt(signing, login, "wrong")
    assert failures(signing) == {"admin": 3, "other": 1}
    assert attempt(signing, "Admin", PASSWORD).actor is not None


def test_em_1_a_blocked_employee_does_not_sign_in_even_with_his_password(signing: Store) -> None:
    signing.perform(SYSTEM, lambda work: work.session.execute(sa.update(Employee).values(blocked_at=work.now)))
    assert code_of(attempt(signing, "admin", PASSWORD)) == "wrong_password"
    assert failures(signing) == {"admin": 1}
    with pytest.raises(AccessError) as refused:
        sign_in(signing, login="admin", os_user=None)
    assert refused.value.code == "not_signed_in"


@pytest.mark.parametrize("password", ["", "\x00", "\udcff\udc80", "x" * 2_000_000, PASSWORD + " "])
def test_au_1_whatever_is_typed_is_a_wrong_password(signing: Store, password: str) -> None:
    assert code_of(attempt(signing, "admin", password)) == "wrong_password"


def test_au_1_an_employee_without_a_password_cannot_sign_in_by_one(store: Store) -> None:
    assert code_of(attempt(store, "admin", "")) == "wrong_password"


def test_au_1_a_password_is_the_same_however_its_letters_are_composed(store: Store) -> None:
    kept = hash_password("Пароль ёй")
    store.perform(SYSTEM, lambda work: work.session.execute(sa.update(Employee).values(password_hash=kept)))
    assert attempt(store, "admin", "Пароль е\u0308и\u0306").actor is not None


def test_au_1_passwords_are_kept_as_argon2id(store: Store) -> None:
    assert hash_password(PASSWORD).startswith("$argon2id$")


def test_au_1_failures_at_the_same_moment_are_all_counted(signing: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        checks = list(pool.map(lambda _: attempt(signing, "stranger", "wrong"), range(6)))
    assert sorted(check.wait_s for check in checks) == [0, 0, 1, 2, 3, 4]
    assert failures(signing) == {"stranger": 6}


@pytest.mark.parametrize(("password", "fits"), [("7 chars", False), ("8 symbol", True), ("x" * LONGEST_PASSWORD, True)])
def test_a_new_password_has_eight_characters_at_least(password: str, fits: bool) -> None:
    if fits:
        assert new_password_hash(password) != new_password_hash(password)
        return
    with pytest.raises(AdsError) as refused:
        new_password_hash(password)
    assert (refused.value.code, refused.value.field) == ("invalid_value", "password")
    assert password not in refused.value.message


@pytest.mark.parametrize(("login", "os_user"), [("stranger", None), (None, "stranger"), (None, None)])
def test_cl_1_nobody_found_is_not_signed_in(store: Store, login: str | None, os_user: str | None) -> None:
    with pytest.raises(AccessError) as refused:
        sign_in(store, login=login, os_user=os_user)
    assert refused.value.code == "not_signed_in"


def test_ro_2_rights_that_need_orders_edit_do_not_work_without_it(store: Store, admin: Actor) -> None:
    store.perform(admin, lambda work: work.session.execute(sa.text("UPDATE roles SET rights = '[\"chat.send\"]'")))
    assert sign_in(store, login="admin", os_user=None).rights == frozenset()
