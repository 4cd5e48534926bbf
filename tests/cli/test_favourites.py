"""`ads favourite` and the filters of `ads order list` (FV-1 … FV-3, FL-4, CL-5, CL-7, CL-8, CL-14)."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ads_tui.cli import completion
from ads_tui.services.nouns.statuses import add_status, delete_status
from tests.cli.calls import Ads
from tests.services.world import World


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    """The engines that a call leaves open: a process would close them by ending."""
    found: list[Engine] = []

    def remember(connection: sa.Connection) -> None:
        found.append(connection.engine)

    sa.event.listen(Engine, "engine_connect", remember)
    yield found
    sa.event.remove(Engine, "engine_connect", remember)
    for engine in found:
        engine.dispose()


def test_cl_7_a_favourite_as_a_document(world: World, call: Ads) -> None:
    made = call("dora", "favourite", "add", "Today", "-q", "status:pending,done due:today").document
    assert made == {
        "name": "Today",
        "filter": "status:pending,done due:today",
        "role": None,
        "created_at": "2026-08-20T08:00:00Z",
    }
    assert call("dora", "favourite", "list").document == {"favourites": [made]}
    assert call("sam", "favourite", "add", "All", "-q", "лифт", "--role", "dispatcher").document["role"] == "dispatcher"
    assert [one["name"] for one in call("dora", "favourite", "list").document["favourites"]] == ["Today", "All"]
    renamed = call("dora", "favourite", "rename", "today", "Now").document
    assert renamed == made | {"name": "Now"}
    assert call("dora", "favourite", "delete", "NOW").document == {"done": ["Now"]}
    assert call("dima", "favourite", "list", json=False).out.count("All") == 1
    assert "sam" in call("dima", "favourite", "list", json=False).out


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("add", "", "-q", "x"), (2, "invalid_value", "name")),
        (("add", "A", "-q", ""), (2, "field_required", "filter")),
        (("add", "A", "-q", "stat:x"), (2, "filter_syntax", "filter")),
        (("add", "A"), (2, "usage", None)),
        (("add", "A", "-q", "x", "--role", "dispatcher"), (4, "forbidden", None)),
        (("add", "A", "-q", "x", "--role", "ghost"), (3, "not_found", "role")),
        (("rename", "Nothing", "B"), (3, "not_found", "favourite")),
        (("delete", "Nothing"), (3, "not_found", "favourite")),
    ],
)
def test_cl_8_refusals_of_favourites(call: Ads, words: tuple[str, ...], refused: tuple[int, str, str | None]) -> None:
    assert call("dora", "favourite", *words).refused == refused


def test_cl_8_nobody_has_favourites(call: Ads) -> None:
    for words in (("list",), ("add", "A", "-q", "x"), ("delete", "A")):
        assert call(None, "favourite", *words).refused[:2] == (4, "not_signed_in")
    assert call(None, "favourite", "add", "", "-q", "x").refused[1] == "invalid_value"


def test_fl_4_the_list_by_a_filter_with_its_place_and_nearest(world: World, call: Ads) -> None:
    number = world.order("lift", "oak1", premise="1")
    found = call("dora", "order", "list", "-q", "service:lift entrance:2 created:today").document
    assert (found["found"], [one["number"] for one in found["orders"]], found["gone"]) == (1, [number], [])
    refused = call("dora", "order", "list", "-q", "лифт status:bogus")
    assert refused.refused == (2, "filter_syntax", "filter")
    assert refused.error["details"] == {"position": 12, "nearest": None}
    assert "pending" in refused.error["message"]
    assert call("dora", "order", "list", "-q", "creatd:today").error["details"] == {"position": 0, "nearest": "created"}
    assert call("dora", "order", "list", "--tab", "new", "-q", "status:done").refused[1] == "filter_syntax"


def test_cl_14_a_cursor_goes_with_its_filter_and_sort(world: World, call: Ads) -> None:
    for _ in range(3):
        world.order("papers", "oak2")
    first = call("dora", "order", "list", "-q", "service:papers", "--limit", 2).document
    assert (first["found"], len(first["orders"])) == (3, 2)
    rest = call("dora", "order", "list", "-q", "SERVICE:papers", "--limit", 2, "--after", first["next"]).document
    assert (rest["found"], len(rest["orders"]), rest["next"]) == (3, 1, None)
    for other in (("-q", "service:papers,lift"), (), ("-q", "service:papers", "--sort", "number")):
        refused = call("dora", "order", "list", *other, "--after", first["next"])
        assert refused.refused == (2, "invalid_value", "after")


def test_fv_2_the_list_of_a_favourite_says_what_has_gone(world: World, call: Ads) -> None:
    world.do("admin", lambda work: add_status(work, "thawing", "Thawing", based_on="paused"))
    number = world.order("hidden-work", "oak1")
    call("dora", "favourite", "add", "Cold", "-q", "status:thawing service:hidden-work")
    assert call("dora", "order", "list", "--favourite", "cold").document["orders"] == []
    world.do("admin", lambda work: delete_status(work, "thawing"))
    found = call("dora", "order", "list", "--favourite", "COLD").document
    assert (found["gone"], [one["number"] for one in found["orders"]]) == (["thawing"], [number])
    shown = call("dora", "order", "list", "--favourite", "Cold", json=False)
    assert "thawing" in shown.err
    assert "thawing" not in shown.out
    assert str(number) in shown.out


def test_cl_14_a_filter_comes_from_one_place(call: Ads) -> None:
    assert call("dora", "order", "list", "-q", "x", "--favourite", "x").refused == (2, "usage", None)
    assert call("dora", "order", "list", "-q", "", "--favourite", "x").refused == (2, "usage", None)
    assert call("dora", "order", "list", "--favourite", "ghost").refused == (3, "not_found", "favourite")


def test_cl_5_favourites_are_completed_by_their_beginning(world: World, call: Ads, engines: list[Engine]) -> None:
    call("dima", "favourite", "add", "Ёлки", "-q", "due:today")
    call("dima", "favourite", "add", "Other", "-q", "due:none")
    context = SimpleNamespace(find_root=lambda: SimpleNamespace(params={"db": world.url, "login": "dima"}))
    offer: Callable[..., list[tuple[str, str]]] = completion.favourites
    assert offer(context, "ел") == [("Ёлки", "due:today")]
    assert {"Ёлки", "Other"} <= {name for name, _filter in offer(context, "")}
    assert engines
