"""Whether a database is empty: what is made or restored goes nowhere else."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from ads_tui.errors import ConflictError
from ads_tui.i18n import N_
from ads_tui.store.engine import shown_url
from ads_tui.store.work import outside_error


def is_empty(engine: Engine) -> bool:
    """Whether the database has no tables; asking makes no SQLite file that is not there. Raises OutsideError."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return True
    try:
        with engine.connect() as connection:
            return not sa.inspect(connection).get_table_names()
    except DBAPIError as error:
        raise outside_error(error) from error


def demand_empty(engine: Engine) -> None:
    """Raise ConflictError `conflict` where the database holds something."""
    if not is_empty(engine):
        raise ConflictError(
            "conflict",
            N_("{database} is not empty: name another with --db"),
            field="db",
            database=shown_url(engine.url),
        )
