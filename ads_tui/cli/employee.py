"""`ads employee …`: employees, their access, passwords and load (EM-1, EM-2, PE-2)."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.completion import logins
from ads_tui.cli.invocation import current
from ads_tui.cli.notified import KINDS_IN_HELP, Channel, Kind
from ads_tui.cli.nouns import TAKES_ANY_VALUE, KeyName, Pairs, Value, keys_in_help, split_pairs
from ads_tui.cli.output import print_pairs, print_table, say, tell
from ads_tui.cli.passwords import read_new_password
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.blocking import Blocked
    from ads_tui.services.employees import EmployeeView
    from ads_tui.store.work import Work

app = typer.Typer(help=_("Employees."), no_args_is_help=True)


def _keys() -> list[tuple[str, str]]:
    from ads_tui.services.employee_keys import KEYS

    return [(f"{key.name} {key.takes}", _(key.caption)) for key in KEYS]


Login = Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login"), autocompletion=logins)]
_KEYS = keys_in_help(_keys)


@app.command("add", cls=_KEYS, help=_("Add an employee; his role must be given: --set role=R."))
def add_command(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("A login of his own"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Full name"))],
    pairs: Pairs = None,
) -> None:
    """Add an employee (EM-1)."""
    from ads_tui.services.employees import add_employee

    given = split_pairs(pairs or [])
    _change(lambda work: add_employee(work, login, name, given))


@app.command("list", help=_("List the employees."))
def list_command() -> None:
    """All employees by the alphabet."""
    from ads_tui.services.employees import list_employees

    with current.reading() as reading:
        views = list_employees(reading)
    documents = [view.document for view in views]
    columns = ("login", "name", "position", "department", "role", "blocked")
    captions = [_("Login"), _("Name"), _("Position"), _("Department"), _("Role"), _("Blocked")]
    tell(
        {"employees": documents},
        lambda: print_table(captions, ([document[column] for column in columns] for document in documents)),
    )


@app.command(help=_("Show an employee."))
def show(login: Login) -> None:
    """One employee."""
    from ads_tui.services.employees import show_employee

    with current.reading() as reading:
        view = show_employee(reading, login)
    tell(view.document, lambda: _print_one(view))


@app.command("set", cls=_KEYS, context_settings=TAKES_ANY_VALUE, help=_("Set a key of an employee."))
def set_command(login: Login, key: KeyName, value: Value) -> None:
    """Change one key; one's own language and zone need no right."""
    from ads_tui.services.employees import set_employee

    _change(lambda work: set_employee(work, login, key, value))


@app.command("block", help=_("Block an employee; his open orders go to another."))
def block_command(
    login: Login,
    replace_with: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=_("Who takes his open orders"), autocompletion=logins)
    ] = None,
) -> None:
    """Block an employee (EM-2)."""
    from ads_tui.services.blocking import block

    done = current.perform(lambda work: block(work, login, replace_with))
    document = {
        **done.employee.document,
        "replaced": list(done.replaced),
        "refused": [asdict(one) for one in done.refused],
    }
    tell(document, lambda: _print_blocked(done))


@app.command("unblock", help=_("Let an employee sign in again."))
def unblock_command(login: Login) -> None:
    """Unblock an employee."""
    from ads_tui.services.blocking import unblock

    _change(lambda work: unblock(work, login))


@app.command(help=_("Set a password, asked for or read from stdin; one's own needs no right."))
def password(login: Login) -> None:
    """Give an employee another password (AU-1)."""
    from ads_tui.services.accounts import new_password_hash
    from ads_tui.services.employees import set_password

    kept = new_password_hash(read_new_password())
    _change(lambda work: set_password(work, login, kept))


@app.command(help=_("Print how loaded employees are, least loaded first."))
def load(
    order: Annotated[int | None, typer.Option(metavar="N", min=1, help=_("Those who fit this order"))] = None,
) -> None:
    """The load of unblocked employees (PE-2)."""
    from ads_tui.services.load import list_loads

    with current.reading() as reading:
        found = [asdict(one) for one in list_loads(reading, order)]
    rows = ([one["login"], one["name"], one["open"], _level(one["level"])] for one in found)
    captions = [_("Login"), _("Name"), _("Open orders"), _("Load")]
    tell({"employees": found}, lambda: print_table(captions, rows))


@app.command(cls=KINDS_IN_HELP, help=_("Switch a kind of notifications on a channel; one's own needs no right."))
def notify(
    login: Login,
    kind: Kind,
    channel: Channel,
    switch: Annotated[str, typer.Argument(metavar="on|off|role", help=_("On, off, or as the role has it"))],
) -> None:
    """A cell of the employee's own (NT-1)."""
    from ads_tui.services.notifications.matrix import set_own_cell

    _change(lambda work: set_own_cell(work, login, kind, channel, switch))


def _level(level: str) -> str:
    return {"green": _("green"), "yellow": _("yellow"), "red": _("red")}[level]


def _change(operation: "Callable[[Work], EmployeeView]") -> None:
    view = current.perform(operation)
    tell(view.document, lambda: _print_one(view))


def _print_one(view: "EmployeeView") -> None:
    from ads_tui.services.employee_keys import KEYS

    pairs = [(_(key.caption), view.values[key.name]) for key in KEYS]
    print_pairs([(_("Login"), view.login), *pairs, (_("Blocked"), view.blocked)])


def _print_blocked(done: "Blocked") -> None:
    _print_one(done.employee)
    if done.replaced:
        count = len(done.replaced)
        say(ngettext("Replaced in {count} order.", "Replaced in {count} orders.", count).format(count=count))
    if done.refused:
        rows = [[one.order, one.message] for one in done.refused]
        say(_("He stays named, without being active, in:"))
        print_table([_("Order"), _("Why")], rows)
