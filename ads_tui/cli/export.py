"""`ads export …`: orders into an Excel file (XL-1 … XL-5)."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli import completion
from ads_tui.cli.invocation import current
from ads_tui.cli.output import end_progress, print_pairs, progress_line, say, tell
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

if TYPE_CHECKING:
    from ads_tui.services.export.orders import ExportResult, OrderExport
    from ads_tui.store.work import Reading

app = typer.Typer(help=_("Write Excel files."), no_args_is_help=True)


@app.callback()
def export() -> None:
    """Commands by what is exported."""


@app.command(help=_("Export orders, a row an order; needs the right orders.export."))
def orders(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=_("The Excel file; one of that name is replaced"))],
    query: Annotated[str | None, typer.Option("-q", "--query", metavar="FILTER", help=_("Filter line"))] = None,
    tab: Annotated[str | None, typer.Option(metavar="new|all|mine", help=_("Tab"))] = None,
    favourite: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=completion.favourites, help=_("The filter of this favourite")),
    ] = None,
    sort: Annotated[str | None, typer.Option(metavar="COLUMN[:desc]", help=_("Sort by a column"))] = None,
    order: Annotated[
        list[int] | None,
        typer.Option(metavar="N", min=1, help=_("This order, in place of a tab and a filter; up to 100 of them")),
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar="a,b,…", help=_("Columns in this order; those ticked last if not given"))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("All columns"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Write nothing, tell what would be written"))] = False,
) -> None:
    """One consistent reading of the list, or of the orders named."""
    from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, parse_fields
    from ads_tui.services.export.orders import OrderExport, export_orders
    from ads_tui.services.export.ticks import remembered_fields
    from ads_tui.services.orders.sorts import parse_sort

    _check_usage(query, favourite, tab, order, fields, everything=everything)
    chosen = ALL_ORDER_FIELDS if everything else () if fields is None else parse_fields(fields)
    asked = OrderExport(fields=chosen, sort=parse_sort(sort), numbers=tuple(order or ()))
    with current.reading() as reading:
        if not order:
            asked = _with_filter(reading, asked, tab, query, favourite)
        if not chosen:
            asked = replace(asked, fields=remembered_fields(reading))
        try:
            result = export_orders(reading, asked, file, dry_run=dry_run, progress=_show)
        finally:
            end_progress()
    document = {
        "file": str(result.file),
        "rows": result.rows,
        "sheets": list(result.sheets),
        "fields": list(result.fields),
    }
    tell(document, lambda: _print(result, dry_run=dry_run))


def _check_usage(
    query: str | None,
    favourite: str | None,
    tab: str | None,
    order: list[int] | None,
    fields: str | None,
    *,
    everything: bool,
) -> None:
    if query is not None and favourite is not None:
        raise InputError("usage", N_("Give -q or --favourite"))
    if order and (query, favourite, tab) != (None, None, None):
        raise InputError("usage", N_("--order goes without a tab and a filter"))
    if fields is not None and everything:
        raise InputError("usage", N_("Give --fields or --all"))


def _with_filter(
    reading: "Reading", asked: "OrderExport", tab: str | None, query: str | None, favourite: str | None
) -> "OrderExport":
    from ads_tui.services.favourites import favourite_filter
    from ads_tui.services.orders.finding import read_filter
    from ads_tui.services.orders.listing import tab_of

    chosen = tab_of(reading, tab)
    if favourite is None:
        return replace(asked, tab=chosen, wanted=read_filter(reading, query or "", tab=chosen))
    wanted, gone = favourite_filter(reading, favourite, tab=chosen)
    if gone and not current.json:
        say(_("No longer there, the rest of the filter is applied: {names}").format(names=", ".join(gone)))
    return replace(asked, tab=chosen, wanted=wanted)


def _show(done: int, total: int) -> None:
    progress_line(
        _("{rows} of {total} rows, {percent} %").format(rows=done, total=total, percent=100 * done // max(total, 1))
    )


def _print(result: "ExportResult", *, dry_run: bool) -> None:
    print_pairs(
        (
            (_("Would be written") if dry_run else _("File"), result.file),
            (_("Rows"), str(result.rows)),
            (_("Sheets"), result.sheets),
            (_("Fields"), result.fields),
        )
    )
