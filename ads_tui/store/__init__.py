"""Keeps it: engine, transaction, migrations, search rows, change feed."""
