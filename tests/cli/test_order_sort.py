"""`ads order list --sort` (CO-4, CL-7, CL-8, CL-14, SE-1)."""

import pytest

from ads_tui.domain.columns import SORTED_BY
from tests.cli.calls import Ads
from tests.services.world import World


@pytest.mark.parametrize("column", SORTED_BY)
def test_co_4_the_command_sorts_by_every_column_page_by_page(world: World, call: Ads, column: str) -> None:
    made = [world.order(service, "oak1") for service in ("wide", "single", "papers", "wide", "leak")]
    for sort in (column, f"{column}:desc"):
        whole = call("dora", "order", "list", "--sort", sort, "--limit", 1000).document
        assert set(whole) == {"found", "orders", "next", "read_as", "gone"}
        numbers = [row["number"] for row in whole["orders"]]
        assert set(made) <= set(numbers)
        first = call("dora", "order", "list", "--sort", sort, "--limit", 3).document
        rest = call("dora", "order", "list", "--sort", sort, "--limit", 1000, "--after", first["next"]).document
        assert [row["number"] for row in first["orders"] + rest["orders"]] == numbers
    other = "number" if column != "number" else "client"
    refused = call("dora", "order", "list", "--sort", other, "--after", first["next"])
    assert refused.refused == (2, "invalid_value", "after")


def test_co_4_the_value_of_the_command_says_its_columns(call: Ads) -> None:
    refused = call("dora", "order", "list", "--sort", "labels")
    assert refused.refused == (2, "invalid_value", "sort")
    assert ", ".join(SORTED_BY) in refused.error["message"]


def test_co_4_a_name_in_crm_is_no_key_of_the_document(world: World, call: Ads) -> None:
    world.order("wide", "oak1")
    (row, *_) = call("dora", "order", "list", "--sort", "crm_name").document["orders"]
    assert "crm_name" not in row
