"""The company of the trials, with services that have norms."""

import pytest

from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.store.work import Work
from tests.services.world import World, postgres_company, sqlite_company
from tests.services.world import world as company

__all__ = ["company", "postgres_company", "sqlite_company"]

SERVICES: tuple[tuple[str, dict[str, str]], ...] = (
    ("quick", {"reaction_norm": "15m", "execution_norm": "2h", "max_executors": "2"}),
    ("slow", {"execution_norm": "1d", "max_executors": "2"}),
    ("burst", {"reaction_norm": "15m", "execution_norm": "3d", "localization_norm": "30m", "emergency": "accident"}),
    ("timeless", {"max_executors": "2"}),
)


@pytest.fixture(scope="module")
def world(company: World) -> World:
    """The company, whose services `quick`, `slow` and `burst` have norms round the clock."""

    def add(work: Work) -> None:
        for code, keys in SERVICES:
            engine.add(work, NOUNS["service"], code, code.capitalize(), keys.items())

    company.do("system", add)
    return company
