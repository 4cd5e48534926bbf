"""Databases of trials, furnished once by each worker and copied from then on."""

from collections.abc import Callable
from pathlib import Path

from ads_tui.store.work import Store

_FURNISHED: dict[Callable[[Store], object], bytes] = {}


def furnish_once(store: Store, make: Callable[[Store], object]) -> Store:
    """Furnish a SQLite database as `make` does: it begins the same each time, and so it ends the same."""
    assert store.engine.url.database is not None
    file = Path(store.engine.url.database)
    if make in _FURNISHED:
        store.engine.dispose()
        file.write_bytes(_FURNISHED[make])
    else:
        make(store)
        # The last connection that is closed leaves all in the one file.
        store.engine.dispose()
        assert not file.with_name(f"{file.name}-wal").exists()
        _FURNISHED[make] = file.read_bytes()
    return store
