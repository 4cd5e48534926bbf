"""`ads scheduler`: what happens by itself, without a console, once, or who does it (SC-1, CL-6); as the system."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.output import end_progress, print_pairs, print_table, progress_line, say, tell
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ads_tui.scheduler.running import Done
    from ads_tui.scheduler.tick import Tick
    from ads_tui.store.work import Store

app = typer.Typer(help=_("What happens by itself: resuming, reminders, breaks, delivery."), no_args_is_help=True)


@app.command("run", help=_("Do what is due as it comes due, until stopped; what is done is written to stderr."))
def run_command() -> None:
    """Work without a console, until SIGINT or SIGTERM."""
    import signal
    import threading

    store = current.store()
    if store.clock.fixed is not None:
        text = N_("The clock stands still with ADS_NOW: use 'ads scheduler tick'")
        raise InputError("usage", text, field="ADS_NOW")
    from ads_tui.scheduler.thread import Scheduler

    _write_log()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    scheduler = Scheduler(store)
    scheduler.start()
    stopped.wait()
    scheduler.stop()
    scheduler.join()


def _write_log() -> None:
    """What the scheduler does, with the moment, on stderr."""
    import logging

    from ads_tui.logs import FORMAT
    from ads_tui.scheduler.thread import LOG

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


@app.command(help=_("Do once all that is due, and print it."))
def tick(
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help=_("As if it were this moment"))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Change and send nothing, print what would be done"))
    ] = False,
) -> None:
    """One pass, with no lease: it works beside consoles (decision 11)."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.scheduler.tick import tick as do_all

    store = current.store()
    with store.reading(SYSTEM) as reading:
        zone = reading.settings.zone
    if at is not None:
        store = _store_at(store, at, zone)
    try:
        found = do_all(store, keep=not dry_run, progress=_tell_progress)
    finally:
        end_progress()
    tell(_document(found), lambda: _print(found, zone))


def _store_at(store: "Store", at: str, zone: "ZoneInfo") -> "Store":
    from ads_tui.clock import Clock
    from ads_tui.domain.moments import parse_when
    from ads_tui.store.work import Store

    return Store(store.engine, Clock(parse_when(at, zone, store.clock.now(), "at")))


def _tell_progress(count: int) -> None:
    progress_line(ngettext("{count} thing done", "{count} things done", count).format(count=count))


def _document(tick: "Tick") -> dict[str, Any]:
    from ads_tui.domain.moments import iso_utc

    done = [{"kind": one.kind, "order": one.order, "moment": iso_utc(one.moment), **one.more} for one in tick.done]
    return {"at": iso_utc(tick.at), "done": done, "sent": tick.sent, "failed": tick.failed}


def _print(tick: "Tick", zone: "ZoneInfo") -> None:
    if tick.done:
        captions = [_("When"), _("Order"), _("What"), _("Details")]
        print_table(captions, (_row(one, zone) for one in tick.done))
    else:
        say(_("Nothing is due."))
    if tick.sent or tick.failed:
        say(_("Sent: {sent}, failed: {failed}").format(sent=tick.sent, failed=tick.failed))


def _row(one: "Done", zone: "ZoneInfo") -> list[object]:
    from ads_tui.domain.moments import show_moment
    from ads_tui.scheduler.kinds import KINDS

    return [show_moment(one.moment, zone), one.order, _(KINDS[one.kind].caption), _details(one)]


def _details(one: "Done") -> str:
    """The clock that broke, or how many days before the day of resuming it is."""
    from ads_tui.domain.time_left import CLOCKS

    if "clock" in one.more:
        return _(CLOCKS[str(one.more["clock"])])
    days = int(one.more.get("day", 0))
    return ngettext("{count} day before", "{count} days before", days).format(count=days) if days else ""


@app.command(help=_("Say who does what is due, since when, and when he last looked."))
def status() -> None:
    """The holder of the lease; all is null where there is none."""
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.domain.moments import iso_utc, show_moment
    from ads_tui.scheduler.lease import leader

    store = current.store()
    found = leader(store)
    if found is None:
        tell({"leader": None, "since": None, "last_tick": None}, lambda: say(_("No scheduler runs.")))
        return
    with store.reading(SYSTEM) as reading:
        zone = reading.settings.zone
    last = found.ticked_at
    pairs = [
        (_("Leader"), found.owner),
        (_("Since"), show_moment(found.since, zone)),
        (_("Last look"), show_moment(last, zone) if last else None),
    ]
    document = {"leader": found.owner, "since": iso_utc(found.since), "last_tick": iso_utc(last) if last else None}
    tell(document, lambda: print_pairs(pairs))
