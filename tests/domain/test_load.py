import pytest

from ads_tui.domain.load import load_level


@pytest.mark.parametrize(
    ("orders", "level"),
    [(0, "green"), (5, "green"), (6, "yellow"), (10, "yellow"), (11, "red"), (10_000, "red")],
)
def test_pe_2_colour_follows_the_number_of_open_orders(orders: int, level: str) -> None:
    assert load_level(orders) == level
