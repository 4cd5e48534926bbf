"""`ads order …`: from the call to the finished order and its history."""

from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli import completion, order_bulk, order_clocks
from ads_tui.cli import order_document as documents
from ads_tui.cli import order_table as tables
from ads_tui.cli.invocation import current
from ads_tui.cli.order_answer import Answer, answer_of, change_order
from ads_tui.cli.order_bulk import Version, people_mode
from ads_tui.cli.output import say, tell
from ads_tui.cli.words import key_values, one_number, split_logins
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

if TYPE_CHECKING:
    from ads_tui.services.orders.finding import OrderFilter
    from ads_tui.store.work import Reading, Work

app = typer.Typer(help=_("Orders."), no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", min=1, help=_("Order number"))]


@app.command("list", help=_("List orders."))
def list_command(
    tab: Annotated[str | None, typer.Option(metavar="new|all|mine", help=_("Tab"))] = None,
    today: Annotated[bool, typer.Option("--today", help=_("Of my orders those of today"))] = False,
    query: Annotated[str | None, typer.Option("-q", "--query", metavar="FILTER", help=_("Filter line"))] = None,
    favourite: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=completion.favourites, help=_("The filter of this favourite")),
    ] = None,
    sort: Annotated[str | None, typer.Option(metavar="COLUMN[:desc]", help=_("Sort by a column"))] = None,
    limit: Annotated[int, typer.Option(metavar="N", help=_("Most rows, up to 1000"))] = 50,
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help=_("Go on after this cursor"))] = None,
) -> None:
    """One page of a tab with its filter (CL-14)."""
    from ads_tui.services.orders.listing import count_orders, list_orders, tab_of
    from ads_tui.services.orders.sorts import parse_sort

    if query is not None and favourite is not None:
        raise InputError("usage", N_("Give -q or --favourite"))
    with current.reading() as reading:
        chosen = tab_of(reading, tab)
        if today and chosen != "mine":
            raise InputError("usage", N_("--today goes with --tab mine"))
        order = parse_sort(sort)
        wanted, gone = _asked_filter(reading, chosen, query, favourite)
        page = list_orders(reading, tab=chosen, wanted=wanted, sort=order, limit=limit, after=after, today=today)
        found = count_orders(reading, tab=chosen, wanted=wanted, today=today)
        zone = tables.zone_of(reading)
    rows = [documents.row_document(row) for row in page.rows]
    document = {"found": found, "orders": rows, "next": page.next, "read_as": None, "gone": list(gone)}
    if gone and not current.json:
        say(_("No longer there, the rest of the filter is applied: {names}").format(names=", ".join(gone)))
    if not page.sorted and not current.json:
        say(_("Too many found to be sorted by a column: the newest come first"))
    tell(document, lambda: tables.print_orders(page, found, zone))


def _asked_filter(
    reading: "Reading", tab: str, query: str | None, favourite: str | None
) -> "tuple[OrderFilter, tuple[str, ...]]":
    """The filter of -q or of --favourite, and what has gone of the latter (FV-2)."""
    from ads_tui.services.favourites import favourite_filter
    from ads_tui.services.orders.finding import read_filter

    if favourite is not None:
        return favourite_filter(reading, favourite, tab=tab)
    return read_filter(reading, query or "", tab=tab), ()


@app.command(help=_("Print the numbers on the tabs."))
def counters() -> None:
    """The counters of LS-2."""
    from ads_tui.services.orders.listing import counters as count

    with current.reading() as reading:
        found = documents.plain(count(reading))
    tell(found, lambda: tables.print_counters(found))


