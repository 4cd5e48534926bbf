"""The company of the trials of orders, and calls of `ads` on it."""

import pytest

from tests.cli.calls import Ads, runner
from tests.services.world import World, postgres_company, sqlite_company, world

__all__ = ["postgres_company", "sqlite_company", "world"]


@pytest.fixture
def call(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ads:
    """Run one command as an employee of the company, at the moment at which its clock stands."""
    return runner(world.url, monkeypatch, capsys, "2026-08-20T08:00:00Z")
