"""Runs migrations on the connection that `ads_tui.store.migrate` hands over."""

import importlib

from alembic import context
from sqlmodel import SQLModel

from ads_tui.store.migrate import FAMILIES, comes_with_the_database

for family in FAMILIES:
    importlib.import_module(family)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_object=comes_with_the_database,
)
with context.begin_transaction():
    context.run_migrations()
