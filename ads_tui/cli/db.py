"""`ads db …`: the database itself; the system acts, nobody need be signed in (CL-1)."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli.invocation import current, os_user
from ads_tui.cli.output import end_progress, print_pairs, progress_line, say, tell
from ads_tui.cli.passwords import read_new_password
from ads_tui.cli.problems import print_problems
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from ads_tui.services.check.running import Checked

app = typer.Typer(help=_("The database: make, upgrade, check, back up."), no_args_is_help=True)


@app.command(help=_("Prepare an empty database; its first administrator is bound to your user."))
def init(
    admin: Annotated[str, typer.Option(metavar="LOGIN", help=_("Login of the first administrator"))] = "admin",
) -> None:
    """Make the tables and the first administrator, whose password is asked for or read from stdin."""
    from ads_tui.config import database_url
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.domain.logins import check_login
    from ads_tui.services.accounts import check_new_password
    from ads_tui.services.installation import demand_not_installed, install
    from ads_tui.store.engine import make_engine
    from ads_tui.store.migrate import upgrade

    check_login(admin, "admin")
    url = database_url(current.db)
    engine = make_engine(url, create=True)
    demand_not_installed(engine)
    password = read_new_password() or None
    if password is not None:
        check_new_password(password)
    upgrade(url)
    user = os_user()
    current.store().perform(SYSTEM, lambda work: install(work, admin_login=admin, os_user=user, password=password))
    if password is None:
        say(_("{login} has no password; give him one with 'ads employee password {login}'.").format(login=admin))
    _tell_database(engine)


@app.command("upgrade", help=_("Bring the database to this program's version."))
def upgrade_command() -> None:
    """Upgrade in one transaction; a SQLite file is copied beside first."""
    from ads_tui.config import database_url
    from ads_tui.store.engine import make_engine
    from ads_tui.store.migrate import check_revision, revision_of, upgrade

    url = database_url(current.db)
    engine = make_engine(url)
    if revision_of(engine) is None:
        check_revision(engine)
    upgrade(url)
    _tell_database(engine)


@app.command(help=_("Check the database and print the digest of all histories; exit code 1 where it finds faults."))
def check(
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write the digest to a file, to compare with later"))
    ] = None,
    since: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Compare with the digest of an earlier file"))
    ] = None,
) -> None:
    """Recompute every history and compare what is stored twice (HI-2)."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.services.check.digest_files import reading_digest, writing_digest
    from ads_tui.services.check.running import check_database

    store = current.store()
    try:
        with reading_digest(since) as earlier, writing_digest(save) as target, store.reading(SYSTEM) as reading:
            found = check_database(reading, save=target, since=earlier, progress=_show_check)
    finally:
        end_progress()
    tell({"problems": [asdict(one) for one in found.problems], "digest": found.digest}, lambda: _print_check(found))
    if found.problems:
        raise typer.Exit(1)


def _show_check(what: str, done: int) -> None:
    if done % 1_000 == 0:
        caption = {
            "file": _("the file"),
            "references": _("references"),
            "history": _("histories"),
            "columns": _("columns that repeat others"),
            "clocks": _("clocks of open orders"),
            "notifications": _("notifications"),
            "texts": _("words of the search"),
        }[what]
        progress_line(_("Checking {what}: {done}").format(what=caption, done=done))


def _print_check(found: "Checked") -> None:
    print_problems(found.problems)
    print_pairs([(_("Digest"), found.digest)])


@app.command("reindex", help=_("Make the search index anew."))
def reindex_command() -> None:
    """Rebuild the full-text index and the words in it, while others work."""
    from ads_tui.store.reindex import reindex

    store = current.store()
    try:
        wrong = reindex(
            store, lambda done, of: progress_line(_("Indexed up to order {done} of {of}").format(done=done, of=of))
        )
    finally:
        end_progress()
    say(ngettext("{count} order had other words.", "{count} orders had other words.", wrong).format(count=wrong))
    _tell_database(store.engine)


@app.command("backup", help=_("Write a backup while everybody works."))
def backup_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where it goes; an earlier one is replaced"))],
) -> None:
    """One tar of the database and a manifest, one state of both."""
    from ads_tui.store.backup import backup

    store = current.store(checked=False)
    manifest = backup(store, file)
    megabytes = f"{manifest.size / 1_000_000:.1f}"
    say(_("{path} holds {size} MB of data.").format(path=file, size=megabytes))
    _tell_database(store.engine)


@app.command("restore", help=_("Make the database of a backup anew, in an empty place."))
def restore_command(file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The backup"))]) -> None:
    """Restore into an empty database and bring it to this program's version."""
    from ads_tui.config import database_url
    from ads_tui.store.backup import restore
    from ads_tui.store.engine import make_engine

    url = database_url(current.db)
    manifest = restore(url, file)
    say(_("Restored as it was at {made_at}.").format(made_at=manifest.made_at))
    _tell_database(make_engine(url))


def _tell_database(engine: "Engine", **more: Any) -> None:
    from ads_tui.store.engine import shown_url
    from ads_tui.store.migrate import revision_of

    document = {"database": shown_url(engine.url), "version": revision_of(engine), **more}
    tell(document, lambda: print_pairs([(_("Database"), document["database"]), (_("Version"), document["version"])]))
