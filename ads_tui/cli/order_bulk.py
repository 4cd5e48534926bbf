"""`ads order status`, `assign`, `unread` and `undo`: acts on one order or on a hundred (BK-1 … BK-5, CL-10)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli import completion
from ads_tui.cli.order_answer import change_order, change_orders
from ads_tui.cli.words import split_logins, split_status
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

if TYPE_CHECKING:
    from ads_tui.domain.notifications import Telling
    from ads_tui.store.work import Work

app = typer.Typer()

Version = Annotated[int | None, typer.Option("--version", metavar="V", help=_("The version that you have read"))]
Notify = Annotated[
    bool | None,
    typer.Option("--notify/--no-notify", help=_("Tell employees and the client; by itself one order's employees")),
]
Trial = Annotated[bool, typer.Option("--dry-run", help=_("Change nothing, print what would be"))]


@app.command(help=_("Give orders another status, or one order's present status a new comment."))
def status(
    words: Annotated[
        list[str],
        typer.Argument(metavar="N... STATUS", autocompletion=completion.statuses, help=_("Order numbers and status")),
    ],
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help=_("Status comment"))] = None,
    resume_on: Annotated[str | None, typer.Option("--resume-on", metavar="WHEN", help=_("Resume on"))] = None,
    reason: Annotated[list[str] | None, typer.Option(metavar="CODE", help=_("Reason of the client"))] = None,
    notify: Notify = None,
    version: Version = None,
    dry_run: Trial = False,
) -> None:
    """Change a status (ST-2 … ST-13), of several orders at once (BK-2)."""
    from ads_tui.services.orders.bulk_status import change_statuses
    from ads_tui.services.orders.statuses import StatusWish, change_status

    numbers, code = split_status(words)
    wish = StatusWish(code, comment, resume_on, reason or [])
    if len(numbers) > 1:
        _demand_no_version(version)
        telling = _telling(notify, many=True)
        change_orders(lambda work: change_statuses(work, numbers, wish, telling=telling), dry_run=dry_run)
    else:
        number = numbers[0]
        _change_told(
            number,
            lambda work: change_status(work, number, wish, version=version),
            _telling(notify, many=False),
            dry_run=dry_run,
        )


@app.command(help=_("Add, replace or remove executors."))
def assign(
    words: Annotated[
        list[str],
        typer.Argument(metavar="N... LOGIN...", autocompletion=completion.logins, help=_("Order numbers and logins")),
    ],
    add: Annotated[bool, typer.Option("--add", help=_("Add to those who are there (default)"))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=_("Take the place of those who are there"))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=_("Remove"))] = False,
    notify: Notify = None,
    version: Version = None,
    dry_run: Trial = False,
) -> None:
    """Change executors (PE-1, PE-3), of several orders at once (BK-3)."""
    from ads_tui.services.assignment import change_executors
    from ads_tui.services.orders.bulk_executors import change_executors_of

    numbers, logins = split_logins(words)
    mode = people_mode(add=add, replace=replace, remove=remove)
    if len(numbers) > 1:
        _demand_no_version(version)
        telling = _telling(notify, many=True)
        change_orders(
            lambda work: change_executors_of(work, numbers, logins, mode=mode, telling=telling), dry_run=dry_run
        )
    else:
        number = numbers[0]
        _change_told(
            number,
            lambda work: change_executors(work, number, logins, mode=mode, version=version),
            _telling(notify, many=False),
            dry_run=dry_run,
        )


@app.command(help=_("Mark your own orders as unread again."))
def unread(numbers: Annotated[list[int], typer.Argument(metavar="N...", help=_("Order numbers"))]) -> None:
    """Mark orders unread (PE-6, BK-4)."""
    from ads_tui.services.orders.viewing import mark_unread

    change_orders(lambda work: mark_unread(work, numbers))


@app.command(help=_("Undo a change of several orders at once."))
def undo(
    batch: Annotated[int, typer.Argument(metavar="BATCH", min=1, help=_("The batch that the change printed"))],
) -> None:
    """Undo a batch (BK-5)."""
    from ads_tui.services.orders.undoing import undo_batch

    change_orders(lambda work: undo_batch(work, batch))


def people_mode(*, add: bool, remove: bool, replace: bool = False) -> str:
    """What to do with the people named; InputError `usage` for two modes at once."""
    if add + remove + replace > 1:
        raise InputError("usage", N_("Give one of --add, --replace and --remove"))
    return "remove" if remove else "replace" if replace else "add"


def _change_told(number: int, change: "Callable[[Work], None]", telling: "Telling", *, dry_run: bool) -> None:
    """Change one order, and tell of it whom `telling` names."""

    def operation(work: "Work") -> None:
        work.telling = telling
        change(work)

    change_order(number, operation, dry_run=dry_run)


def _telling(notify: bool | None, *, many: bool) -> "Telling":
    """Whom to tell (CL-10): clients only where it was asked for, employees of many orders neither (BK-3)."""
    from ads_tui.domain.notifications import ASKED, EMPLOYEES_ONLY, NOBODY

    if notify is None:
        return NOBODY if many else EMPLOYEES_ONLY
    return ASKED if notify else NOBODY


def _demand_no_version(version: int | None) -> None:
    """Orders count their versions each for itself."""
    if version is not None:
        raise InputError("usage", N_("--version goes with one order"), field="version")
