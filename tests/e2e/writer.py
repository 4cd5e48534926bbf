"""A process that writes: `python -m tests.e2e.writer URL SEED COUNT` prints a line for every acknowledged act."""

import random
import sys
from datetime import timedelta

from ads_tui.clock import Clock
from ads_tui.domain.moments import iso_utc
from ads_tui.errors import AdsError
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.comments import add_comment
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store, Work

# All writers meet on the first orders, so that they wait for one another.
SHARED = 5


def act(store: Store, chance: random.Random, seed: int, turn: int) -> str:
    """Do one random act and say what was done: `create N`, `edit N`, `comment N`, `assign N`, `status N`."""
    actor = sign_in(store, login="admin", os_user=None)
    kind = chance.choices(("create", "edit", "comment", "assign", "status"), (4, 4, 2, 1, 1))[0]
    number = chance.randint(1, SHARED)
    # Each act sets a moment of its own, so that every edit is a change.
    due = iso_utc(store.clock.now() + timedelta(days=1 + seed, seconds=turn))

    def operation(work: Work) -> int:
        if kind == "create":
            return create_order(work, NewOrder(service="other", building="oak1", client_name=f"Writer {seed}"))
        if kind == "edit":
            edit_order(work, number, Edit(due=due))
        elif kind == "comment":
            add_comment(work, number, f"{seed} {turn}", important=chance.random() < 0.3)
        elif kind == "assign":
            change_executors(work, number, ["fitter"], mode="add")
        else:
            change_status(work, number, StatusWish("in_progress", comment=f"{seed} {turn}"))
        return number

    try:
        return f"{kind} {store.perform(actor, operation)}"
    except AdsError as error:
        if error.exit_code in (5, 6):
            return f"error {error.code}"
        return f"refused {error.code}"


def main(url: str, seed: int, count: int) -> None:
    """Write until the count is reached."""
    store = Store(make_engine(url), Clock())
    chance = random.Random(seed)
    for turn in range(count):
        sys.stdout.write(act(store, chance, seed, turn) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
