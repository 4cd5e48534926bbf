"""What lists, labels, filters, sorts and exports say of the clocks of orders (LB-1, FL-1, CO-4, XL-1, CL-7, SL-12)."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ads_tui.domain.moments import iso_utc
from ads_tui.services.export.orders import OrderExport, export_orders
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import count_orders, list_orders
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.services.sla.keeping import keep_time
from ads_tui.store.work import Reading
from tests.services.world import World

KINDS = ("reaction", "localization", "execution")


def row(world: World, number: int) -> OrderRow:
    return world.read("dora", lambda reading: fetch_rows(reading, [number])[0])


def states(world: World, number: int) -> tuple[str, ...]:
    sla = row(world, number).sla
    assert tuple(sla) == KINDS
    return tuple(sla.values())


def left(world: World, number: int) -> float | None:
    """Minutes left, None while nothing counts."""
    here = row(world, number).left
    assert here is not None, "no clock runs or stands"
    time = here.until(world.read("dora", lambda reading: reading.now))
    return None if time is None else time / timedelta(minutes=1)


def found(world: World, line: str, *, few: int = 5_000) -> set[int]:
    def read(reading: Reading) -> set[int]:
        wanted = read_filter(reading, line)
        numbers = {one.number for one in list_orders(reading, wanted=wanted, limit=1_000, few=few).rows}
        assert count_orders(reading, wanted=wanted) == len(numbers)
        return numbers

    return world.read("dora", read)


def test_cl_7_an_order_without_norms_has_no_clocks(world: World) -> None:
    number = world.order("timeless")
    assert states(world, number) == ("none", "none", "none")
    shown = row(world, number)
    assert (shown.reaction_due_at, shown.localization_due_at, shown.localized_at, shown.left) == (None,) * 4


def test_cl_7_a_row_tells_states_and_dues(world: World) -> None:
    number = world.order("burst")
    assert states(world, number) == ("running", "running", "not_started")
    shown = row(world, number)
    assert shown.reaction_due_at is not None and iso_utc(shown.reaction_due_at) == "2026-08-20T08:15:00Z"
    assert shown.localization_due_at is not None and iso_utc(shown.localization_due_at) == "2026-08-20T08:30:00Z"
    assert (shown.left.kind if shown.left else None, left(world, number)) == ("reaction", 15)


def test_sl_12_what_broke_is_labelled_and_found_though_nobody_has_recorded_it(world: World) -> None:
    number = world.order("burst")
    for moment, broken in (("08:15:00", ()), ("08:15:01", KINDS[:1]), ("08:30:01", KINDS[:2])):
        later = world.at(f"2026-08-20T{moment}Z")
        assert row(later, number).labels == tuple(f"{kind}_broken" for kind in broken)
        for few in (5_000, 0):
            assert [kind for kind in KINDS if number in found(later, f"sla:{kind}", few=few)] == list(broken)
            assert (number in found(later, "sla:none", few=few)) == (not broken)
    assert states(later, number) == ("broken", "broken", "not_started")
    assert left(later, number) == pytest.approx(-15, abs=0.02)


def test_lb_1_what_is_recorded_says_the_same(world: World) -> None:
    number = world.order("burst")
    later = world.at("2026-08-20T09:00:00Z")
    before, minutes = row(later, number), left(later, number)
    later.do("system", lambda work: keep_time(work, [take_order(work, number)]))
    after = row(later, number)
    assert (after.labels, dict(after.sla)) == (before.labels, dict(before.sla))
    assert left(later, number) == minutes == -45
    assert {number} <= found(later, "sla:reaction,execution") & found(later, "-sla:none")
    assert number not in found(later, "sla:execution") | found(later, "sla:none,execution")


def test_sl_4_while_paused_nothing_counts_also_of_a_broken_clock(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.status(number, "in_progress")
    world.at("2026-08-20T09:00:00Z").status(number, "paused", comment="waits")
    assert (states(world, number)[2], left(world, number)) == ("paused", None)
    world.at("2026-08-20T09:30:00Z").status(number, "in_progress")
    late = world.at("2026-08-20T11:00:00Z")
    assert left(late, number) == -30
    late.status(number, "paused", comment="waits on")
    assert (states(late, number)[2], left(late, number)) == ("broken", None)
    late.status(number, "in_progress")
    late.status(number, "done")
    assert row(late, number).left is None
    assert row(late, number).labels == ("execution_broken",)


def test_lb_1_after_a_reopening_the_label_tells_of_the_new_clock(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.status(number, "in_progress")
    late = world.at("2026-08-20T11:00:00Z")
    late.status(number, "done")
    assert number in found(late, "sla:execution")
    late.status(number, "reopened")
    assert states(late, number) == ("met", "none", "not_started")
    assert row(late, number).labels == ()
    assert number not in found(late, "sla:execution")


def test_ls_5_the_least_time_left_comes_first_and_what_does_not_count_last(world: World) -> None:
    late = world.order("quick")
    soon = world.at("2026-08-20T08:30:00Z").order("quick")
    slow = world.order("slow", "oak1", "ed")
    world.status(slow, "in_progress")
    none = world.order("timeless")

    def numbers(sort: str) -> list[int]:
        rows = world.read("dora", lambda reading: list_orders(reading, sort=parse_sort(sort), limit=1_000)).rows
        return [one.number for one in rows if one.number in (late, soon, slow, none)]

    assert numbers("left") == [late, soon, slow, none]
    assert numbers("left:desc") == [slow, soon, late, none]


def test_xl_1_the_cells_of_clocks_and_of_their_labels(world: World, tmp_path: Path) -> None:
    number, bare = world.order("burst"), world.order("timeless")
    late = world.at("2026-08-20T08:20:00Z")
    fields = ("reaction_due_at", "reaction", "execution", "localization", "localized_at", "labels")
    place = tmp_path / "orders.xlsx"
    asked = OrderExport(fields=("number", *fields), numbers=(number, bare))
    late.read("sam", lambda reading: export_orders(reading, asked, place))
    cells: dict[Any, Any] = {
        key: rest for key, *rest in openpyxl.load_workbook(place).worksheets[0].iter_rows(min_row=2, values_only=True)
    }
    due = datetime(2026, 8, 20, 11, 15)
    assert cells[number] == [due, "broken", "not started", "running", None, "Reaction SLA broken"]
    assert cells[bare] == [None] * len(fields)
