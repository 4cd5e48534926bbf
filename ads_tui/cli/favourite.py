"""`ads favourite …`: filter lines kept by a name (FV-1 … FV-3)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli import completion
from ads_tui.cli.invocation import current
from ads_tui.cli.output import print_pairs, print_table, say, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.favourites import FavouriteView

app = typer.Typer(help=_("Favourite filters."), no_args_is_help=True)

Favourite = Annotated[
    str, typer.Argument(metavar="NAME", autocompletion=completion.favourites, help=_("Name of the favourite"))
]


@app.command("list", help=_("List your favourites and those shared with your role, oldest first."))
def list_command() -> None:
    """Favourites in the order in which they were added."""
    from ads_tui.services.favourites import favourites_of

    with current.reading() as reading:
        found = favourites_of(reading)
    captions = [_("Name"), _("Filter"), _("Shared with"), _("Of")]
    tell(
        {"favourites": [_document(one) for one in found]},
        lambda: print_table(captions, ([one.name, one.filter, one.role, one.owner] for one in found)),
    )


@app.command(help=_("Keep a filter line by a name."))
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A name of 1 to 60 characters"))],
    query: Annotated[str, typer.Option("-q", "--query", metavar="FILTER", help=_("Filter line"))],
    role: Annotated[str | None, typer.Option(metavar="R", help=_("Share it with this role"))] = None,
) -> None:
    """Add a favourite; words such as today stay words."""
    from ads_tui.services.favourites import add_favourite

    _tell_one(current.perform(lambda work: add_favourite(work, name, query, role)))


@app.command(help=_("Give a favourite another name."))
def rename(name: Favourite, new: Annotated[str, typer.Argument(metavar="NEW", help=_("The new name"))]) -> None:
    """Rename one of your own."""
    from ads_tui.services.favourites import rename_favourite

    _tell_one(current.perform(lambda work: rename_favourite(work, name, new)))


@app.command(help=_("Delete a favourite."))
def delete(name: Favourite) -> None:
    """Delete one of your own."""
    from ads_tui.services.favourites import delete_favourite

    done = current.perform(lambda work: delete_favourite(work, name))
    tell({"done": [done]}, lambda: say(_("Deleted: {code}").format(code=done)))


def _document(favourite: "FavouriteView") -> dict[str, Any]:
    from ads_tui.domain.moments import iso_utc

    document = asdict(favourite) | {"created_at": iso_utc(favourite.created_at)}
    del document["owner"]
    return document


def _tell_one(favourite: "FavouriteView") -> None:
    pairs = [(_("Name"), favourite.name), (_("Filter"), favourite.filter), (_("Shared with"), favourite.role)]
    tell(_document(favourite), lambda: print_pairs(pairs))
