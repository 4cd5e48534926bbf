"""How loaded an employee is (PE-2)."""

from typing import Literal

Level = Literal["green", "yellow", "red"]

_GREEN_UP_TO = 5
_YELLOW_UP_TO = 10


def load_level(orders: int) -> Level:
    """The colour of a count of open orders in which an employee is an active executor."""
    if orders <= _GREEN_UP_TO:
        return "green"
    return "yellow" if orders <= _YELLOW_UP_TO else "red"
