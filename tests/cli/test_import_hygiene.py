"""What is not needed is not imported: a command must not pay for the console, nor `ads` for the database."""

import subprocess
import sys

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.services.installation import install
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store

HEAVY = ("alembic", "apprise", "openpyxl", "psycopg", "sqlalchemy", "sqlmodel", "textual")


def _imported(statements: str) -> set[str]:
    """The packages of `HEAVY` that a fresh interpreter holds after running the statements."""
    program = f"{statements}\nimport sys\nprint('HELD', *sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def _after_command(*words: str) -> set[str]:
    return _imported(
        "import sys\n"
        f"sys.argv = ['ads', *{list(words)!r}]\n"
        "from ads_tui.cli import run\n"
        "try:\n"
        "    run()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code"
    )


def test_the_ground_floor_imports_nothing_heavy() -> None:
    assert _imported("import ads_tui.clock, ads_tui.config, ads_tui.errors, ads_tui.i18n") == set()


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    assert _imported("import ads_tui.cli") == set()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["order", "--help"]])
def test_help_and_version_import_nothing_heavy(words: list[str]) -> None:
    assert _after_command(*words) == set()


@pytest.mark.parametrize("words", [["order", "list"], ["order", "counters"], ["service", "list"]])
def test_a_command_on_a_file_imports_the_tables_only(words: list[str], upgraded_sqlite_url: str) -> None:
    store = Store(make_engine(upgraded_sqlite_url), Clock())
    store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    store.engine.dispose()

    held = _after_command("--db", upgraded_sqlite_url, "--as", "admin", *words)

    assert held <= {"sqlalchemy", "sqlmodel"}
