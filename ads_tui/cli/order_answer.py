"""What a command on one order answers: the order as it then is, or as a trial whether it would be done (CL-3, CL-7)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from ads_tui.cli import order_document as documents
from ads_tui.cli import order_table as tables
from ads_tui.cli.invocation import current
from ads_tui.cli.output import tell
from ads_tui.errors import ConflictError, NotFoundError, RuleError

if TYPE_CHECKING:
    from ads_tui.services.orders.bulk import BulkResult
    from ads_tui.services.orders.card import OrderCard
    from ads_tui.services.orders.similar import SimilarOrder
    from ads_tui.store.work import Reading, Work

# What a command says: the document of --json and what prints it for people.
Answer = tuple[dict[str, Any], Callable[[], None]]


def answer_of(
    reading: "Reading", card: "OrderCard", *, similar: "Sequence[SimilarOrder] | None" = None, numbered: bool = True
) -> Answer:
    """An order as a document and as a table; `similar` where it was just made, without a number where it was not."""
    document = documents.card_document(card)
    if similar is not None:
        document["warnings"] = [{"code": "order", "order": one.number, "incident": None} for one in similar]
    if not numbered:
        document["number"] = None
    zone, region = tables.zone_of(reading), reading.settings.region
    return document, lambda: tables.print_order(card, zone, region, similar or (), numbered=numbered)


def change_order(number: int, change: "Callable[[Work], None]", *, dry_run: bool = False) -> None:
    """Change one order and print it as it then is; as a trial, print whether it would be done."""
    from ads_tui.services.orders.card import changed_card

    def operation(work: "Work") -> Answer:
        change(work)
        return answer_of(work, changed_card(work, number))

    if dry_run:
        _tell_bulk(_tried(number, operation), dry_run=True)
    else:
        tell(*current.perform(operation))


def _tried(number: int, operation: "Callable[[Work], object]") -> "BulkResult":
    from ads_tui.services.orders.bulk import BulkResult, RefusedOrder

    try:
        current.perform(operation, keep=False)
    except (RuleError, NotFoundError, ConflictError) as error:
        # A login that does not exist is a fault of the request, not of the order.
        if isinstance(error, NotFoundError) and error.field != "order":
            raise
        return BulkResult((), (RefusedOrder(number, error),))
    return BulkResult((number,), ())


def change_orders(change: "Callable[[Work], BulkResult]", *, dry_run: bool = False) -> None:
    """Change several orders at once and print what was done, or as a trial what would be."""
    _tell_bulk(current.perform(change, keep=not dry_run), dry_run=dry_run)


def _tell_bulk(result: "BulkResult", *, dry_run: bool = False) -> None:
    """Print what an act on several orders did; exit code 1 where an order was refused (CL-7)."""
    document = documents.bulk_document(result)
    if dry_run:
        document["batch"] = None
    tell(document, lambda: tables.print_bulk(result, dry_run=dry_run))
    if result.refused:
        raise typer.Exit(1)
