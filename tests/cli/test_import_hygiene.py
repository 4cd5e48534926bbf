"""What is not needed is not imported: a command must not pay for the console, nor `ads` for the database."""

import subprocess
import sys

import pytest

DRIVERS = "sqlalchemy.dialects.postgresql"
HEAVY = ("alembic", "apprise", "openpyxl", "psycopg", "sqlalchemy", DRIVERS, "sqlmodel", "textual")


def _told(program: str) -> list[str]:
    """The lines that a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _imported(statements: str) -> set[str]:
    """The packages of `HEAVY` that a fresh interpreter holds after running the statements."""
    told = _told(f"{statements}\nimport sys\nprint('HELD', *sorted(set(sys.modules) & set({HEAVY!r})))")
    return set(told[-1].split()[1:])


def _command(*words: str) -> str:
    return (
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
    assert _imported(_command(*words)) == set()


@pytest.mark.parametrize("words", [["order", "list"], ["order", "counters"], ["service", "list"]])
def test_a_command_on_a_file_imports_the_tables_only(words: list[str], installed_sqlite_url: str) -> None:
    assert _imported(_command("--db", installed_sqlite_url, "--as", "admin", *words)) <= {"sqlalchemy", "sqlmodel"}


@pytest.mark.parametrize("words", [["order", "list"], ["order", "counters"]])
def test_reading_orders_sets_no_entities_up(words: list[str], installed_sqlite_url: str) -> None:
    watched = (
        "import sqlalchemy.orm\n"
        "sqlalchemy.event.listen(sqlalchemy.orm.Mapper, 'before_configured', lambda: print('ENTITIES'))\n"
    )
    assert "ENTITIES" not in _told(watched + _command("--db", installed_sqlite_url, "--as", "admin", *words))
