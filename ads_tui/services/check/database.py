"""The database as a file and as tables that refer to each other, whatever is in them."""

from ads_tui.i18n import _
from ads_tui.services.problems import MOST_OF_A_KIND, Problems
from ads_tui.store.work import Reading


def check_file(reading: Reading, problems: Problems) -> bool:
    """Whether a SQLite file is whole; Postgres has its own checksums. Without that nothing else can be judged."""
    if reading.connection.dialect.name != "sqlite":
        return True
    advice = _("The file is damaged: restore a backup, and look at the disk")
    for (message,) in reading.connection.exec_driver_sql(f"PRAGMA quick_check({MOST_OF_A_KIND})"):
        if message != "ok":
            problems.add("file", message, advice)
    return not problems


def check_references(reading: Reading, problems: Problems) -> None:
    """Every row that refers to another refers to one that is there."""
    advice = _("Somebody has changed the database past the program: restore a backup")
    if reading.connection.dialect.name == "sqlite":
        for table, row, target, _key in reading.connection.exec_driver_sql("PRAGMA foreign_key_check"):
            message = _("Row {row} of {table} refers to nothing in {target}")
            problems.add("references", message.format(row=row, table=table, target=target), advice)
        return
    for table, name in reading.connection.exec_driver_sql(_UNCHECKED):
        message = _("{table} is not guarded by its reference {name}").format(table=table, name=name)
        problems.add("references", message, advice)


# Postgres keeps references right unless somebody took them off or switched their triggers off.
_UNCHECKED = """
    SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c
    WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
        AND (NOT c.convalidated OR EXISTS (
            SELECT FROM pg_trigger t WHERE t.tgconstraint = c.oid AND t.tgenabled NOT IN ('O', 'A')))
    ORDER BY 1, 2"""
