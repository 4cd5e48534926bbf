"""`ads notification …`: what one was told, and what could not be delivered (NT-3, NT-4)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.output import print_table, tell
from ads_tui.i18n import _, catalogue

if TYPE_CHECKING:
    from ads_tui.services.notifications.inbox import InboxEntry
    from ads_tui.services.notifications.texts import Words

app = typer.Typer(help=_("Notifications."), no_args_is_help=True)


@app.command("list", help=_("List what you were told, newest first."))
def list_command(
    unread: Annotated[bool, typer.Option("--unread", help=_("Only what is unread"))] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help=_("What could not be delivered, to anybody; for administrators"))
    ] = False,
) -> None:
    """One's own notifications, or all that failed."""
    from ads_tui.domain.moments import show_moment
    from ads_tui.services.notifications.inbox import failed_notifications, list_notifications
    from ads_tui.services.notifications.texts import Words

    with current.reading() as reading:
        found = failed_notifications(reading) if failed else list_notifications(reading, unread=unread)
        zone = reading.actor.zone or reading.settings.zone
    if unread:
        found = [one for one in found if not one.read]
    words = Words(catalogue(), zone)
    rows = (
        [one.told.id, one.told.number, show_moment(one.told.at, zone), _text(words, one), one.read, one.failed]
        for one in found
    )
    captions = ["ID", _("Order"), _("When"), _("What"), _("Read"), _("Not delivered")]
    tell({"notifications": [_document(words, one) for one in found]}, lambda: print_table(captions, rows))


@app.command(help=_("Count notifications as read."))
def read(ids: Annotated[list[int], typer.Argument(metavar="ID...", help=_("As the list prints them"))]) -> None:
    """Count as read."""
    from ads_tui.services.notifications.inbox import mark_read

    done = current.perform(lambda work: mark_read(work, ids))
    tell({"done": done}, lambda: print_table([_("Read")], ([one] for one in done)))


def _document(words: "Words", entry: "InboxEntry") -> dict[str, Any]:
    from ads_tui.domain.moments import iso_utc

    told = entry.told
    return {
        "id": told.id,
        "kind": told.kind,
        "order": told.number,
        "incident": None,
        "at": iso_utc(told.at),
        "text": _text(words, entry),
        "read": entry.read,
        "failed": list(entry.failed),
    }


def _text(words: "Words", entry: "InboxEntry") -> str:
    """What was told; where it failed, to whom and why."""
    line = words.line(entry.told)
    if not entry.error and not entry.recipient:
        return line
    recipient = entry.recipient or _("client")
    return f"{line} · {recipient}: {entry.error}"
