"""Where things lie: what ships with the program, the data directory, the database's address (CL-1, CL-2)."""

import os
from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).parent


def data_path(*parts: str) -> Path:
    """The path of something that ships with the program, in an installation and in a checkout alike.

    `data_path("maps", "baltimore-311.toml")` names that file below `data/`; it is not looked at.
    """
    packed = _PACKAGE / "_data"
    root = packed if packed.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def data_dir() -> Path:
    """The directory of documents, exports and the default database: ADS_DATA_DIR, else the user's own.

    Absolute; not created here, so that asking where it is changes nothing.
    """
    named = os.environ.get("ADS_DATA_DIR", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    return user_data_path("ads-tui", appauthor=False)


def exports_dir() -> Path:
    """The directory in which exports are proposed to be; not created here."""
    return data_dir() / "exports"


def database_url(option: str | None = None) -> str:
    """The SQLAlchemy address of the database: `option` (--db), else ADS_DATABASE_URL, else SQLite in `data_dir()`."""
    return option or os.environ.get("ADS_DATABASE_URL", "").strip() or _sqlite_url("ads.sqlite3")


def demo_database_url() -> str:
    """The address of the demonstration's database: SQLite in `data_dir()`, beside the real one."""
    return _sqlite_url("demo.sqlite3")


def _sqlite_url(name: str) -> str:
    # Only these two mean something inside an address; quoting more would make it unreadable where it is shown.
    path = str(data_dir() / name).replace("%", "%25").replace("?", "%3F")
    return f"sqlite:///{path}"
