"""The company that every trial of cards stands on."""

from tests.services.world import postgres_company, sqlite_company, world

__all__ = ["postgres_company", "sqlite_company", "world"]
