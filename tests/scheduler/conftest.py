"""The company of the trials, with services that have norms."""

from tests.services.sla.conftest import company, postgres_company, sqlite_company, world

__all__ = ["company", "postgres_company", "sqlite_company", "world"]