@app.command(help=_("Show an order."))
def show(
    number: Number,
    opened: Annotated[bool, typer.Option("--open", help=_("Count as opened by you"))] = False,
    tab: Annotated[str | None, typer.Option(metavar="main|comments", help=_("The tab that you open"))] = None,
) -> None:
    """An order whole; with --open unread marks go (LB-6)."""
    from ads_tui.services.orders.card import changed_card, show_order
    from ads_tui.services.orders.viewing import open_order

    if opened:

        def operation(work: "Work") -> Answer:
            open_order(work, number, tab=tab or "main")
            return answer_of(work, changed_card(work, number))

        tell(*current.perform(operation))
        return
    if tab is not None:
        raise InputError("usage", N_("--tab goes with --open"))
    with current.reading() as reading:
        answer = answer_of(reading, show_order(reading, number))
    tell(*answer)


@app.command(help=_("Register an order."))
def create(
    service: Annotated[
        str | None, typer.Option(metavar="S", autocompletion=completion.services, help=_("Service, by code or name"))
    ] = None,
    building: Annotated[
        str | None,
        typer.Option(metavar="B", autocompletion=completion.buildings, help=_("Building, by code or address")),
    ] = None,
    premise: Annotated[str | None, typer.Option(metavar="P", help=_("Premise, by number or code"))] = None,
    client: Annotated[str | None, typer.Option(metavar="C", help=_("Client, by code or name"))] = None,
    client_name: Annotated[str | None, typer.Option(metavar="NAME", help=_("Name of an unregistered client"))] = None,
    client_phone: Annotated[str | None, typer.Option(metavar="PHONE", help=_("His phone"))] = None,
    client_email: Annotated[str | None, typer.Option(metavar="E", help=_("His e-mail"))] = None,
    channel: Annotated[str, typer.Option(metavar="CH", help=_("Channel"))] = "call_in",
    form: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help=_("Answer of the order form"))] = None,
    priority: Annotated[str, typer.Option(metavar="P", help=_("Priority"))] = "normal",
    due: Annotated[str | None, typer.Option(metavar="WHEN", help=_("Due, set by hand"))] = None,
    visit: Annotated[str | None, typer.Option(metavar="WHEN[..WHEN]", help=_("Visit time"))] = None,
    executor: Annotated[
        list[str] | None, typer.Option(metavar="LOGIN", autocompletion=completion.logins, help=_("Executor"))
    ] = None,
    external_number: Annotated[str | None, typer.Option(metavar="X", help=_("Number in another system"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Create nothing, print what would be"))] = False,
) -> None:
    """Register an order and print it with warnings of similar ones (CR-9)."""
    from ads_tui.services.orders.card import changed_card
    from ads_tui.services.orders.creating import NewOrder, create_order
    from ads_tui.services.orders.similar import similar_to

    new = NewOrder(
        service=service or "",
        building=building or "",
        premise=premise,
        client=client,
        client_name=client_name,
        client_phone=client_phone,
        client_email=client_email,
        channel=channel,
        form=key_values(form or [], "form"),
        priority=priority,
        due=due,
        visit=visit,
        executors=executor or [],
        external_number=external_number,
    )

    def operation(work: "Work") -> Answer:
        made = create_order(work, new)
        card = changed_card(work, made)
        return answer_of(work, card, similar=similar_to(work, made), numbered=not dry_run)

    tell(*current.perform(operation, keep=not dry_run))


@app.command(help=_("Change an order."))
def edit(
    number: Number,
    service: Annotated[
        str | None, typer.Option(metavar="S", autocompletion=completion.services, help=_("Service, by code or name"))
    ] = None,
    building: Annotated[
        str | None,
        typer.Option(metavar="B", autocompletion=completion.buildings, help=_("Building, by code or address")),
    ] = None,
    premise: Annotated[str | None, typer.Option(metavar="P|none", help=_("Premise, by number or code"))] = None,
    client: Annotated[str | None, typer.Option(metavar="C|none", help=_("Client, by code or name"))] = None,
    client_name: Annotated[str | None, typer.Option(metavar="NAME", help=_("Name of an unregistered client"))] = None,
    client_phone: Annotated[str | None, typer.Option(metavar="PHONE", help=_("His phone"))] = None,
    client_email: Annotated[str | None, typer.Option(metavar="E", help=_("His e-mail"))] = None,
    form: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help=_("Answer of the order form"))] = None,
    department: Annotated[str | None, typer.Option(metavar="D", help=_("Department"))] = None,
    priority: Annotated[str | None, typer.Option(metavar="P", help=_("Priority"))] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN|auto", help=_("Due, set by hand"))] = None,
    visit: Annotated[str | None, typer.Option(metavar="WHEN[..WHEN]|none", help=_("Visit time"))] = None,
    executor: Annotated[
        list[str] | None,
        typer.Option(metavar="LOGIN", autocompletion=completion.logins, help=_("Executor of the new service")),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help=_("Drop executors who no longer fit"))] = False,
    version: Version = None,
) -> None:
    """Change fields of an order (ED-1, ED-2, ED-4)."""
    from ads_tui.services.orders.editing import Edit, edit_order

    wanted = Edit(
        service=service,
        building=building,
        premise=premise,
        client=client,
        client_name=client_name,
        client_phone=client_phone,
        client_email=client_email,
        form=key_values(form or [], "form"),
        department=department,
        priority=priority,
        due=due,
        visit=visit,
        executors=executor or [],
        confirm=confirm,
    )
    if wanted.is_empty:
        raise InputError("usage", N_("Say what to change: see 'ads order edit --help'"))
    change_order(number, lambda work: edit_order(work, number, wanted, version=version))


