"""`ads doctor`: whether everything around the program is as it needs it, and what to do where it is not."""

import locale
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ads_tui.cli.invocation import current, os_user
from ads_tui.cli.output import say, tell
from ads_tui.cli.problems import print_problems
from ads_tui.errors import AdsError, OutsideError
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from ads_tui.services.problems import Problems
    from ads_tui.store.work import Store

HELP = _("Check the terminal, the database and what they stand on; say what to do.")

FEWEST_COLUMNS = 80
FEWEST_LINES = 24
FEWEST_COLOURS = 8
OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 200_000_000


def run() -> None:
    """Look at everything once; nobody need be signed in."""
    from ads_tui.services.problems import Problems

    problems = Problems()
    for look in (_terminal, _language, _python, _clock, _data_directory, _database):
        look(problems)
    found = problems.all()
    tell({"problems": [asdict(one) for one in found]}, lambda: print_problems(found))
    if found:
        raise typer.Exit(1)


def _terminal(problems: "Problems") -> None:
    """Size and colours, where a person is at a terminal."""
    if not sys.stdout.isatty():
        return
    size = shutil.get_terminal_size()
    if size.columns < FEWEST_COLUMNS or size.lines < FEWEST_LINES:
        message = _("The terminal is {columns}×{lines}, the console needs {fewest_columns}×{fewest_lines}")
        problems.add(
            "terminal",
            message.format(
                columns=size.columns, lines=size.lines, fewest_columns=FEWEST_COLUMNS, fewest_lines=FEWEST_LINES
            ),
            _("Make the window larger or its letters smaller"),
        )
    colours = _colours()
    if colours < FEWEST_COLOURS:
        message = _("The terminal {term} shows {colours} colours")
        term = os.environ.get("TERM", "")
        problems.add(
            "colours",
            message.format(term=term, colours=max(colours, 0)),
            _("Use another terminal, or set TERM to what it is, such as xterm-256color"),
        )


def _colours() -> int:
    """How many colours the terminal says it shows; none where nothing is known of it."""
    import curses

    try:
        curses.setupterm()
        return curses.tigetnum("colors")
    except curses.error:
        return 0


def _language(problems: "Problems") -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8" or locale.getpreferredencoding(do_setlocale=False).lower().replace("-", "") != "utf8":
        problems.add(
            "encoding",
            _("The terminal's encoding is {encoding}, not UTF-8").format(encoding=sys.stdout.encoding),
            _("Set LANG to a UTF-8 locale, such as C.UTF-8"),
        )


def _python(problems: "Problems") -> None:
    import sqlite3

    from ads_tui.store.engine import check_sqlite_library, compile_options

    if sys.version_info < OLDEST_PYTHON:
        problems.add("python", _("Python is older than 3.11"), _("Install a newer Python"))
    _try(
        problems,
        "sqlite",
        lambda: check_sqlite_library(sqlite3.sqlite_version_info, compile_options()),
        _("Install another Python, or use Postgres"),
    )


def _clock(problems: "Problems") -> None:
    from ads_tui.clock import clock_from_environment

    _try(problems, "clock", clock_from_environment, _("Correct ADS_NOW, or unset it"))


