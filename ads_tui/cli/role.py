"""`ads role …`: roles, their rights, sections and services (RO-1, RO-2)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.completion import services as offered_services
from ads_tui.cli.invocation import current
from ads_tui.cli.notified import KINDS_IN_HELP, Channel, Kind
from ads_tui.cli.nouns import Name, NewCode, keys_in_help
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.i18n import N_, _

if TYPE_CHECKING:
    from ads_tui.services.roles import RoleView
    from ads_tui.store.work import Work

app = typer.Typer(help=_("Roles and their rights."), no_args_is_help=True)


def _rights() -> list[tuple[str, str]]:
    from ads_tui.domain.rights import RIGHTS

    return [(right, _(caption)) for right, caption in RIGHTS.items()]


def _sections() -> list[tuple[str, str]]:
    from ads_tui.domain.rights import SECTIONS

    return [(section, _(caption)) for section, caption in SECTIONS.items()]


Role = Annotated[str, typer.Argument(metavar="R", help=_("Role, by code or name"))]
Rights = Annotated[list[str], typer.Argument(metavar="RIGHT...", help=_("Rights, see below"), autocompletion=_rights)]
_RIGHTS = keys_in_help(_rights, N_("Rights"))
_SECTIONS = keys_in_help(_sections, N_("Sections"))


@app.command("add", help=_("Add a role without rights."))
def add_command(code: NewCode, name: Name) -> None:
    """Add a role."""
    from ads_tui.services.roles import add_role

    _change(lambda work: add_role(work, code, name))


@app.command("list", help=_("List the roles."))
def list_command() -> None:
    """All roles."""
    from ads_tui.services.roles import list_roles

    with current.reading() as reading:
        views = list_roles(reading)
    tell(
        {"roles": [view.document for view in views]},
        lambda: print_table(
            [_("Code"), _("Name"), _("Rights"), _("Sections")],
            ([view.code, view.name, len(view.rights), view.sections] for view in views),
        ),
    )


@app.command(help=_("Show a role."))
def show(role: Role) -> None:
    """One role."""
    from ads_tui.services.roles import show_role

    with current.reading() as reading:
        view = show_role(reading, role)
    _tell_one(view)


@app.command("grant", cls=_RIGHTS, help=_("Give a role rights."))
def grant_command(role: Role, rights: Rights) -> None:
    """Give rights (RO-2)."""
    from ads_tui.services.roles import grant

    _change(lambda work: grant(work, role, rights))


@app.command("revoke", cls=_RIGHTS, help=_("Take rights from a role."))
def revoke_command(role: Role, rights: Rights) -> None:
    """Take rights away."""
    from ads_tui.services.roles import revoke

    _change(lambda work: revoke(work, role, rights))


@app.command(help=_("Set which services a role sees."))
def services(
    role: Role,
    codes: Annotated[
        list[str],
        typer.Argument(metavar="all|S...", help=_("Services, by code or name"), autocompletion=offered_services),
    ],
) -> None:
    """Services to see: all, or exactly those given (RO-3)."""
    from ads_tui.services.roles import set_services

    _change(lambda work: set_services(work, role, codes))


@app.command(cls=_SECTIONS, help=_("Set the sections of a role."))
def sections(
    role: Role,
    names: Annotated[
        list[str], typer.Argument(metavar="SECTION...", help=_("Sections, see below"), autocompletion=_sections)
    ],
) -> None:
    """Exactly the sections given (RO-1)."""
    from ads_tui.services.roles import set_sections

    _change(lambda work: set_sections(work, role, names))


@app.command(cls=KINDS_IN_HELP, help=_("Switch a kind of notifications on a channel on or off for a role."))
def notify(
    role: Role,
    kind: Kind,
    channel: Channel,
    switch: Annotated[str, typer.Argument(metavar="on|off", help=_("On or off"))],
) -> None:
    """A cell of the role's matrix (NT-1)."""
    from ads_tui.services.roles import set_notification

    _change(lambda work: set_notification(work, role, kind, channel, switch))


def _change(operation: "Callable[[Work], RoleView]") -> None:
    _tell_one(current.perform(operation))


def _tell_one(view: "RoleView") -> None:
    document = view.document
    captions = (_("Code"), _("Name"), _("Rights"), _("Sections"), _("Services"), _("Notifications"))
    keys = ("code", "name", "rights", "sections", "services", "notify")
    notified = "\n".join(f"{kind}: {', '.join(channels)}" for kind, channels in document["notify"].items())
    shown = {**document, "notify": notified}
    tell(document, lambda: print_pairs(zip(captions, (shown[key] for key in keys), strict=True)))