@app.command(help=_("Add or remove controllers."))
def control(
    words: Annotated[
        list[str],
        typer.Argument(metavar="N LOGIN...", autocompletion=completion.logins, help=_("Order number and logins")),
    ],
    add: Annotated[bool, typer.Option("--add", help=_("Add to those who are there (default)"))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=_("Remove"))] = False,
    version: Version = None,
) -> None:
    """Change controllers (PE-5)."""
    from ads_tui.services.assignment import change_controllers

    numbers, logins = split_logins(words)
    number, mode = one_number(numbers), people_mode(add=add, remove=remove)
    change_order(number, lambda work: change_controllers(work, number, logins, mode=mode, version=version))


@app.command(help=_("Add an internal comment, never shown to the client."))
def comment(
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The comment"))],
    important: Annotated[bool, typer.Option("--important", help=_("Raise the order in the list"))] = False,
) -> None:
    """Add a comment (CM-1, CM-2)."""
    from ads_tui.services.comments import add_comment

    def operation(work: "Work") -> Answer:
        made = add_comment(work, number, text, important=important)
        zone = tables.zone_of(work)
        return documents.comment_document(made), lambda: tables.print_comments([made], zone)

    tell(*current.perform(operation))


@app.command(help=_("List the internal comments of an order, oldest first."))
def comments(number: Number) -> None:
    """The comments of an order."""
    from ads_tui.services.comments import comments_of

    with current.reading() as reading:
        found = comments_of(reading, number)
        zone = tables.zone_of(reading)
    document = {"comments": [documents.comment_document(one) for one in found]}
    tell(document, lambda: tables.print_comments(found, zone))


@app.command(help=_("Print the history of an order, newest first."))
def history(
    number: Number,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help=_("As it stood at this moment"))] = None,
) -> None:
    """History, with --at the status at that moment (HI-2)."""
    from ads_tui.domain.history import status_at
    from ads_tui.domain.moments import iso_utc, parse_when
    from ads_tui.services.orders.history import history_of
    from ads_tui.services.orders.statuses import status_names

    with current.reading() as reading:
        until = None if at is None else parse_when(at, reading.settings.zone, reading.now, "at")
        events = history_of(reading, number, until=until)
        names, zone = status_names(reading), tables.zone_of(reading)
    document: dict[str, object] = {"events": [documents.event_document(event) for event in events]}
    if until is not None:
        document = {"at": iso_utc(until), "status": status_at(events, until), **document}
    tell(document, lambda: tables.print_events(events, names, zone))


app.add_typer(order_bulk.app)
app.add_typer(order_clocks.app)