def _data_directory(problems: "Problems") -> None:
    """The directory itself, or where it would be made: writable, and with room."""
    from ads_tui.config import data_dir

    wanted = data_dir()
    place = next(path for path in (wanted, *wanted.parents) if path.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        problems.add(
            "data_directory",
            _("{path} cannot be written").format(path=place),
            _("Name another directory with ADS_DATA_DIR, or ask for the right to write there"),
        )
    else:
        _room(problems, place)


def _room(problems: "Problems", place: Path) -> None:
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE_BYTES:
        problems.add(
            "disk",
            _("Only {free} MB are free at {path}").format(free=free // 1_000_000, path=place),
            _("Make room on the disk: without it nothing can be saved"),
        )


def _database(problems: "Problems") -> None:
    """Reachable, of this program's revision, prepared, writable, with room; then who you are in it."""
    from ads_tui.config import database_url
    from ads_tui.store.engine import make_engine
    from ads_tui.store.migrate import check_revision

    try:
        engine = make_engine(database_url(current.db))
        check_revision(engine)
        if engine.dialect.name == "sqlite":
            _room(problems, Path(str(engine.url.database)).absolute().parent)
        _writing(problems, engine)
    except AdsError as error:
        advice = {
            "unreachable": _("Prepare it with 'ads db init' or 'ads db upgrade', or start its server"),
            "database_newer": _("Install the newer program"),
        }.get(error.code, _("Name a database with --db or ADS_DATABASE_URL, or make one with 'ads db init'"))
        problems.add("database", error.message, advice)


def _writing(problems: "Problems", engine: "Engine") -> None:
    """Write a row that is there as it is, and undo it."""
    import sqlalchemy as sa

    from ads_tui.clock import Clock
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.models.ground import Installation
    from ads_tui.services.installation import is_installed
    from ads_tui.store.work import Store, Work

    def write(work: Work) -> bool:
        work.session.execute(sa.update(Installation).values(demonstration=Installation.demonstration))
        return is_installed(work.session)

    store = Store(engine, Clock())
    if store.perform(SYSTEM, write, keep=False):
        _employee(problems, store)
        _scheduler(problems, store)
        _mail(problems, store)
        _deliveries(problems, store)
    else:
        problems.add("database", _("The database is not prepared"), _("Prepare it with 'ads db init'"))


def _employee(problems: "Problems", store: "Store") -> None:
    refusal = current.actor(store).refusal
    if refusal is not None:
        advice = _("Let an administrator bind you: 'ads employee set LOGIN os_user {name}'")
        problems.add("employee", refusal.message, advice.format(name=os_user() or "NAME"))


def _scheduler(problems: "Problems", store: "Store") -> None:
    """Whether anybody does what is due; that nobody does is a fault where something waits."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.domain.moments import show_moment
    from ads_tui.scheduler.lease import leader
    from ads_tui.scheduler.running import due_since

    found, since = leader(store), due_since(store)
    if found is None and since is not None:
        with store.reading(SYSTEM) as reading:
            moment = show_moment(since, reading.settings.zone)
        problems.add(
            "scheduler",
            _("No scheduler runs, and something has been due since {moment}").format(moment=moment),
            _("Leave a console open, or have 'ads scheduler run' started as a service"),
        )
    elif not current.json:
        say(_("The scheduler runs: {leader}").format(leader=found.owner) if found else _("No scheduler runs."))


def _mail(problems: "Problems", store: "Store") -> None:
    """Whether the mail server, where there is one, lets us in (NT-4)."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.services.notifications.mail import Mailer, ServerDownError

    with store.reading(SYSTEM) as reading:
        url, sender = reading.settings.text("smtp.url"), reading.settings.text("mail.from")
    if not url:
        return
    mailer = Mailer(url, sender)
    try:
        mailer.check()
    except ServerDownError as error:
        text = _("The mail server cannot be used: {reason}").format(reason=_(str(error)))
        problems.add("mail", text, _("Set it right: 'ads setting set smtp.url URL'"))
    finally:
        mailer.close()


def _deliveries(problems: "Problems", store: "Store") -> None:
    """Whether notifications wait because they could not be sent: they are tried for hours before they are given up."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.services.notifications.inbox import retried_deliveries

    with store.reading(SYSTEM) as reading:
        count, error = retried_deliveries(reading)
    if not count:
        return
    text = ngettext(
        "{count} notification could not be sent and waits to be tried again; the last error: {error}",
        "{count} notifications could not be sent and wait to be tried again; the last error: {error}",
        count,
    )
    advice = _("Check smtp.url and the employees' addresses; 'ads notification list --failed' shows what was given up")
    problems.add("notifications", text.format(count=count, error=_(error)), advice)


def _try(problems: "Problems", check: str, look: Callable[[], object], advice: str) -> None:
    try:
        look()
    except (AdsError, OutsideError) as error:
        problems.add(check, error.message, advice)
