"""One leads, the others stand by and take over when his lease ends (SC-1)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ads_tui.scheduler.lease import give_back, leader, new_owner, take
from ads_tui.store.work import Store


def until(condition: Callable[[], bool]) -> None:
    """Ask until it holds; the time limit of trials ends what never does."""
    while not condition():
        pass


def owner(store: Store) -> str | None:
    found = leader(store)
    return None if found is None else found.owner


def test_sc_1_one_holds_the_lease_until_it_ends_or_is_given_back(store: Store) -> None:
    first, second = new_owner(), new_owner()
    assert owner(store) is None
    assert take(store, first, length_s=20)
    assert not take(store, second, length_s=20)
    assert owner(store) == first
    give_back(store, second)
    assert owner(store) == first
    give_back(store, first)
    assert owner(store) is None
    assert take(store, second, length_s=20)
    assert owner(store) == second


def test_sc_1_a_lease_that_is_not_renewed_is_taken_over(store: Store) -> None:
    first, second = new_owner(), new_owner()
    assert take(store, first, length_s=0.3)
    assert not take(store, second, length_s=0.3)
    until(lambda: take(store, second, length_s=20))
    assert not take(store, first, length_s=20)
    assert owner(store) == second


def test_sc_1_renewing_keeps_since_and_notes_the_last_look(store: Store) -> None:
    holder = new_owner()
    take(store, holder, length_s=20)
    begun = leader(store)
    assert begun is not None
    assert begun.ticked_at is None
    take(store, holder, length_s=20, ticked=True)
    looked = leader(store)
    assert looked is not None
    assert looked.since == begun.since
    assert looked.ticked_at is not None
    assert looked.ticked_at >= begun.since


def test_sc_1_a_lease_from_before_the_databases_clock_was_set_back_holds_nobody_up(store: Store) -> None:
    first, second = new_owner(), new_owner()
    take(store, first, length_s=3_600)
    assert take(store, second, length_s=20)
    assert owner(store) == second


def test_cl_2_the_lease_knows_no_clock_but_the_databases(store: Store) -> None:
    take(store, new_owner(), length_s=20)
    found = leader(store)
    assert found is not None
    # The store's own clock stands still in August 2026.
    assert abs(found.since - datetime.now(UTC)) < timedelta(hours=1)
