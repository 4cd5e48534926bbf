"""Runs `pg_dump` and `pg_restore`, the password in the environment, never on the command line."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from ads_tui.errors import OutsideError
from ads_tui.i18n import N_


def dump(url: URL, target: Path) -> None:
    """Write one state of the database, whatever others write meanwhile. Raises OutsideError `storage`."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def restore(url: URL, source: Path) -> None:
    """Make everything that a dump holds, in one transaction. Raises OutsideError `storage`."""
    _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))


def _run(program: str, url: URL, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise OutsideError(
            "storage",
            N_("{program} is not installed: install the PostgreSQL client of the server's version"),
            program=program,
        )
    address, password = _without_password(url)
    done = subprocess.run(
        [found, f"--dbname={address}", "--no-password", *words],
        env={**os.environ, **password, "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise OutsideError(
            "storage", N_("{program} failed: {reason}"), program=program, reason=_first_error(done.stderr)
        )


def _without_password(url: URL) -> tuple[str, dict[str, str]]:
    """The address without a password, and the password as libpq's environment takes it."""
    password = url.password or url.query.get("password")
    # `set` takes None for "leave it as it is", so the password is taken away by the tuple's own means.
    plain = url.difference_update_query(["password"])._replace(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False), {"PGPASSWORD": str(password)} if password else {}


def _first_error(text: str) -> str:
    """What the program says first, which is the cause; the rest follows from it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "-")[:300]
